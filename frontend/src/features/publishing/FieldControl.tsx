import type { NetworkField } from "@/api/types";
import { Field } from "@/ui/Field";

interface FieldControlProps {
  field: NetworkField;
  value: unknown;
  /** Null leaves the setting out. */
  onChange(value: unknown): void;
}

const FLAG = { "": null, true: true, false: false } as const;

/** A control for a setting of a network, by its kind. Nothing is chosen for the person. */
export function FieldControl({ field, value, onChange }: FieldControlProps) {
  const label = field.required ? `${field.label} (needed)` : field.label;
  const isFlag = field.kind === "flag" || field.kind === "cover";
  if (isFlag || field.kind === "choice") {
    const options = isFlag ? ["true", "false"] : field.choices;
    const words: Record<string, string> = { true: "Yes", false: "No" };
    return (
      <Field label={label}>
        {(ids) => (
          <select
            {...ids}
            className="control"
            value={value == null ? "" : String(value)}
            onChange={({ target }) =>
              onChange(isFlag ? FLAG[target.value as keyof typeof FLAG] : target.value || null)
            }
          >
            <option value="">Not set</option>
            {options.map((option) => (
              <option key={option} value={option}>
                {words[option] ?? option}
              </option>
            ))}
          </select>
        )}
      </Field>
    );
  }
  const isList = field.kind === "tags" || field.kind === "labels";
  const isObject = field.kind === "place" || field.kind === "audio";
  return (
    <Field
      label={label}
      {...(isList && { hint: "One after the other, with commas between." })}
      {...(isObject && {
        hint: "The id at the network; for a place also its name, after a comma.",
      })}
    >
      {(ids) => (
        <input
          {...ids}
          className="control"
          defaultValue={shown(value)}
          onChange={({ target }) => onChange(read(field.kind, target.value.trim()))}
        />
      )}
    </Field>
  );
}

function shown(value: unknown): string {
  if (value == null) return "";
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "object") return Object.values(value).join(", ");
  return String(value);
}

function read(kind: string, text: string): unknown {
  if (text === "") return null;
  const parts = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (kind === "tags" || kind === "labels") return parts;
  if (kind === "place") return { id: parts[0] ?? "", name: parts[1] ?? "" };
  if (kind === "audio") return { id: parts[0] ?? "" };
  return text;
}
