import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, bodyOf, done, inProfile } from "@/api/client";
import { rememberJob } from "@/api/jobs";
import type { Job, VoiceModel } from "@/api/types";
import { newAttempt } from "@/lib/attempt";

/** The models that can be had on the server's machine, with what is there of each. */
export function voiceModelsQuery(profile: string) {
  return queryOptions({
    queryKey: [profile, "voice-models"],
    queryFn: async () => {
      const params = { header: inProfile(profile) };
      return (await bodyOf(api.GET("/api/v1/voice-models", { params }))).items;
    },
  });
}

/** Queues the download of a model. */
export function pullVoiceModel(queryClient: QueryClient, profile: string, id: string) {
  return mutationOptions({
    mutationKey: [profile, "pull-voice-model", id],
    mutationFn: () =>
      bodyOf(
        api.POST("/api/v1/voice-models/{id}/pull", {
          params: {
            header: { ...inProfile(profile), "Idempotency-Key": newAttempt() },
            path: { id },
          },
        }),
      ),
    onSuccess: (job: Job) => rememberJob(queryClient, profile, job),
  });
}

/** Looks at every byte of a model. */
export function verifyVoiceModel(queryClient: QueryClient, profile: string, id: string) {
  return mutationOptions({
    mutationKey: [profile, "verify-voice-model", id],
    mutationFn: () =>
      bodyOf(
        api.POST("/api/v1/voice-models/{id}/verify", {
          params: { header: inProfile(profile), path: { id } },
        }),
      ),
    onSuccess: (model: VoiceModel) =>
      queryClient.setQueryData(voiceModelsQuery(profile).queryKey, (known) =>
        known?.map((other) => (other.id === model.id ? model : other)),
      ),
  });
}

/** Deletes a model's files. */
export function removeVoiceModel(queryClient: QueryClient, profile: string, id: string) {
  return mutationOptions({
    mutationKey: [profile, "remove-voice-model", id],
    mutationFn: () =>
      done(
        api.DELETE("/api/v1/voice-models/{id}", {
          params: { header: inProfile(profile), path: { id } },
        }),
      ),
    onSuccess: () => refreshVoices(queryClient, profile),
  });
}

/** Fetches the catalogue of Piper's voices. */
export function refreshVoiceModels(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationKey: [profile, "refresh-voice-models"],
    mutationFn: () =>
      bodyOf(api.POST("/api/v1/voice-models/refresh", { params: { header: inProfile(profile) } })),
    onSuccess: () => refreshVoices(queryClient, profile),
  });
}

/** Fetches the models anew, and what depends on them: who can speak. */
export async function refreshVoices(queryClient: QueryClient, profile: string) {
  const keys = [
    voiceModelsQuery(profile).queryKey,
    [profile, "tts-providers"],
    [profile, "tts-voices"],
  ];
  await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}
