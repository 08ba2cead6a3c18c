import { useState } from "react";
import { toast } from "sonner";
import type { PlannedPlace, PlannedVariant } from "@/api/types";
import { OtherScene } from "@/features/making/OtherScene";
import { PlannedSentenceRow } from "@/features/making/PlannedSentenceRow";
import { type Place, pinsOf, pinsWith } from "@/features/making/pins";
import type { usePlan } from "@/features/making/plan";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";

interface StoryboardProps {
  profile: string;
  plan: ReturnType<typeof usePlan>;
  /** Why nothing can be planned, or null. */
  missing: string | null;
  onPlan(): void;
}

/** Which shots the video will show, why each, and which of them the person wants to keep or to replace. */
export function Storyboard({ profile, plan, missing, onPlan }: StoryboardProps) {
  const [number, setNumber] = useState(1);
  const [asked, setAsked] = useState<Place | null>(null);
  const { planned } = plan;
  const variants = planned?.board.variants ?? [];
  const shown = variants.find(({ variant }) => variant === number) ?? variants[0];

  function pin(variant: PlannedVariant, place: Place, segmentId: string | null) {
    if (!planned || !plan.isCurrent || plan.isPending) return;
    const { projectId, variants, basis } = planned;
    const before = pinsOf(planned.pins, variant);
    const undo = () => plan.mutate({ projectId, variants, basis, pins: before });
    plan.mutate(
      { projectId, variants, basis, pins: pinsWith(planned.pins, variant, place, segmentId) },
      {
        onSuccess: () =>
          toast(segmentId === null ? "The shot is free again." : "The scene stays in its place.", {
            action: { label: "Undo", onClick: undo },
          }),
      },
    );
  }

  const place: PlannedPlace | null =
    planned && shown && asked && plan.isCurrent
      ? { variants: planned.variants, variant: shown.variant, ...asked }
      : null;
  return (
    <section aria-label="Storyboard" className="grid gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button disabled={missing !== null || plan.isPending} onClick={onPlan}>
          {plan.isPending ? "Planning…" : planned ? "Plan the shots again" : "Plan the shots"}
        </Button>
        <p className="text-muted">See which shots come where, keep those you like, swap others.</p>
      </div>
      {plan.error && <Notice tone="danger">{detailOf(plan.error)}</Notice>}
      {planned && !plan.isCurrent && !plan.isPending && (
        <Notice
          tone="caution"
          action={
            <Button disabled={missing !== null} onClick={onPlan}>
              Plan again
            </Button>
          }
        >
          Something was changed since. Plan again to keep or to swap shots.
        </Notice>
      )}
      {variants.length > 1 && shown && (
        <fieldset className="flex flex-wrap gap-2">
          <legend className="sr-only">Planned variants</legend>
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
        </fieldset>
      )}
      {planned &&
        [...planned.board.warnings, ...(shown?.warnings ?? [])].map((warning) => (
          <Notice key={warning} tone="caution">
            {warning}
          </Notice>
        ))}
      {shown && (
        <ol
          aria-label="Sentences"
          aria-busy={plan.isPending}
          className={`grid gap-4 transition-opacity ${plan.isPending ? "opacity-60" : ""}`}
        >
          {shown.sentences.map((sentence) => (
            <PlannedSentenceRow
              key={sentence.sentence}
              sentence={sentence}
              isLocked={!plan.isCurrent}
              onKeep={(shot, segmentId) =>
                pin(shown, { sentence: sentence.sentence, shot }, segmentId)
              }
              onSwap={(shot) => setAsked({ sentence: sentence.sentence, shot })}
            />
          ))}
        </ol>
      )}
      {place && planned && shown && (
        <OtherScene
          profile={profile}
          project={planned.projectId}
          place={place}
          variant={shown}
          onTake={(segmentId) => {
            pin(shown, { sentence: place.sentence, shot: place.shot }, segmentId);
            setAsked(null);
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}
