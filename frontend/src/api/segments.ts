import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, bodyOf, done, inProfile } from "@/api/client";
import type { Segment, SegmentPatch, SourceVideo } from "@/api/types";
import { REFRESH_MS, steadyUrl, withSteadyUrls } from "@/lib/signed-urls";

/** How often is looked for what the analysis has found since. */
const ANALYSING_MS = 2000;

/** One source video of a store, with what there is to look through it. */
export function sourceVideoQuery(profile: string, id: string) {
  return queryOptions<SourceVideo>({
    queryKey: [profile, "footage", id],
    refetchInterval: ({ state }) => (state.data?.state === "analysing" ? ANALYSING_MS : REFRESH_MS),
    queryFn: async () => {
      const params = { header: inProfile(profile), path: { id } };
      const video = await bodyOf(api.GET("/api/v1/source-videos/{id}", { params }));
      return { ...withSteadyUrls(video), viewing: steadyViewing(id, video.viewing) };
    },
  });
}

function steadyViewing(id: string, viewing: SourceVideo["viewing"]): SourceVideo["viewing"] {
  if (!viewing) return null;
  return { ...viewing, proxy_url: steadyUrl(`${id} proxy_url`, viewing.proxy_url) };
}

/** A source video's segments by place; while it is analysed, those that were found so far. */
export function segmentsQuery(profile: string, video: string, isAnalysing = false) {
  return queryOptions<Segment[]>({
    queryKey: [profile, "footage", video, "segments"],
    refetchInterval: isAnalysing ? ANALYSING_MS : REFRESH_MS,
    queryFn: async () => {
      const params = { header: inProfile(profile), path: { id: video } };
      return (await bodyOf(api.GET("/api/v1/source-videos/{id}/segments", { params }))).items;
    },
  });
}

/** Makes a segment of a span. */
export function createSegment(queryClient: QueryClient, profile: string, video: string) {
  return mutationOptions({
    mutationKey: [profile, "create-segment"],
    mutationFn: (span: { start_ms: number; end_ms: number }) =>
      bodyOf(
        api.POST("/api/v1/source-videos/{id}/segments", {
          params: { header: inProfile(profile), path: { id: video } },
          body: span,
        }),
      ),
    onSuccess: (segment: Segment) => remember(queryClient, profile, segment),
  });
}

/** Changes a segment; what the patch leaves out stays. */
export function updateSegment(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationKey: [profile, "update-segment"],
    mutationFn: ({ id, patch }: { id: string; patch: SegmentPatch }) =>
      bodyOf(
        api.PATCH("/api/v1/segments/{id}", {
          params: { header: inProfile(profile), path: { id } },
          body: patch,
        }),
      ),
    onSuccess: (segment: Segment) => remember(queryClient, profile, segment),
  });
}

/** Removes a segment, and tells so; `restoreSegment` brings it back. */
export function removeSegment(
  queryClient: QueryClient,
  profile: string,
  onRemoved: (gone: Segment) => void,
) {
  return mutationOptions({
    mutationKey: [profile, "remove-segment"],
    mutationFn: ({ id }: Segment) =>
      done(
        api.DELETE("/api/v1/segments/{id}", {
          params: { header: inProfile(profile), path: { id } },
        }),
      ),
    onSuccess: (_done, gone: Segment) => {
      const { queryKey } = segmentsQuery(profile, gone.source_video_id);
      queryClient.setQueryData<Segment[]>(queryKey, (all) =>
        all?.filter(({ id }) => id !== gone.id),
      );
      onRemoved(gone);
    },
  });
}

/** Brings a removed segment back as it was. */
export function restoreSegment(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationKey: [profile, "restore-segment"],
    mutationFn: (id: string) =>
      bodyOf(
        api.POST("/api/v1/segments/{id}/restore", {
          params: { header: inProfile(profile), path: { id } },
        }),
      ),
    onSuccess: (segment: Segment) => remember(queryClient, profile, segment),
  });
}

/** Puts a segment's latest state into its list, by place. */
function remember(queryClient: QueryClient, profile: string, segment: Segment) {
  const { queryKey } = segmentsQuery(profile, segment.source_video_id);
  queryClient.setQueryData<Segment[]>(queryKey, (all = []) =>
    [...all.filter(({ id }) => id !== segment.id), segment].sort(
      (a, b) => a.start_ms - b.start_ms || a.end_ms - b.end_ms,
    ),
  );
}
