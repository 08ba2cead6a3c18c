import { useQuery } from "@tanstack/react-query";
import { picturesQuery } from "@/api/assets";
import type { VideoLook } from "@/api/types";
import { LogoFields } from "@/features/making/LogoFields";
import { detailOf } from "@/lib/problem";
import { Choice } from "@/ui/Choice";

const GRADES: Record<NonNullable<VideoLook["grade"]>, string> = {
  natural: "As filmed",
  warm: "Warm",
  cool: "Cool",
  vivid: "Vivid",
  soft: "Soft",
  mono: "Black and white",
};

const STRENGTHS: Record<"0" | "1" | "2" | "3", string> = {
  0: "Not at all",
  1: "A little",
  2: "Clearly",
  3: "Strongly",
};

const PLAIN: Required<VideoLook> = { denoise: 0, sharpen: 0, grade: "natural", logo: null };

interface LookFieldsProps {
  profile: string;
  look: VideoLook;
  onChange(look: VideoLook): void;
}

/** What is done to every picture: colours, noise, edges, and the store's logo over it. */
export function LookFields({ profile, look, onChange }: LookFieldsProps) {
  const pictures = useQuery(picturesQuery(profile));
  const is = { ...PLAIN, ...look };
  const change = (part: Partial<VideoLook>) => onChange({ ...is, ...part });

  return (
    <fieldset className="grid gap-4">
      <legend className="mb-1 font-medium">Look</legend>
      <div className="grid gap-4 sm:grid-cols-3">
        <Choice
          label="Colours"
          names={GRADES}
          value={is.grade}
          onChange={(grade) => change({ grade })}
        />
        <Choice
          label="Take out noise"
          names={STRENGTHS}
          value={String(is.denoise) as keyof typeof STRENGTHS}
          onChange={(strength) => change({ denoise: Number(strength) })}
        />
        <Choice
          label="Sharpen"
          names={STRENGTHS}
          value={String(is.sharpen) as keyof typeof STRENGTHS}
          onChange={(strength) => change({ sharpen: Number(strength) })}
        />
      </div>
      <LogoFields
        pictures={pictures.data ?? []}
        problem={pictures.error && detailOf(pictures.error)}
        logo={is.logo}
        onChange={(logo) => change({ logo })}
      />
    </fieldset>
  );
}
