import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, bodyOf, done, inProfile } from "@/api/client";

/** What a person fills in to have a voice cloned. */
export interface VoiceToClone {
  file: File;
  name: string;
  provider: string;
  language: string;
  consent: boolean;
  /** Names the wish: the same one sent twice is carried out once. */
  attempt: string;
}

/** A store's cloned voices, and what is to be agreed to for another one. */
export function clonedVoicesQuery(profile: string) {
  return queryOptions({
    queryKey: [profile, "cloned-voices"],
    queryFn: () =>
      bodyOf(api.GET("/api/v1/tts/cloned-voices", { params: { header: inProfile(profile) } })),
  });
}

/** Uploads a recording and has its voice learned. */
export function cloneVoice(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationFn: ({ attempt, file, consent, ...texts }: VoiceToClone) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(texts)) form.append(name, value);
      form.append("consent", String(consent));
      form.append("file", file);
      return bodyOf(
        api.POST("/api/v1/tts/clone-voice", {
          params: { header: { ...inProfile(profile), "Idempotency-Key": attempt } },
          body: { ...texts, consent, file: file.name },
          bodySerializer: () => form,
        }),
      );
    },
    onSuccess: () => readAnew(queryClient, profile),
  });
}

/** Has a cloned voice forgotten, with its sample. */
export function forgetVoice(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationFn: (id: string) =>
      done(
        api.DELETE("/api/v1/tts/cloned-voices/{id}", {
          params: { header: inProfile(profile), path: { id } },
        }),
      ),
    onSuccess: () => readAnew(queryClient, profile),
  });
}

/** Lets a cloned voice speak a sentence. */
export function hearVoice(profile: string) {
  return mutationOptions({
    mutationFn: ({ provider, voice }: { provider: string; voice: string }) =>
      bodyOf(
        api.POST("/api/v1/tts/preview", {
          params: { header: inProfile(profile) },
          body: { text: "This is how I sound.", voice: { provider, voice, speed: 1 } },
        }),
      ),
  });
}

/** The lists of voices to choose from show the change, too. */
async function readAnew(queryClient: QueryClient, profile: string) {
  await queryClient.invalidateQueries({ queryKey: [profile, "tts-voices"] });
  await queryClient.invalidateQueries({ queryKey: [profile, "cloned-voices"] });
}
