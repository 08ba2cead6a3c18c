import { Field } from "@/ui/Field";

interface OriginalSoundProps {
  percent: number;
  onChange(percent: number): void;
}

/** How loud the footage's own sound is. */
export function OriginalSound({ percent, onChange }: OriginalSoundProps) {
  return (
    <Field label={`Sound of the footage: ${percent === 0 ? "silent" : `${percent} %`}`}>
      {(ids) => (
        <input
          {...ids}
          type="range"
          min={0}
          max={100}
          step={5}
          className="h-8 w-full max-w-sm accent-ink"
          value={percent}
          onChange={(event) => onChange(Number(event.target.value))}
        />
      )}
    </Field>
  );
}
