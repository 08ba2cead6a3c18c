import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, bodyOf, done, inProfile } from "@/api/client";
import type { ChunkCache } from "@/api/types";
import { REFRESH_MS, withSteadyUrls } from "@/lib/signed-urls";

/** A store's music, newest first. */
export function musicQuery(profile: string) {
  return queryOptions({
    queryKey: [profile, "music"],
    refetchInterval: REFRESH_MS,
    queryFn: async () => {
      const params = { header: inProfile(profile) };
      return (await bodyOf(api.GET("/api/v1/music", { params }))).items.map(withSteadyUrls);
    },
  });
}

/** A store's pictures, such as its logo, newest first. */
export function picturesQuery(profile: string) {
  return queryOptions({
    queryKey: [profile, "pictures"],
    refetchInterval: REFRESH_MS,
    queryFn: async () => {
      const params = { header: inProfile(profile) };
      return (await bodyOf(api.GET("/api/v1/pictures", { params }))).items.map(withSteadyUrls);
    },
  });
}

/** Uploads a piece of music; the same key sent twice is taken once. */
export function addMusic(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationKey: [profile, "add-music"],
    mutationFn: ({ file, key }: { file: File; key: string }) => {
      const header = { ...inProfile(profile), "Idempotency-Key": key };
      return bodyOf(api.POST("/api/v1/music", { params: { header }, ...form(file) }));
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: musicQuery(profile).queryKey }),
  });
}

/** Uploads a picture; the same key sent twice is taken once. */
export function addPicture(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationKey: [profile, "add-picture"],
    mutationFn: ({ file, key }: { file: File; key: string }) => {
      const header = { ...inProfile(profile), "Idempotency-Key": key };
      return bodyOf(api.POST("/api/v1/pictures", { params: { header }, ...form(file) }));
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: picturesQuery(profile).queryKey }),
  });
}

/** Deletes a piece of music. */
export function removeMusic(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationKey: [profile, "remove-music"],
    mutationFn: (id: string) => {
      const params = { header: inProfile(profile), path: { id } };
      return done(api.DELETE("/api/v1/music/{id}", { params }));
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: musicQuery(profile).queryKey }),
  });
}

/** Deletes a picture. */
export function removePicture(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationKey: [profile, "remove-picture"],
    mutationFn: (id: string) => {
      const params = { header: inProfile(profile), path: { id } };
      return done(api.DELETE("/api/v1/pictures/{id}", { params }));
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: picturesQuery(profile).queryKey }),
  });
}

/** How full the store's cache of rendered sentences is. */
export function chunkCacheQuery(profile: string) {
  return queryOptions({
    queryKey: [profile, "chunk-cache"],
    queryFn: () => {
      const params = { header: inProfile(profile) };
      return bodyOf(api.GET("/api/v1/library/cache", { params }));
    },
  });
}

/** Empties the cache of rendered sentences. */
export function clearChunkCache(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationKey: [profile, "clear-chunk-cache"],
    mutationFn: () => {
      const params = { header: inProfile(profile) };
      return bodyOf(api.DELETE("/api/v1/library/cache", { params }));
    },
    onSuccess: (cache: ChunkCache) =>
      queryClient.setQueryData(chunkCacheQuery(profile).queryKey, cache),
  });
}

/** A form of one file; the types of the client know files as text. */
function form(file: File) {
  const body = new FormData();
  body.append("file", file);
  return { body: { file: "" }, bodySerializer: () => body };
}
