import type { SegmentTransform } from "@/api/types";
import { Field } from "@/ui/Field";

type Figure = Exclude<keyof SegmentTransform, "flip">;

const FIGURES: { key: Figure; label: string; min: number; max: number }[] = [
  { key: "zoom_percent", label: "Zoom", min: 100, max: 300 },
  { key: "pan_x_percent", label: "Left and right", min: -100, max: 100 },
  { key: "pan_y_percent", label: "Up and down", min: -100, max: 100 },
  { key: "speed_percent", label: "Speed", min: 25, max: 400 },
  { key: "brightness_percent", label: "Brightness", min: -50, max: 50 },
  { key: "contrast_percent", label: "Contrast", min: -50, max: 50 },
  { key: "saturation_percent", label: "Colour", min: -100, max: 100 },
];

interface TransformFieldsProps {
  transform: SegmentTransform;
  onChange(transform: SegmentTransform): void;
}

/** How a scene is turned, framed, played and coloured. */
export function TransformFields({ transform, onChange }: TransformFieldsProps) {
  return (
    <details>
      <summary className="cursor-pointer font-medium">How it is shown</summary>
      <fieldset className="mt-3 grid gap-3">
        <legend className="sr-only">How it is shown</legend>
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            className="size-4 accent-ink"
            checked={transform.flip}
            onChange={(event) => onChange({ ...transform, flip: event.target.checked })}
          />
          Mirror left and right
        </label>
        {FIGURES.map(({ key, label, min, max }) => (
          <Field key={key} label={`${label}: ${transform[key]} %`}>
            {(ids) => (
              <input
                {...ids}
                type="range"
                className="w-full accent-ink"
                min={min}
                max={max}
                value={transform[key]}
                onChange={(event) => onChange({ ...transform, [key]: event.target.valueAsNumber })}
              />
            )}
          </Field>
        ))}
      </fieldset>
    </details>
  );
}
