import { CaptionChoice } from "@/features/making/CaptionChoice";
import { changeDraft, type Draft } from "@/features/making/draft";
import { EndCardFields } from "@/features/making/EndCardFields";
import { LookFields } from "@/features/making/LookFields";
import { MusicFields } from "@/features/making/MusicFields";
import type { MakingDraft } from "@/features/making/making-draft";
import { Choice } from "@/ui/Choice";
import { Field } from "@/ui/Field";

const FORMATS: Record<MakingDraft["format"], string> = {
  vertical: "TikTok, Reels and Shorts (9:16)",
  tiktok: "TikTok (9:16)",
  instagram_reels: "Instagram Reels (9:16)",
  youtube_shorts: "YouTube Shorts (9:16)",
  facebook_reels: "Facebook Reels (9:16)",
  instagram_story: "Instagram Story (9:16)",
  square: "Square (1:1)",
  landscape: "Landscape (16:9)",
};

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

const TRANSITIONS: Record<MakingDraft["transition"], string> = {
  cut: "Cut",
  dip: "Dip to black",
  flash: "White flash",
  crossfade: "Crossfade",
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
  const { making } = draft;
  const change = (part: Partial<MakingDraft>) =>
    changeDraft(profile, { making: { ...making, ...part } });
  const differences = Object.entries(DIFFERENCES) as [keyof MakingDraft["vary"], string][];
  return (
    <div className="grid gap-4">
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
      <LookFields
        profile={profile}
        look={making.look ?? null}
        onChange={(look) => change({ look })}
      />
      <MusicFields profile={profile} making={making} onChange={change} />
      <Field
        label={`Sound of the footage: ${making.originalPercent === 0 ? "silent" : `${making.originalPercent} %`}`}
      >
        {(ids) => (
          <input
            {...ids}
            type="range"
            min={0}
            max={100}
            step={5}
            className="h-8 w-full max-w-sm accent-ink"
            value={making.originalPercent}
            onChange={(event) => change({ originalPercent: Number(event.target.value) })}
          />
        )}
      </Field>
      <EndCardFields card={making.endCard} onChange={(endCard) => change({ endCard })} />
    </div>
  );
}

interface CheckProps {
  label: string;
  checked: boolean;
  onChange(checked: boolean): void;
}

function Check({ label, checked, onChange }: CheckProps) {
  return (
    <label className="inline-flex cursor-pointer items-center gap-2 py-0.5">
      <input
        type="checkbox"
        className="size-4 accent-ink"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}
