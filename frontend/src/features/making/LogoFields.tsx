import type { VideoLook } from "@/api/types";
import { Choice } from "@/ui/Choice";
import { Field } from "@/ui/Field";

type Logo = NonNullable<VideoLook["logo"]>;

const CORNERS: Record<Logo["corner"], string> = {
  top_left: "Top left",
  top_right: "Top right",
  bottom_left: "Bottom left",
  bottom_right: "Bottom right",
};

const FIRST = { corner: "top_right", width_percent: 18, opacity_percent: 90 } as const;
const NONE = "";

interface LogoFieldsProps {
  pictures: { id: string; name: string }[];
  /** Why the pictures are not known. */
  problem: string | null;
  logo: Logo | null;
  onChange(logo: Logo | null): void;
}

/** Which of the store's pictures lies over the video, where, how large and how clear. */
export function LogoFields({ pictures, problem, logo, onChange }: LogoFieldsProps) {
  const names: Record<string, string> = {
    [NONE]: "None",
    ...Object.fromEntries(pictures.map(({ id, name }) => [id, name])),
  };
  if (logo && !(logo.picture_id in names)) {
    names[logo.picture_id] = "A picture that is not here any more";
  }
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Choice
        label="Logo"
        hint={
          problem ??
          `Add ${pictures.length > 0 ? "more" : "one"} in the store's settings, under Logo and pictures.`
        }
        names={names}
        value={logo?.picture_id ?? NONE}
        onChange={(id) => onChange(id === NONE ? null : { ...FIRST, ...logo, picture_id: id })}
      />
      {logo && (
        <>
          <Choice
            label="Corner"
            names={CORNERS}
            value={logo.corner}
            onChange={(corner) => onChange({ ...logo, corner })}
          />
          <Percent
            label="Logo's width"
            min={5}
            max={50}
            value={logo.width_percent}
            onChange={(width_percent) => onChange({ ...logo, width_percent })}
          />
          <Percent
            label="Logo's opacity"
            min={10}
            max={100}
            value={logo.opacity_percent}
            onChange={(opacity_percent) => onChange({ ...logo, opacity_percent })}
          />
        </>
      )}
    </div>
  );
}

interface PercentProps {
  label: string;
  min: number;
  max: number;
  value: number;
  onChange(value: number): void;
}

function Percent({ label, min, max, value, onChange }: PercentProps) {
  return (
    <Field label={`${label}: ${value} %`}>
      {(ids) => (
        <input
          {...ids}
          type="range"
          min={min}
          max={max}
          className="h-8 w-full accent-ink"
          value={value}
          onChange={(event) => onChange(Number(event.target.value))}
        />
      )}
    </Field>
  );
}
