import { toast } from "sonner";
import { CaptionChoice } from "@/features/making/CaptionChoice";
import { changeDraft, type Draft } from "@/features/making/draft";
import { EndCardFields } from "@/features/making/EndCardFields";
import { MusicFields } from "@/features/making/MusicFields";
import type { MakingDraft } from "@/features/making/making-draft";
import { FORMATS, TRANSITIONS } from "@/features/making/names";
import { OriginalSound } from "@/features/making/OriginalSound";
import { OwnLook } from "@/features/making/OwnLook";
import { useMaking } from "@/features/making/store-making";
import { Button } from "@/ui/Button";
import { Check } from "@/ui/Check";
import { Choice } from "@/ui/Choice";

const QUALITIES: Record<MakingDraft["quality"], string> = {
  draft: "Draft: small and quick, to look at",
  standard: "Standard: to publish",
  final: "Final: smaller file, slower",
};

const MATCHINGS: Record<MakingDraft["matching"], string> = {
  balanced: "Balanced",
  keyword_strict: "Keywords before all",
  max_variety: "As much variety as there is",
  shuffle: "By chance",
};

const DIFFERENCES: Record<keyof MakingDraft["vary"], string> = {
  order: "Order of the sentences",
  voice: "Voice",
  captions: "Captions",
  music: "Music",
};

interface MakingFieldsProps {
  profile: string;
  draft: Draft;
}

/** How the next videos are made. */
export function MakingFields({ profile, draft }: MakingFieldsProps) {
  const making = useMaking(profile, draft);
  const change = (part: Partial<MakingDraft>) =>
    changeDraft(profile, { making: { ...draft.making, ...part } });
  const differences = Object.entries(DIFFERENCES) as [keyof MakingDraft["vary"], string][];

  function followStore() {
    const { making } = draft;
    changeDraft(profile, { making: null });
    toast("The next video is made as the store says.", {
      action: { label: "Undo", onClick: () => changeDraft(profile, { making }) },
    });
  }

  return (
    <div className="grid gap-4">
      {draft.making !== null && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <p className="text-muted">Some of this was chosen here, and does not follow the store.</p>
          <Button onClick={followStore}>As the store says</Button>
        </div>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Choice
          label="Format"
          names={FORMATS}
          value={making.format}
          onChange={(format) => change({ format })}
        />
        <Choice
          label="Quality"
          names={QUALITIES}
          value={making.quality}
          onChange={(quality) => change({ quality })}
        />
        <Choice
          label="Shots"
          names={MATCHINGS}
          value={making.matching}
          onChange={(matching) => change({ matching })}
        />
        <Choice
          label="Transition"
          names={TRANSITIONS}
          value={making.transition}
          onChange={(transition) => change({ transition })}
        />
        <CaptionChoice
          captions={making.captions ?? null}
          onChange={(captions) => change({ captions })}
        />
      </div>
      {draft.variants > 1 && (
        <fieldset>
          <legend className="mb-1 font-medium">Variants differ in their shots, and in</legend>
          <div className="flex flex-wrap gap-x-5 gap-y-1.5">
            {differences.map(([name, label]) => (
              <Check
                key={name}
                label={label}
                checked={making.vary[name] ?? false}
                onChange={(is) => change({ vary: { ...making.vary, [name]: is } })}
              />
            ))}
          </div>
        </fieldset>
      )}
      <OwnLook profile={profile} look={making.look ?? null} onChange={(look) => change({ look })} />
      <MusicFields
        profile={profile}
        musicId={making.musicId}
        belowVoiceLu={making.belowVoiceLu}
        onChange={change}
      />
      <OriginalSound
        percent={making.originalPercent}
        onChange={(originalPercent) => change({ originalPercent })}
      />
      <EndCardFields card={making.endCard} onChange={(endCard) => change({ endCard })} />
    </div>
  );
}
