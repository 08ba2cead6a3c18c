import type { ReactNode } from "react";
import { changeDraft, type Draft } from "@/features/making/draft";
import { VoiceFields } from "@/features/making/VoiceFields";
import type { VoiceChoice } from "@/features/making/voice-choice";
import { formatCount, formatSeconds } from "@/lib/format";
import { hasWords, measureScript, nameFromScript, SCRIPT_LIMIT } from "@/lib/script";
import { Field } from "@/ui/Field";
import { Step } from "@/ui/Step";

interface ScriptStepProps {
  profile: string;
  draft: Draft;
  choice: VoiceChoice;
  /** The length of the chosen footage; 0 where it is not known. */
  footageMs: number;
  /** What writes a script for the person. */
  writer: ReactNode;
}

/** Step 2: what is said, and by whom. */
export function ScriptStep({ profile, draft, choice, footageMs, writer }: ScriptStepProps) {
  const measure = measureScript(draft.script, choice.speed);
  const isOver = measure.characters > SCRIPT_LIMIT;
  const isDone = hasWords(draft.script) && !isOver && choice.settings !== null;
  const isShort = footageMs > 0 && measure.spokenSeconds * 1000 > footageMs;

  return (
    <Step
      number={2}
      title="Script"
      lead="What the voice says. Each sentence gets its own scene and captions, word by word."
      done={isDone}
    >
      <div className="grid gap-4">
        <div>{writer}</div>
        <Field
          label="Script"
          hint={
            <span className="flex flex-wrap justify-between gap-x-4 tabular-nums">
              <span>
                {measure.sentences === 0
                  ? "Its length shows as you write."
                  : `${formatCount(measure.sentences, "sentence")}, about ${formatSeconds(measure.spokenSeconds)}`}
              </span>
              <span className={isOver ? "font-medium text-danger" : ""}>
                {measure.characters.toLocaleString("en")} of {SCRIPT_LIMIT.toLocaleString("en")}{" "}
                characters
              </span>
            </span>
          }
        >
          {(ids) => (
            <textarea
              {...ids}
              className="control min-h-40 resize-y text-base leading-relaxed"
              rows={6}
              aria-invalid={isOver}
              placeholder="Three lamps for a dark November. The first one is made of paper…"
              value={draft.script}
              onChange={(event) => changeDraft(profile, { script: event.target.value })}
            />
          )}
        </Field>
        {isShort && (
          <p className="text-muted">
            The chosen footage is {formatSeconds(footageMs / 1000)} long, shorter than the script:
            scenes will be shown again.
          </p>
        )}
        <Field label="Project name">
          {(ids) => (
            <input
              {...ids}
              className="control"
              maxLength={200}
              autoComplete="off"
              placeholder={hasWords(draft.script) ? nameFromScript(draft.script) : "November lamps"}
              value={draft.name}
              onChange={(event) => changeDraft(profile, { name: event.target.value })}
            />
          )}
        </Field>
        <VoiceFields profile={profile} draft={draft} choice={choice} />
      </div>
    </Step>
  );
}
