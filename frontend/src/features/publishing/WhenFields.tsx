import type { Times } from "@/features/publishing/when";
import { Field } from "@/ui/Field";

const KINDS: Record<Times["kind"], string> = {
  now: "At once",
  at: "At a time",
  next_slot: "At the next free slot",
  spread: "Spread over days",
};

/** When the posts appear. */
export function WhenFields({ times, onChange }: { times: Times; onChange(times: Times): void }) {
  const set = (change: Partial<Times>) => onChange({ ...times, ...change });
  return (
    <div className="grid gap-3">
      <Field label="When">
        {(ids) => (
          <select
            {...ids}
            className="control"
            value={times.kind}
            onChange={({ target }) => set({ kind: target.value as Times["kind"] })}
          >
            {Object.entries(KINDS).map(([kind, label]) => (
              <option key={kind} value={kind}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
      {times.kind === "at" && (
        <Field label="Time">
          {(ids) => (
            <input
              {...ids}
              type="datetime-local"
              required
              className="control"
              value={times.local}
              onChange={({ target }) => set({ local: target.value })}
            />
          )}
        </Field>
      )}
      {times.kind === "spread" && (
        <div className="grid gap-3 sm:grid-cols-3">
          <Field label="First day">
            {(ids) => (
              <input
                {...ids}
                type="date"
                required
                className="control"
                value={times.firstDay}
                onChange={({ target }) => set({ firstDay: target.value })}
              />
            )}
          </Field>
          <Field label="Times of each day">
            {(ids) => (
              <input
                {...ids}
                required
                className="control"
                value={times.times}
                onChange={({ target }) => set({ times: target.value })}
              />
            )}
          </Field>
          <Field label="Moved by at most (minutes)">
            {(ids) => (
              <input
                {...ids}
                type="number"
                min={0}
                max={180}
                className="control"
                value={times.jitter}
                onChange={({ target }) => set({ jitter: target.valueAsNumber || 0 })}
              />
            )}
          </Field>
        </div>
      )}
    </div>
  );
}
