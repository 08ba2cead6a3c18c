import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, bodyOf, done, inProfile } from "@/api/client";
import { rememberJob } from "@/api/jobs";
import { pagedQuery } from "@/api/paging";
import type { Clip } from "@/api/types";
import { saveText } from "@/lib/save";
import { REFRESH_MS, withSteadyUrls } from "@/lib/signed-urls";

/** The common beginning of the keys of a store's clips. */
export function clipsKey(profile: string) {
  return [profile, "clips"] as const;
}

/** A store's finished clips, newest first. */
export function clipsQuery(profile: string) {
  return pagedQuery<Clip>({
    queryKey: [...clipsKey(profile), "all"],
    refetchInterval: REFRESH_MS,
    fetchPage: async (query) => {
      const header = inProfile(profile);
      const page = await bodyOf(api.GET("/api/v1/library/clips", { params: { header, query } }));
      return { ...page, items: page.items.map(withSteadyUrls) };
    },
  });
}

/** One clip of a store, which may be older than the list reaches. */
export function clipQuery(profile: string, id: string) {
  return queryOptions({
    queryKey: [...clipsKey(profile), "one", id],
    refetchInterval: REFRESH_MS,
    queryFn: async () => {
      const params = { header: inProfile(profile), path: { id } };
      return withSteadyUrls(await bodyOf(api.GET("/api/v1/library/clips/{id}", { params })));
    },
  });
}

/** A project's finished clips. */
export function projectClipsQuery(profile: string, project: string) {
  return pagedQuery<Clip>({
    queryKey: [...clipsKey(profile), "of-project", project],
    refetchInterval: REFRESH_MS,
    fetchPage: async (query) => {
      const params = { header: inProfile(profile), path: { id: project }, query };
      const page = await bodyOf(api.GET("/api/v1/library/projects/{id}/clips", { params }));
      return { ...page, items: page.items.map(withSteadyUrls) };
    },
  });
}

/** Deletes a clip and its files. */
export function deleteClip(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationKey: [profile, "delete-clip"],
    mutationFn: (id: string) =>
      done(
        api.DELETE("/api/v1/library/clips/{id}", {
          params: { header: inProfile(profile), path: { id } },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: clipsKey(profile) }),
  });
}

/** Renders a clip's recipe again in another quality, as another clip. */
export function renderClip(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationKey: [profile, "render-clip"],
    mutationFn: ({ id, quality, key }: { id: string; quality: Clip["quality"]; key: string }) =>
      bodyOf(
        api.POST("/api/v1/library/clips/{id}/render", {
          params: { header: { ...inProfile(profile), "Idempotency-Key": key }, path: { id } },
          body: { quality },
        }),
      ),
    onSuccess: (job) => rememberJob(queryClient, profile, job),
  });
}

/** Saves a clip's captions as WebVTT, which players on web pages take. */
export function saveVtt(profile: string) {
  return mutationOptions({
    mutationKey: [profile, "save-vtt"],
    mutationFn: async ({ id, project_name, variant }: Clip) => {
      const params = { header: inProfile(profile), path: { id } };
      const text = await bodyOf(
        api.GET("/api/v1/library/clips/{id}/captions.vtt", { params, parseAs: "text" }),
      );
      saveText(`${project_name} ${variant}.vtt`, "text/vtt", text);
    },
  });
}
