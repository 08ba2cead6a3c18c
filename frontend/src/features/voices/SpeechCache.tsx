import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { clearSpeechCache, speechCacheQuery } from "@/api/voices";
import { formatCount, formatSize } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Notice } from "@/ui/Notice";

/** How full the store's cache of spoken sentences is, and a way to empty it. */
export function SpeechCache({ profile }: { profile: string }) {
  const [isAsking, setAsking] = useState(false);
  const { data: cache, error } = useQuery(speechCacheQuery(profile));
  const clearing = useMutation(clearSpeechCache(useQueryClient(), profile));
  if (error) return <Notice tone="danger">{detailOf(error)}</Notice>;
  if (!cache) return null;
  if (cache.sentences === 0) return <p className="text-muted">Nothing has been spoken yet.</p>;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p className="text-muted">
        {formatCount(cache.sentences, "sentence")}, {formatSize(cache.size_bytes)} of at most{" "}
        {formatSize(cache.limit_bytes)}. What is spoken again costs neither time nor money.
      </p>
      <Button onClick={() => setAsking(true)}>Empty it…</Button>
      <ConfirmDialog
        open={isAsking}
        title="Empty the spoken sentences?"
        description="Videos stay as they are. A sentence that is needed again is spoken anew, and paid anew where its voice costs."
        confirmLabel={clearing.isPending ? "Emptying…" : "Empty it"}
        busy={clearing.isPending}
        error={clearing.error && detailOf(clearing.error)}
        onConfirm={() => clearing.mutate(undefined, { onSuccess: () => setAsking(false) })}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
