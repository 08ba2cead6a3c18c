import { type FormEvent, useState } from "react";
import type { Segment, SegmentPatch } from "@/api/types";
import { keywordsOf } from "@/features/footage/span";
import { TransformFields } from "@/features/footage/TransformFields";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";

interface SegmentEditorProps {
  segment: Segment;
  /** What the scene is called. */
  name: string;
  durationMs: number;
  isSaving: boolean;
  /** Where the player stands. */
  nowMs(): number;
  onSave(patch: SegmentPatch): void;
}

/** What a person notes about a scene. */
export function SegmentEditor({
  segment,
  name,
  durationMs,
  isSaving,
  nowMs,
  onSave,
}: SegmentEditorProps) {
  const [startMs, setStartMs] = useState(segment.start_ms);
  const [endMs, setEndMs] = useState(segment.end_ms);
  const [keywords, setKeywords] = useState(segment.keywords.join(", "));
  const [notes, setNotes] = useState(segment.notes);
  const [singleUse, setSingleUse] = useState(segment.single_use);
  const [transform, setTransform] = useState(segment.transform);
  const isLongEnough = endMs - startMs >= 500;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isSaving || !isLongEnough) return;
    const moved = {
      ...(startMs !== segment.start_ms && { start_ms: startMs }),
      ...(endMs !== segment.end_ms && { end_ms: endMs }),
    };
    onSave({ ...moved, keywords: keywordsOf(keywords), notes, single_use: singleUse, transform });
  }

  return (
    <form
      aria-label="The chosen scene"
      onSubmit={submit}
      className="order-last grid gap-4 rounded-xl border border-line bg-surface p-4"
    >
      <h2 className="text-lg first-letter:uppercase">{name}</h2>
      <div className="grid grid-cols-2 gap-3">
        <Moment label="In" ms={startMs} mostMs={durationMs} nowMs={nowMs} onChange={setStartMs} />
        <Moment label="Out" ms={endMs} mostMs={durationMs} nowMs={nowMs} onChange={setEndMs} />
      </div>
      {!isLongEnough && (
        <p role="alert" className="text-danger">
          A scene lasts at least half a second.
        </p>
      )}
      <Field label="Keywords" hint="With commas between; scripts that use these words show it.">
        {(ids) => (
          <input
            {...ids}
            className="control"
            value={keywords}
            onChange={(event) => setKeywords(event.target.value)}
          />
        )}
      </Field>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          className="size-4 accent-ink"
          checked={singleUse}
          onChange={(event) => setSingleUse(event.target.checked)}
        />
        Show it in one video only
      </label>
      <Field label="Notes">
        {(ids) => (
          <textarea
            {...ids}
            className="control"
            rows={2}
            maxLength={2000}
            value={notes}
            onChange={(event) => setNotes(event.target.value)}
          />
        )}
      </Field>
      <TransformFields transform={transform} onChange={setTransform} />
      <Button type="submit" tone="primary" disabled={isSaving || !isLongEnough}>
        {isSaving ? "Saving…" : "Save the scene"}
      </Button>
    </form>
  );
}

interface MomentProps {
  label: string;
  ms: number;
  mostMs: number;
  nowMs(): number;
  onChange(ms: number): void;
}

function Moment({ label, ms, mostMs, nowMs, onChange }: MomentProps) {
  return (
    <div>
      <Field label={`${label} (seconds)`}>
        {(ids) => (
          <input
            {...ids}
            type="number"
            className="control tabular-nums"
            min={0}
            max={mostMs / 1000}
            step="any"
            required
            value={ms / 1000}
            onChange={(event) => onChange(Math.round(event.target.valueAsNumber * 1000) || 0)}
          />
        )}
      </Field>
      <Button className="mt-2 w-full" onClick={() => onChange(Math.min(nowMs(), mostMs))}>
        {label} at the player
      </Button>
    </div>
  );
}
