import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { chunkCacheQuery, clearChunkCache } from "@/api/assets";
import { detailOf } from "@/lib/problem";
import { SentenceCache } from "@/ui/SentenceCache";

/** How full the store's cache of rendered sentences is, and a way to empty it. */
export function ChunkCache({ profile }: { profile: string }) {
  const { data, error } = useQuery(chunkCacheQuery(profile));
  const clearing = useMutation(clearChunkCache(useQueryClient(), profile));
  return (
    <SentenceCache
      done="rendered"
      use="What has not changed is not rendered again."
      again="rendered anew"
      cache={data}
      problem={error && detailOf(error)}
      isClearing={clearing.isPending}
      refusal={clearing.error && detailOf(clearing.error)}
      onClear={(then) => clearing.mutate(undefined, { onSuccess: then })}
    />
  );
}
