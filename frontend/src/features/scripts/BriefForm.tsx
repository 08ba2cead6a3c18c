import type { ScriptBrief } from "@/api/types";
import { languageName } from "@/lib/format";
import { Field } from "@/ui/Field";

const LANGUAGES = ["en", "ro", "de", "fr", "es", "it", "pt", "pl", "hu", "nl"];
const LENGTHS = [10, 15, 20, 30, 45, 60, 90];

interface BriefFormProps {
  brief: ScriptBrief;
  onChange(part: Partial<ScriptBrief>): void;
}

/** What the scripts are about, how long, in which language, and how many. */
export function BriefForm({ brief, onChange }: BriefFormProps) {
  return (
    <div className="grid gap-4">
      <Field
        label="Idea"
        hint="What is it, what is true about it, what does it cost? Templates add nothing to it; what a model adds is marked."
      >
        {(ids) => (
          <textarea
            {...ids}
            className="control min-h-24 resize-y text-base leading-relaxed"
            rows={3}
            maxLength={2000}
            placeholder="Soy candle with lavender. It burns for 60 hours. 49 lei."
            value={brief.idea}
            onChange={(event) => onChange({ idea: event.target.value })}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Length">
          {(ids) => (
            <select
              {...ids}
              className="control"
              value={brief.length_s}
              onChange={(event) => onChange({ length_s: Number(event.target.value) })}
            >
              {LENGTHS.map((seconds) => (
                <option key={seconds} value={seconds}>
                  {seconds} seconds
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Language of the script">
          {(ids) => (
            <select
              {...ids}
              className="control"
              value={brief.language}
              onChange={(event) => onChange({ language: event.target.value })}
            >
              {LANGUAGES.map((tag) => (
                <option key={tag} value={tag}>
                  {languageName(tag)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="How many">
          {(ids) => (
            <select
              {...ids}
              className="control"
              value={brief.count}
              onChange={(event) => onChange({ count: Number(event.target.value) })}
            >
              {[1, 2, 3, 4, 5].map((count) => (
                <option key={count} value={count}>
                  {count}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
    </div>
  );
}
