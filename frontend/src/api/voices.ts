import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf, inProfile } from "@/api/client";

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
