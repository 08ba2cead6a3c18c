import { Pin, PinOff } from "lucide-react";
import { useState } from "react";
import type { PlannedSentence, PlannedShot, PlannedVariant } from "@/api/types";
import { pinsWith, type usePlan } from "@/features/making/plan";
import { formatSeconds } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Notice } from "@/ui/Notice";

interface StoryboardProps {
  plan: ReturnType<typeof usePlan>;
  /** Why nothing can be planned, or null. */
  missing: string | null;
  onPlan(): void;
}

/** Which shots the video will show, why each, and which of them the person wants to keep. */
export function Storyboard({ plan, missing, onPlan }: StoryboardProps) {
  const [number, setNumber] = useState(1);
  const planned = plan.data;
  const variants = planned?.board.variants ?? [];
  const shown = variants.find(({ variant }) => variant === number) ?? variants[0];

  function toggle(variant: PlannedVariant, sentence: number, segmentId: string) {
    if (!planned || plan.isPending) return;
    const { projectId, variants } = planned;
    plan.mutate({ projectId, variants, pins: pinsWith(variant, sentence, segmentId) });
  }

  return (
    <section aria-label="Storyboard" className="grid gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button disabled={missing !== null || plan.isPending} onClick={onPlan}>
          {plan.isPending ? "Planning…" : planned ? "Plan the shots again" : "Plan the shots"}
        </Button>
        <p className="text-muted">See which shots come where, and keep those you like.</p>
      </div>
      {plan.error && <Notice tone="danger">{detailOf(plan.error)}</Notice>}
      {variants.length > 1 && shown && (
        <div role="group" aria-label="Planned variants" className="flex flex-wrap gap-2">
          {variants.map(({ variant }) => (
            <Button
              key={variant}
              tone={variant === shown.variant ? "primary" : "plain"}
              aria-pressed={variant === shown.variant}
              onClick={() => setNumber(variant)}
            >
              Variant {variant}
            </Button>
          ))}
        </div>
      )}
      {planned &&
        [...planned.board.warnings, ...(shown?.warnings ?? [])].map((warning) => (
          <Notice key={warning} tone="caution">
            {warning}
          </Notice>
        ))}
      {shown && (
        <ol aria-label="Sentences" className="grid gap-4" aria-busy={plan.isPending}>
          {shown.sentences.map((sentence) => (
            <Sentence
              key={sentence.sentence}
              sentence={sentence}
              onToggle={(segmentId) => toggle(shown, sentence.sentence, segmentId)}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

interface SentenceProps {
  sentence: PlannedSentence;
  onToggle(segmentId: string): void;
}

function Sentence({ sentence, onToggle }: SentenceProps) {
  const about = sentence.is_estimated ? "about " : "";
  return (
    <li className="rounded-xl border border-line bg-surface p-3">
      <p className="mb-2 flex flex-wrap justify-between gap-x-4">
        <span>{sentence.text}</span>
        <span className="text-muted text-sm tabular-nums">
          {about}
          {formatSeconds(sentence.duration_ms / 1000)}
        </span>
      </p>
      <ul className="flex flex-wrap gap-3">
        {sentence.shots.map((shot, place) => (
          <Shot
            // biome-ignore lint/suspicious/noArrayIndexKey: a segment may come twice in a sentence
            key={`${shot.segment_id} ${place}`}
            shot={shot}
            name={`shot ${place + 1} of sentence ${sentence.sentence + 1}`}
            onToggle={() => onToggle(shot.segment_id)}
          />
        ))}
      </ul>
    </li>
  );
}

interface ShotProps {
  shot: PlannedShot;
  name: string;
  onToggle(): void;
}

function Shot({ shot, name, onToggle }: ShotProps) {
  const Icon = shot.is_pinned ? PinOff : Pin;
  return (
    <li className="w-36">
      <button
        type="button"
        aria-pressed={shot.is_pinned}
        aria-label={`Keep ${name}`}
        title={shot.is_pinned ? "Let this shot go" : "Keep this shot here"}
        onClick={onToggle}
        className={`group relative block w-full overflow-hidden rounded-lg border-2 ${shot.is_pinned ? "border-ink" : "border-transparent"}`}
      >
        <img
          src={shot.thumbnail_url}
          alt=""
          className="aspect-video w-full bg-sunken object-cover"
        />
        <span className="absolute top-1 right-1 grid size-7 place-items-center rounded-full bg-black/70 text-white">
          <Icon className="size-4" aria-hidden />
        </span>
        <span className="absolute bottom-1 left-1 rounded bg-black/70 px-1 text-sm text-white tabular-nums">
          {formatSeconds(shot.duration_ms / 1000)}
        </span>
      </button>
      <p className="mt-1 text-muted text-sm">{shot.reason}</p>
      {shot.is_pinned && <Chip tone="good">Kept</Chip>}
    </li>
  );
}
