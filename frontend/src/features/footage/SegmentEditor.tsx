import type { FormEvent } from "react";
import type { SegmentFields } from "@/features/footage/edits";
import { TransformFields } from "@/features/footage/TransformFields";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";

interface SegmentEditorProps {
  /** What the scene is called. */
  name: string;
  fields: SegmentFields;
  durationMs: number;
  /** Whether something was changed and not saved. */
  isUnsaved: boolean;
  isSaving: boolean;
  /** Why it could not be saved. */
  refusal: string | null;
  /** Where the player stands. */
  nowMs(): number;
  onChange(part: Partial<SegmentFields>): void;
  onSave(): void;
  onDiscard(): void;
}

/** What a person notes about a scene. */
export function SegmentEditor(props: SegmentEditorProps) {
  const { name, fields, durationMs, isUnsaved, isSaving, nowMs, onChange } = props;
  const isLongEnough = fields.endMs - fields.startMs >= 500;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isUnsaved && !isSaving && isLongEnough) props.onSave();
  }

  return (
    <form
      aria-label="The chosen scene"
      onSubmit={submit}
      className="order-last grid gap-4 rounded-xl border border-line bg-surface p-4"
    >
      <h2 className="text-lg first-letter:uppercase">{name}</h2>
      <div className="grid grid-cols-2 gap-3">
        <Moment
          label="In"
          ms={fields.startMs}
          mostMs={durationMs}
          nowMs={nowMs}
          onChange={(startMs) => onChange({ startMs })}
        />
        <Moment
          label="Out"
          ms={fields.endMs}
          mostMs={durationMs}
          nowMs={nowMs}
          onChange={(endMs) => onChange({ endMs })}
        />
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
            value={fields.keywords}
            onChange={(event) => onChange({ keywords: event.target.value })}
          />
        )}
      </Field>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          className="size-4 accent-ink"
          checked={fields.singleUse}
          onChange={(event) => onChange({ singleUse: event.target.checked })}
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
            value={fields.notes}
            onChange={(event) => onChange({ notes: event.target.value })}
          />
        )}
      </Field>
      <TransformFields
        transform={fields.transform}
        onChange={(transform) => onChange({ transform })}
      />
      {props.refusal !== null && <Notice tone="danger">{props.refusal}</Notice>}
      <Button type="submit" tone="primary" disabled={!isUnsaved || isSaving || !isLongEnough}>
        {isSaving ? "Saving…" : "Save the scene"}
      </Button>
      {isUnsaved && !isSaving && <Button onClick={props.onDiscard}>Discard the changes</Button>}
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
