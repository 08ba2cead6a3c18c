import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, bodyOf, inProfile } from "@/api/client";
import type { PreviewRequest, SpeechCache } from "@/api/types";

/** The engines that can speak for a store, each with its true availability. */
export function providersQuery(profile: string) {
  return queryOptions({
    queryKey: [profile, "tts-providers"],
    queryFn: async () => {
      const params = { header: inProfile(profile) };
      return (await bodyOf(api.GET("/api/v1/tts/providers", { params }))).items;
    },
  });
}

/** The voices of one engine. */
export function voicesQuery(profile: string, provider: string) {
  return queryOptions({
    queryKey: [profile, "tts-voices", provider],
    queryFn: async () => {
      const params = { header: inProfile(profile), query: { provider } };
      return (await bodyOf(api.GET("/api/v1/tts/voices", { params }))).items;
    },
    staleTime: 5 * 60_000,
  });
}

/**
 * What a text costs with each engine, spoken whole by so many voices, and how long it takes; nothing is spent.
 */
export function quoteQuery(profile: string, text: string, voices = 1) {
  return queryOptions({
    queryKey: [profile, "tts-quote", text, voices],
    queryFn: ({ signal }) => {
      const params = { header: inProfile(profile) };
      return bodyOf(api.POST("/api/v1/tts/quote", { params, body: { text, voices }, signal }));
    },
  });
}

/** The store's account with an engine's makers, or null. */
export function accountQuery(profile: string, provider: string) {
  return queryOptions({
    queryKey: [profile, "tts-account", provider],
    queryFn: async () => {
      const params = { header: inProfile(profile), query: { provider } };
      return (await bodyOf(api.GET("/api/v1/tts/account", { params }))).account;
    },
  });
}

/** Speaks a sentence by a voice; a voice that costs is paid, so the same wish sent twice is paid once. */
export function previewVoice(profile: string) {
  return mutationOptions({
    mutationKey: [profile, "preview-voice"],
    mutationFn: ({ key, ...body }: PreviewRequest & { key: string }) => {
      const header = { ...inProfile(profile), "Idempotency-Key": key };
      return bodyOf(api.POST("/api/v1/tts/preview", { params: { header }, body }));
    },
  });
}

/** How full the store's cache of spoken sentences is. */
export function speechCacheQuery(profile: string) {
  return queryOptions({
    queryKey: [profile, "tts-cache"],
    queryFn: () => {
      const params = { header: inProfile(profile) };
      return bodyOf(api.GET("/api/v1/tts/cache", { params }));
    },
  });
}

/** Empties the cache of spoken sentences. */
export function clearSpeechCache(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationKey: [profile, "clear-tts-cache"],
    mutationFn: () => {
      const params = { header: inProfile(profile) };
      return bodyOf(api.DELETE("/api/v1/tts/cache", { params }));
    },
    onSuccess: (cache: SpeechCache) =>
      queryClient.setQueryData(speechCacheQuery(profile).queryKey, cache),
  });
}
