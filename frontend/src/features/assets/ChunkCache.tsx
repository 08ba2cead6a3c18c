import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { chunkCacheQuery, clearChunkCache } from "@/api/assets";
import { formatCount, formatSize } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Notice } from "@/ui/Notice";

/** How full the store's cache of rendered sentences is, and a way to empty it. */
export function ChunkCache({ profile }: { profile: string }) {
  const [isAsking, setAsking] = useState(false);
  const { data: cache, error } = useQuery(chunkCacheQuery(profile));
  const clearing = useMutation(clearChunkCache(useQueryClient(), profile));
  if (error) return <Notice tone="danger">{detailOf(error)}</Notice>;
  if (!cache) return null;
  if (cache.sentences === 0) return <p className="text-muted">Nothing has been rendered yet.</p>;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p className="text-muted">
        {formatCount(cache.sentences, "sentence")}, {formatSize(cache.size_bytes)} of at most{" "}
        {formatSize(cache.limit_bytes)}. What has not changed is not rendered again.
      </p>
      <Button onClick={() => setAsking(true)}>Empty it…</Button>
      <ConfirmDialog
        open={isAsking}
        title="Empty the rendered sentences?"
        description="Videos stay as they are. A sentence that is needed again is rendered anew."
        confirmLabel={clearing.isPending ? "Emptying…" : "Empty it"}
        busy={clearing.isPending}
        error={clearing.error && detailOf(clearing.error)}
        onConfirm={() => clearing.mutate(undefined, { onSuccess: () => setAsking(false) })}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
