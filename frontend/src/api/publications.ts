import { mutationOptions, type QueryClient } from "@tanstack/react-query";
import { api, bodyOf, done, inProfile } from "@/api/client";
import { pagedQuery } from "@/api/paging";
import { anew, publishingKey } from "@/api/publishing";
import type { Publication, PublicationOrder } from "@/api/types";

/** The store's publications, newest first. */
export function publicationsQuery(profile: string) {
  return pagedQuery<Publication>({
    queryKey: publishingKey(profile, "publications"),
    refetchInterval: 5000,
    fetchPage: (query) =>
      bodyOf(api.GET("/api/v1/publications", { params: { header: inProfile(profile), query } })),
  });
}

/** Asks Postiz what became of the posts that it has. */
export function syncPublications(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationFn: () =>
      bodyOf(api.POST("/api/v1/publications/sync", { params: { header: inProfile(profile) } })),
    onSuccess: anew(queryClient, profile),
  });
}

/** Shows what would be published. */
export function planPublications(profile: string) {
  return mutationOptions({
    mutationFn: (body: PublicationOrder) =>
      bodyOf(
        api.POST("/api/v1/publications/plan", { params: { header: inProfile(profile) }, body }),
      ),
  });
}

/** Confirms the plan that was shown. */
export function confirmPublications(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationFn: (wish: { order: PublicationOrder; planHash: string; attempt: string }) =>
      bodyOf(
        api.POST("/api/v1/publications", {
          params: { header: { ...inProfile(profile), "Idempotency-Key": wish.attempt } },
          body: { order: wish.order, plan_hash: wish.planHash },
        }),
      ),
    onSuccess: anew(queryClient, profile),
  });
}

/** Gives a publication another time, or tries it again: at once when there is no time. */
export function reschedule(queryClient: QueryClient, profile: string, id: string) {
  return mutationOptions({
    mutationFn: (body: { local: string | null; zone: string }) =>
      bodyOf(
        api.PATCH("/api/v1/publications/{id}", {
          params: { header: inProfile(profile), path: { id } },
          body,
        }),
      ),
    onSuccess: anew(queryClient, profile),
  });
}

/** Deletes a publication, and its post as long as it has not appeared. */
export function deletePublication(queryClient: QueryClient, profile: string, id: string) {
  return mutationOptions({
    mutationFn: () =>
      done(
        api.DELETE("/api/v1/publications/{id}", {
          params: { header: inProfile(profile), path: { id } },
        }),
      ),
    onSuccess: anew(queryClient, profile),
  });
}
