import type { NetworkField } from "@/api/types";
import { PartsControl } from "@/features/publishing/PartsControl";
import { choiceLabel } from "@/features/publishing/words";
import { Field } from "@/ui/Field";

interface FieldControlProps {
  field: NetworkField;
  value: unknown;
  /** What it means when nothing is set. */
  unset?: string;
  /** Null leaves the setting out. */
  onChange(value: unknown): void;
}

const FLAG = { "": null, true: true, false: false } as const;
const WORDS: Record<string, string> = { true: "Yes", false: "No" };

/** A control for a setting of a network, by its kind. Nothing is chosen for the person. */
export function FieldControl(props: FieldControlProps) {
  const { field, value, unset = "Not set", onChange } = props;
  const label = field.required ? `${field.label} (needed)` : field.label;
  const isFlag = field.kind === "flag" || field.kind === "cover";
  if (isFlag || field.kind === "choice") {
    const options = isFlag ? ["true", "false"] : field.choices;
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
            <option value="">{unset}</option>
            {options.map((option) => (
              <option key={option} value={option}>
                {WORDS[option] ?? choiceLabel(option)}
              </option>
            ))}
          </select>
        )}
      </Field>
    );
  }
  if (field.kind === "place" || field.kind === "audio") {
    return <PartsControl label={label} kind={field.kind} value={value} onChange={onChange} />;
  }
  const isList = field.kind === "tags" || field.kind === "labels";
  const hint = hintOf(field);
  return (
    <Field label={label} {...(hint !== null && { hint })}>
      {(ids) => (
        <input
          {...ids}
          className="control"
          placeholder={unset}
          {...(field.kind === "text" &&
            field.max_length !== null && { maxLength: field.max_length })}
          {...(field.kind === "link" && { type: "url" })}
          defaultValue={Array.isArray(value) ? value.join(", ") : String(value ?? "")}
          onChange={({ target }) => onChange(isList ? listOf(target.value) : textOf(target.value))}
        />
      )}
    </Field>
  );
}

function hintOf(field: NetworkField): string | null {
  switch (field.kind) {
    case "tags":
      return `One after the other, with commas between; ${field.max_length} characters together.`;
    case "labels":
      return "One after the other, with commas between; at most 20.";
    case "link":
      return "Begins with https://";
    case "text":
      return `At most ${field.max_length} characters.`;
    default:
      return null;
  }
}

function textOf(text: string): string | null {
  return text.trim() || null;
}

function listOf(text: string): string[] | null {
  const parts = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return parts.length > 0 ? parts : null;
}
