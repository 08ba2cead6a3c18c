import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "@/api/client";
import { pagedQuery } from "@/api/paging";
import type { NewProfile, Profile } from "@/api/types";

/** Every store that the person has. The one list that belongs to no store. */
export const profilesQuery = pagedQuery<Profile>({
  queryKey: ["profiles"],
  fetchPage: (query) => bodyOf(api.GET("/api/v1/profiles", { params: { query } })),
});

/** One store's own card: name, colour, icon. */
export function profileQuery(profile: string) {
  return queryOptions({
    queryKey: [profile, "profile"],
    queryFn: () => bodyOf(api.GET("/api/v1/profiles/{id}", { params: { path: { id: profile } } })),
    staleTime: 60_000,
  });
}

/** Makes a store, and knows it from then on. */
export function createProfile(queryClient: QueryClient) {
  return mutationOptions({
    mutationFn: (body: NewProfile) => bodyOf(api.POST("/api/v1/profiles", { body })),
    onSuccess: (profile: Profile) => {
      queryClient.setQueryData(profileQuery(profile.id).queryKey, profile);
      return queryClient.invalidateQueries({ queryKey: profilesQuery.queryKey });
    },
  });
}
