import { Clapperboard } from "lucide-react";
import type { ReactNode } from "react";
import { changeDraft, type Draft } from "@/features/making/draft";
import { MakingFields } from "@/features/making/MakingFields";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Step } from "@/ui/Step";

interface GenerateStepProps {
  profile: string;
  draft: Draft;
  /** Why it cannot start, or null. */
  missing: string | null;
  isStarting: boolean;
  isWorking: boolean;
  isDone: boolean;
  error: Error | null;
  /** The plan of its shots. */
  storyboard: ReactNode;
  /** What it will cost. */
  price: ReactNode;
  onGenerate(): void;
}

/** Step 3: how many variants, and go. */
export function GenerateStep(props: GenerateStepProps) {
  const { profile, draft, missing, isStarting, isWorking, isDone, error, onGenerate } = props;
  const reason = isWorking ? "A video of this project is being made." : missing;
  const what = draft.variants === 1 ? "video" : `${draft.variants} variants`;
  return (
    <Step
      number={3}
      title="Generate"
      lead="Variants tell the same script; each opens differently and shows other scenes in its first half, or throughout where there is to be much variety."
      done={isDone}
    >
      <div className="grid gap-4">
        <Field label={`Variants: ${draft.variants}`}>
          {(ids) => (
            <input
              {...ids}
              type="range"
              min={1}
              max={10}
              step={1}
              className="h-8 w-full max-w-sm accent-ink"
              value={draft.variants}
              onChange={(event) => changeDraft(profile, { variants: Number(event.target.value) })}
            />
          )}
        </Field>
        <MakingFields profile={profile} draft={draft} />
        {props.storyboard}
        {props.price}
        {error && <Notice tone="danger">{detailOf(error)}</Notice>}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button
            tone="primary"
            className="min-h-12 px-6 text-base"
            disabled={isStarting || reason !== null}
            aria-describedby="generate-reason"
            onClick={onGenerate}
          >
            <Clapperboard className="size-5" aria-hidden />
            {isStarting ? "Starting…" : `Generate ${what}`}
          </Button>
          <p id="generate-reason" className="text-muted">
            {reason}
          </p>
        </div>
      </div>
    </Step>
  );
}
