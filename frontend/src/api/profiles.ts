import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, bodyOf, done } from "@/api/client";
import { pagedQuery } from "@/api/paging";
import type { NewProfile, Profile, ProfilePatch } from "@/api/types";

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

/** The ranges that a dashboard sums up. */
export const RANGES = ["7d", "30d", "90d", "all"] as const;
/** One of them. */
export type Range = (typeof RANGES)[number];

/** What happened in a store in a range. */
export function dashboardQuery(profile: string, range: Range) {
  return queryOptions({
    queryKey: [profile, "dashboard", range],
    queryFn: () =>
      bodyOf(
        api.GET("/api/v1/profiles/{id}/dashboard", {
          params: { path: { id: profile }, query: { range } },
        }),
      ),
  });
}

/** Changes a store's fields and settings. */
export function updateProfile(queryClient: QueryClient, id: string) {
  return mutationOptions({
    mutationKey: [id, "update-profile"],
    mutationFn: (body: ProfilePatch) =>
      bodyOf(api.PATCH("/api/v1/profiles/{id}", { params: { path: { id } }, body })),
    onSuccess: (profile: Profile) => {
      queryClient.setQueryData(profileQuery(id).queryKey, profile);
      return queryClient.invalidateQueries({ queryKey: profilesQuery.queryKey });
    },
  });
}

/** Lets a store open first. */
export function setDefaultProfile(queryClient: QueryClient, id: string) {
  return mutationOptions({
    mutationKey: [id, "set-default"],
    mutationFn: () =>
      bodyOf(api.POST("/api/v1/profiles/{id}/set-default", { params: { path: { id } } })),
    onSuccess: (profile: Profile) => {
      queryClient.setQueryData(profileQuery(id).queryKey, profile);
      return queryClient.invalidateQueries({ queryKey: profilesQuery.queryKey });
    },
  });
}

/** Deletes a store with everything in it. */
export function deleteProfile(queryClient: QueryClient, id: string) {
  return mutationOptions({
    mutationKey: [id, "delete-profile"],
    mutationFn: () => done(api.DELETE("/api/v1/profiles/{id}", { params: { path: { id } } })),
    onSuccess: () => {
      // Nothing that was known of it may lead back to it.
      queryClient.removeQueries({ queryKey: [id] });
      return queryClient.invalidateQueries({ queryKey: profilesQuery.queryKey });
    },
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
