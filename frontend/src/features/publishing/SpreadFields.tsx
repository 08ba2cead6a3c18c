import type { NetworkRules } from "@/api/types";
import { localOf, ownZone, type Times } from "@/features/publishing/when";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";

interface SpreadFieldsProps {
  times: Times;
  networks: NetworkRules[];
  onChange(times: Times): void;
}

/** Over which days and times posts are spread, for all and for single networks. */
export function SpreadFields({ times, networks, onChange }: SpreadFieldsProps) {
  const set = (change: Partial<Times>) => onChange({ ...times, ...change });
  return (
    <div className="grid gap-3">
      <div className="grid gap-3 sm:grid-cols-3">
        <Field label="First day">
          {(ids) => (
            <input
              {...ids}
              type="date"
              required
              className="control"
              min={localOf(new Date()).slice(0, 10)}
              value={times.firstDay}
              onChange={({ target }) => set({ firstDay: target.value })}
            />
          )}
        </Field>
        <TimesField
          label="Times of each day"
          hint={`With commas between, on the clock of ${ownZone()}.`}
          value={times.times}
          required
          onChange={(value) => set({ times: value })}
        />
        <Field label="Moved by at most (minutes)" hint="To either side, so that no pattern shows.">
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
      {times.jitter > 0 && (
        <Button className="justify-self-start" onClick={() => set({ seed: times.seed + 1 })}>
          Move them otherwise
        </Button>
      )}
      {networks.length > 1 && (
        <details>
          <summary className="cursor-pointer text-muted">Other times by network</summary>
          <div className="mt-3 grid gap-3 sm:grid-cols-2">
            {networks.map(({ network, label }) => (
              <TimesField
                key={network}
                label={`Times at ${label}`}
                placeholder={times.times}
                value={times.networkTimes[network] ?? ""}
                onChange={(value) =>
                  set({ networkTimes: { ...times.networkTimes, [network]: value } })
                }
              />
            ))}
          </div>
        </details>
      )}
    </div>
  );
}

interface TimesFieldProps {
  label: string;
  hint?: string;
  value: string;
  placeholder?: string;
  required?: boolean;
  onChange(value: string): void;
}

function TimesField({ label, hint, value, placeholder, required, onChange }: TimesFieldProps) {
  return (
    <Field label={label} {...(hint !== undefined && { hint })}>
      {(ids) => (
        <input
          {...ids}
          required={required}
          className="control"
          placeholder={placeholder}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}
