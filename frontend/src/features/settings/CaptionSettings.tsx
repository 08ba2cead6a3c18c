import { useQuery } from "@tanstack/react-query";
import { captionPresetsQuery } from "@/api/captions";
import type { CaptionStyle } from "@/api/types";
import { CaptionPreview } from "@/features/settings/CaptionPreview";
import { detailOf } from "@/lib/problem";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";

interface CaptionSettingsProps {
  style: CaptionStyle;
  onChange(style: CaptionStyle): void;
}

/** How captions look: a fixed look, the person's own colours and place, and what it comes to. */
export function CaptionSettings({ style, onChange }: CaptionSettingsProps) {
  const presets = useQuery(captionPresetsQuery);
  return (
    <fieldset className="grid gap-6 md:grid-cols-[1fr_18rem]">
      <legend className="mb-2 font-medium">Captions</legend>
      <div className="grid content-start gap-5">
        {presets.error && <Notice tone="danger">{detailOf(presets.error)}</Notice>}
        <div role="radiogroup" aria-label="Look" className="grid gap-2 sm:grid-cols-2">
          {presets.data?.items.map((preset) => (
            <label
              key={preset.name}
              className="flex cursor-pointer gap-3 rounded-lg border border-line bg-surface p-3 has-checked:border-store has-focus-visible:outline-2"
            >
              <input
                type="radio"
                name="caption-preset"
                className="mt-1 self-start"
                aria-label={preset.label}
                checked={style.preset === preset.name}
                onChange={() =>
                  onChange({ ...preset.style, position_percent: style.position_percent })
                }
              />
              <span>
                <span className="block font-medium">{preset.label}</span>
                <span className="block text-muted text-sm">{preset.description}</span>
              </span>
            </label>
          ))}
        </div>
        <div className="flex flex-wrap gap-5">
          {coloursOf(style.preset).map(([key, label]) => (
            <Field key={key} label={label}>
              {(ids) => (
                <input
                  {...ids}
                  type="color"
                  className="h-10 w-16 cursor-pointer rounded-lg border border-line bg-surface"
                  value={style[key]}
                  onChange={(event) => onChange({ ...style, [key]: event.target.value })}
                />
              )}
            </Field>
          ))}
          <Field label={`Lower edge at ${style.position_percent} % of the height`}>
            {(ids) => (
              <input
                {...ids}
                type="range"
                min={30}
                max={80}
                className="h-10 w-48"
                value={style.position_percent}
                onChange={(event) =>
                  onChange({ ...style, position_percent: Number(event.target.value) })
                }
              />
            )}
          </Field>
        </div>
      </div>
      <CaptionPreview style={style} />
    </fieldset>
  );
}

/** What the three colours are in a look. */
function coloursOf(preset: string) {
  const highlight = preset === "word_box" ? "Box behind the spoken word" : "Spoken word";
  const edges: Record<string, string> = { clean: "Shadow", neon: "Light", bar: "Bar" };
  return [
    ["text_colour", "Letters"],
    ["highlight_colour", highlight],
    ["outline_colour", edges[preset] ?? "Outline"],
  ] as const;
}
