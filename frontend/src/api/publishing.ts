import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, bodyOf, done, inProfile } from "@/api/client";
import { pagedQuery } from "@/api/paging";
import type { ChannelPatch, PublishingEvent } from "@/api/types";

/** The key of what is known about a store's publishing. */
export function publishingKey(profile: string, ...rest: string[]) {
  return [profile, "publishing", ...rest] as const;
}

/** The store's connection to Postiz. */
export function connectionQuery(profile: string) {
  return queryOptions({
    queryKey: publishingKey(profile, "connection"),
    queryFn: () =>
      bodyOf(api.GET("/api/v1/publishing/connection", { params: { header: inProfile(profile) } })),
  });
}

/** What each network takes. */
export function networksQuery(profile: string) {
  return queryOptions({
    queryKey: publishingKey(profile, "networks"),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const params = { header: inProfile(profile) };
      return (await bodyOf(api.GET("/api/v1/publishing/networks", { params }))).items;
    },
  });
}

/** The accounts that Postiz has now. */
export function accountsQuery(profile: string) {
  return queryOptions({
    queryKey: publishingKey(profile, "accounts"),
    queryFn: async () => {
      const params = { header: inProfile(profile) };
      return (await bodyOf(api.GET("/api/v1/publishing/accounts", { params }))).items;
    },
  });
}

/** The store's channels. */
export function channelsQuery(profile: string) {
  return queryOptions({
    queryKey: publishingKey(profile, "channels"),
    queryFn: async () => {
      const params = { header: inProfile(profile) };
      return (await bodyOf(api.GET("/api/v1/publishing/channels", { params }))).items;
    },
  });
}

/** What was done about publishing, newest first. */
export function activityQuery(profile: string) {
  return pagedQuery<PublishingEvent>({
    queryKey: publishingKey(profile, "activity"),
    fetchPage: (query) =>
      bodyOf(
        api.GET("/api/v1/publishing/activity", { params: { header: inProfile(profile), query } }),
      ),
  });
}

/** Looks at everything about publishing anew. */
export function anew(queryClient: QueryClient, profile: string) {
  return () => queryClient.invalidateQueries({ queryKey: publishingKey(profile) });
}

/** Tries an address and a key, and stores both. */
export function connect(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationFn: (body: { base_url: string; key: string }) =>
      bodyOf(
        api.PUT("/api/v1/publishing/connection", { params: { header: inProfile(profile) }, body }),
      ),
    onSuccess: anew(queryClient, profile),
  });
}

/** Forgets address and key. */
export function disconnect(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationFn: () =>
      done(api.DELETE("/api/v1/publishing/connection", { params: { header: inProfile(profile) } })),
    onSuccess: anew(queryClient, profile),
  });
}

/** Asks Postiz by the stored address and key. */
export function testConnection(profile: string) {
  return mutationOptions({
    mutationFn: () =>
      bodyOf(
        api.POST("/api/v1/publishing/connection/test", {
          params: { header: inProfile(profile) },
        }),
      ),
  });
}

/** Chooses an account as a channel of the store. */
export function chooseChannel(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationFn: (remoteId: string) =>
      bodyOf(
        api.POST("/api/v1/publishing/channels", {
          params: { header: inProfile(profile) },
          body: { remote_id: remoteId },
        }),
      ),
    onSuccess: anew(queryClient, profile),
  });
}

/** Changes what posts at a channel have. */
export function updateChannel(queryClient: QueryClient, profile: string, id: string) {
  return mutationOptions({
    mutationFn: (body: ChannelPatch) =>
      bodyOf(
        api.PATCH("/api/v1/publishing/channels/{id}", {
          params: { header: inProfile(profile), path: { id } },
          body,
        }),
      ),
    onSuccess: anew(queryClient, profile),
  });
}

/** Lets go of a channel. */
export function releaseChannel(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationFn: (id: string) =>
      done(
        api.DELETE("/api/v1/publishing/channels/{id}", {
          params: { header: inProfile(profile), path: { id } },
        }),
      ),
    onSuccess: anew(queryClient, profile),
  });
}
