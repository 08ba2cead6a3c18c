import type { NetworkRules } from "@/api/types";
import { FieldControl } from "@/features/publishing/FieldControl";
import type { Own } from "@/features/publishing/order";
import { TextCount } from "@/features/publishing/TextCount";
import { Chip } from "@/ui/Chip";
import { Field } from "@/ui/Field";

interface NetworkFieldsProps {
  rules: NetworkRules;
  /** The text that the other networks have. */
  text: string;
  own: Own;
  onChange(own: Own): void;
}

/** What the posts at one network have of their own: another text, other settings. */
export function NetworkFields({ rules, text, own, onChange }: NetworkFieldsProps) {
  const count = Object.values(own.settings).filter((value) => value != null).length;
  return (
    <details className="rounded-xl border border-line p-3">
      <summary className="cursor-pointer">
        <span className="mr-2 font-medium">{rules.label}</span>
        {own.text === null && count === 0 ? (
          <span className="text-muted">as the others, and as its channels are set</span>
        ) : (
          <span className="inline-flex gap-1.5">
            {own.text !== null && <Chip>own text</Chip>}
            {count > 0 && <Chip>{count} of its settings</Chip>}
          </span>
        )}
      </summary>
      <div className="mt-3 grid gap-3">
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            className="size-4 accent-ink"
            checked={own.text !== null}
            onChange={({ target }) => onChange({ ...own, text: target.checked ? text : null })}
          />
          Another text for {rules.label}
        </label>
        {own.text !== null && (
          <Field
            label={`Text at ${rules.label}`}
            hint={<TextCount text={own.text} networks={[rules]} />}
          >
            {(ids) => (
              <textarea
                {...ids}
                rows={3}
                className="control"
                value={own.text ?? ""}
                onChange={({ target }) => onChange({ ...own, text: target.value })}
              />
            )}
          </Field>
        )}
        {rules.fields.length > 0 && (
          <div className="grid gap-3 sm:grid-cols-2">
            {rules.fields.map((field) => (
              <FieldControl
                key={field.name}
                field={field}
                unset="As the channel is set"
                value={own.settings[field.name]}
                onChange={(value) =>
                  onChange({ ...own, settings: { ...own.settings, [field.name]: value } })
                }
              />
            ))}
          </div>
        )}
      </div>
    </details>
  );
}
