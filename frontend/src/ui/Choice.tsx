import { Field } from "@/ui/Field";

interface ChoiceProps<Name extends string> {
  label: string;
  hint?: string;
  /** What can be chosen, each with the words for it. */
  names: Record<Name, string>;
  value: Name;
  onChange(value: Name): void;
}

/** One of a few, by name. */
export function Choice<Name extends string>(props: ChoiceProps<Name>) {
  const { label, hint, names, value, onChange } = props;
  return (
    <Field label={label} {...(hint !== undefined && { hint })}>
      {(ids) => (
        <select
          {...ids}
          className="control"
          value={value}
          onChange={(event) => onChange(event.target.value as Name)}
        >
          {(Object.entries(names) as [Name, string][]).map(([name, text]) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
