import type { NetworkRules } from "@/api/types";
import { SpreadFields } from "@/features/publishing/SpreadFields";
import { localOf, ownZone, type Times } from "@/features/publishing/when";
import { Field } from "@/ui/Field";

const KINDS: Record<Times["kind"], string> = {
  now: "At once",
  at: "At a time",
  next_slot: "At the next free slot",
  spread: "Spread over days",
};

interface WhenFieldsProps {
  times: Times;
  /** The networks of the chosen channels. */
  networks: NetworkRules[];
  onChange(times: Times): void;
}

/** When the posts appear. */
export function WhenFields({ times, networks, onChange }: WhenFieldsProps) {
  const set = (change: Partial<Times>) => onChange({ ...times, ...change });
  return (
    <div className="grid gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
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
          <Field label="Time" hint={`On the clock of ${ownZone()}.`}>
            {(ids) => (
              <input
                {...ids}
                type="datetime-local"
                required
                className="control"
                min={localOf(new Date())}
                value={times.local}
                onChange={({ target }) => set({ local: target.value })}
              />
            )}
          </Field>
        )}
      </div>
      {times.kind === "spread" && (
        <SpreadFields times={times} networks={networks} onChange={onChange} />
      )}
    </div>
  );
}
