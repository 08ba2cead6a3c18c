import { useQuery } from "@tanstack/react-query";
import { captionPresetsQuery } from "@/api/captions";
import type { CaptionStyle } from "@/api/types";
import { detailOf } from "@/lib/problem";
import { Choice } from "@/ui/Choice";

const AS_STORE = "";

interface CaptionChoiceProps {
  captions: CaptionStyle | null;
  onChange(captions: CaptionStyle | null): void;
}

/** How this project's captions look: as the store's settings say, or by another preset. */
export function CaptionChoice({ captions, onChange }: CaptionChoiceProps) {
  const presets = useQuery(captionPresetsQuery);
  const items = presets.data?.items ?? [];
  const names: Record<string, string> = {
    [AS_STORE]: "As the store's settings say",
    ...Object.fromEntries(items.map(({ name, label }) => [name, label])),
  };
  if (captions) names[captions.preset] ??= captions.preset;
  return (
    <Choice
      label="Captions"
      {...(presets.error && { hint: detailOf(presets.error) })}
      names={names}
      value={captions?.preset ?? AS_STORE}
      onChange={(name) => onChange(items.find((preset) => preset.name === name)?.style ?? null)}
    />
  );
}
