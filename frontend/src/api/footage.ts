import { mutationOptions, type QueryClient } from "@tanstack/react-query";
import { api, bodyOf, done, inProfile } from "@/api/client";
import { pagedQuery, withItem } from "@/api/paging";
import type { SourceVideo } from "@/api/types";
import { REFRESH_MS, withSteadyUrls } from "@/lib/signed-urls";

/** Where footage is sent to; uploads go by XMLHttpRequest, which alone tells how far it is. */
export const UPLOAD_PATH = "/api/v1/source-videos";

/** A store's footage, newest first. */
export function footageQuery(profile: string) {
  return pagedQuery<SourceVideo>({
    queryKey: [profile, "footage"],
    refetchInterval: REFRESH_MS,
    fetchPage: async (query) => {
      const header = inProfile(profile);
      const page = await bodyOf(api.GET(UPLOAD_PATH, { params: { header, query } }));
      return { ...page, items: page.items.map(withSteadyUrls) };
    },
  });
}

/** Puts a just uploaded video into the list without waiting for the next fetch. */
export function rememberFootage(queryClient: QueryClient, profile: string, video: SourceVideo) {
  queryClient.setQueryData(
    footageQuery(profile).queryKey,
    (known) => known && withItem(known, video),
  );
}

/** Removes a source video, and tells so before the list is fetched anew. */
export function removeFootage(
  queryClient: QueryClient,
  profile: string,
  onRemoved: (id: string) => void,
) {
  return mutationOptions({
    mutationKey: [profile, "remove-footage"],
    mutationFn: (id: string) =>
      done(
        api.DELETE("/api/v1/source-videos/{id}", {
          params: { header: inProfile(profile), path: { id } },
        }),
      ),
    onSuccess: (_done, id: string) => {
      onRemoved(id);
      return queryClient.invalidateQueries({ queryKey: footageQuery(profile).queryKey });
    },
  });
}
