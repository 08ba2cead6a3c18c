import { Field } from "@/ui/Field";

/** A part of a setting: its name at the network, its label, and whether it is a volume. */
type Part = [name: string, label: string, isVolume: boolean];

const PARTS: Record<"place" | "audio", Part[]> = {
  place: [
    ["id", "Id at the network", false],
    ["name", "Name", false],
  ],
  audio: [
    ["id", "Id at the network", false],
    ["audio_volume", "Volume of the sound (0 to 100)", true],
    ["video_volume", "Volume of the video (0 to 100)", true],
  ],
};

interface PartsControlProps {
  label: string;
  kind: "place" | "audio";
  value: unknown;
  /** Null when no part is filled in. */
  onChange(value: Record<string, string | number> | null): void;
}

/** A setting of several parts: a place, or a sound with its volumes. */
export function PartsControl({ label, kind, value, onChange }: PartsControlProps) {
  const known: Record<string, unknown> =
    typeof value === "object" && value !== null ? { ...value } : {};

  function change([name, , isVolume]: Part, text: string) {
    const { [name]: _old, ...others } = known;
    const filled = text.trim() !== "";
    const next = filled ? { ...others, [name]: isVolume ? Number(text) : text.trim() } : others;
    onChange(Object.keys(next).length > 0 ? (next as Record<string, string | number>) : null);
  }

  return (
    <fieldset className="grid gap-3 rounded-lg border border-line p-3 sm:col-span-2 sm:grid-cols-3">
      <legend className="px-1 font-medium">{label}</legend>
      {PARTS[kind].map((part) => {
        const [name, partLabel, isVolume] = part;
        return (
          <Field key={name} label={partLabel}>
            {(ids) => (
              <input
                {...ids}
                className="control"
                {...(isVolume && { type: "number", min: 0, max: 100, step: 1 })}
                value={String(known[name] ?? "")}
                onChange={({ target }) => change(part, target.value)}
              />
            )}
          </Field>
        );
      })}
    </fieldset>
  );
}
