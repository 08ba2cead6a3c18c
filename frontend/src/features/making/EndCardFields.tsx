import type { EndCard } from "@/api/types";
import { FIRST_CARD } from "@/features/making/making-draft";
import { Field } from "@/ui/Field";

interface EndCardFieldsProps {
  card: EndCard | null;
  onChange(card: EndCard | null): void;
}

/** The card at the end that says what to do. */
export function EndCardFields({ card, onChange }: EndCardFieldsProps) {
  return (
    <div className="grid gap-3">
      <label className="inline-flex cursor-pointer items-center gap-2 py-0.5 font-medium">
        <input
          type="checkbox"
          className="size-4 accent-ink"
          checked={card !== null}
          onChange={(event) => onChange(event.target.checked ? FIRST_CARD : null)}
        />
        End with a card
      </label>
      {card && (
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="Card title">
            {(ids) => (
              <input
                {...ids}
                className="control"
                maxLength={60}
                autoComplete="off"
                value={card.title}
                onChange={(event) => onChange({ ...card, title: event.target.value })}
              />
            )}
          </Field>
          <Field label="Card detail">
            {(ids) => (
              <input
                {...ids}
                className="control"
                maxLength={80}
                autoComplete="off"
                placeholder="lamps.example"
                value={card.detail}
                onChange={(event) => onChange({ ...card, detail: event.target.value })}
              />
            )}
          </Field>
          <Field label={`Card is shown for ${(card.duration_ms / 1000).toFixed(1)} s`}>
            {(ids) => (
              <input
                {...ids}
                type="range"
                min={1000}
                max={5000}
                step={500}
                className="h-8 w-full accent-ink"
                value={card.duration_ms}
                onChange={(event) => onChange({ ...card, duration_ms: Number(event.target.value) })}
              />
            )}
          </Field>
          <div className="flex gap-4">
            <Colour
              label="Background"
              value={card.background}
              onChange={(background) => onChange({ ...card, background })}
            />
            <Colour
              label="Letters"
              value={card.text_colour}
              onChange={(text_colour) => onChange({ ...card, text_colour })}
            />
          </div>
        </div>
      )}
    </div>
  );
}

interface ColourProps {
  label: string;
  value: string;
  onChange(value: string): void;
}

function Colour({ label, value, onChange }: ColourProps) {
  return (
    <Field label={label}>
      {(ids) => (
        <input
          {...ids}
          type="color"
          className="h-10 w-16 cursor-pointer rounded-lg border border-line bg-surface p-1"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
