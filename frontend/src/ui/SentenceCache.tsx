import { useState } from "react";
import { formatCount, formatSize } from "@/lib/format";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Notice } from "@/ui/Notice";

interface SentenceCacheProps {
  /** What was done to the sentences: `rendered`, `spoken`. */
  done: string;
  /** What it is good for. */
  use: string;
  /** What happens to a sentence that is needed again. */
  again: string;
  cache: { sentences: number; size_bytes: number; limit_bytes: number } | undefined;
  /** Why it is not known how full it is. */
  problem: string | null;
  isClearing: boolean;
  /** Why it was not emptied. */
  refusal: string | null;
  onClear(then: () => void): void;
}

/** How full a store's cache of sentences is, and a way to empty it. */
export function SentenceCache(props: SentenceCacheProps) {
  const { done, cache, problem, isClearing } = props;
  const [isAsking, setAsking] = useState(false);
  if (problem !== null) return <Notice tone="danger">{problem}</Notice>;
  if (!cache) return <p className="appear-late text-muted">Counting…</p>;
  if (cache.sentences === 0) return <p className="text-muted">Nothing has been {done} yet.</p>;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p className="text-muted">
        {formatCount(cache.sentences, "sentence")}, {formatSize(cache.size_bytes)} of at most{" "}
        {formatSize(cache.limit_bytes)}. {props.use}
      </p>
      <Button onClick={() => setAsking(true)}>Empty it…</Button>
      <ConfirmDialog
        open={isAsking}
        title={`Empty the ${done} sentences?`}
        description={`Videos stay as they are. A sentence that is needed again is ${props.again}.`}
        confirmLabel={isClearing ? "Emptying…" : "Empty it"}
        busy={isClearing}
        error={props.refusal}
        onConfirm={() => props.onClear(() => setAsking(false))}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
