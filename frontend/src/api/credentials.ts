import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, bodyOf, done, inProfile } from "@/api/client";

/** The keys of a store's accounts elsewhere, as far as they may be told. */
export function credentialsQuery(profile: string) {
  return queryOptions({
    queryKey: [profile, "credentials"],
    queryFn: async () => {
      const params = { header: inProfile(profile) };
      return (await bodyOf(api.GET("/api/v1/credentials", { params }))).items;
    },
  });
}

/** Stores a key in place of an earlier one. */
export function storeCredential(queryClient: QueryClient, profile: string, kind: string) {
  return mutationOptions({
    mutationKey: [profile, "store-credential", kind],
    mutationFn: (secret: string) => {
      const params = { header: inProfile(profile), path: { kind } };
      return bodyOf(api.PUT("/api/v1/credentials/{kind}", { params, body: { secret } }));
    },
    onSuccess: () => forgetWhatItOpened(queryClient, profile),
  });
}

/** Forgets a key. */
export function forgetCredential(queryClient: QueryClient, profile: string, kind: string) {
  return mutationOptions({
    mutationKey: [profile, "forget-credential", kind],
    mutationFn: () => {
      const params = { header: inProfile(profile), path: { kind } };
      return done(api.DELETE("/api/v1/credentials/{kind}", { params }));
    },
    onSuccess: () => forgetWhatItOpened(queryClient, profile),
  });
}

/** Another key opens another account: what was read with the old one is asked anew. */
function forgetWhatItOpened(queryClient: QueryClient, profile: string) {
  const kinds = ["credentials", "tts-providers", "tts-voices", "tts-account", "tts-quote"];
  return Promise.all(
    kinds.map((kind) => queryClient.invalidateQueries({ queryKey: [profile, kind] })),
  );
}
