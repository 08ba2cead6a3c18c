import { useId } from "react";

/** Colours to choose from; any other can be mixed. */
export const STORE_COLOURS = [
  { name: "Pine", value: "#3f7f63" },
  { name: "Marigold", value: "#f2b84b" },
  { name: "Brick", value: "#c4512d" },
  { name: "Plum", value: "#7d3c68" },
  { name: "Lake", value: "#2f6f9f" },
  { name: "Iris", value: "#6a63c9" },
  { name: "Slate", value: "#56626b" },
] as const;

const STORE_ICONS = [
  { name: "Lamp", value: "💡" },
  { name: "Sofa", value: "🛋️" },
  { name: "Shoe", value: "👟" },
  { name: "Dress", value: "👗" },
  { name: "Ring", value: "💍" },
  { name: "Plant", value: "🪴" },
  { name: "Coffee", value: "☕" },
  { name: "Bicycle", value: "🚲" },
  { name: "Teddy", value: "🧸" },
  { name: "Paw", value: "🐾" },
] as const;

interface ChoiceProps {
  value: string;
  onChange(value: string): void;
}

const CELL =
  "relative grid size-10 cursor-pointer place-items-center rounded-lg has-focus-visible:outline-2 has-focus-visible:outline-ink has-focus-visible:outline-offset-2";

/** Picks the store's colour. */
export function ColourChoice({ value, onChange }: ChoiceProps) {
  const group = useId();
  const isMixed = !STORE_COLOURS.some((colour) => colour.value === value);
  return (
    <fieldset>
      <legend className="mb-1 font-medium">Colour</legend>
      <div className="flex flex-wrap gap-1.5">
        {STORE_COLOURS.map((colour) => (
          <label key={colour.value} className={CELL} title={colour.name}>
            <input
              type="radio"
              name={group}
              aria-label={colour.name}
              className="sr-only"
              checked={value === colour.value}
              onChange={() => onChange(colour.value)}
            />
            <Swatch colour={colour.value} isChosen={value === colour.value} />
          </label>
        ))}
        <label className={CELL} title="Another colour">
          <input
            type="color"
            aria-label="Another colour"
            className="absolute inset-0 cursor-pointer opacity-0"
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <Swatch
            colour={
              isMixed ? value : "conic-gradient(#c4512d,#f2b84b,#3f7f63,#2f6f9f,#7d3c68,#c4512d)"
            }
            isChosen={isMixed}
          />
        </label>
      </div>
    </fieldset>
  );
}

function Swatch({ colour, isChosen }: { colour: string; isChosen: boolean }) {
  return (
    <span
      className={`size-7 rounded-full ${isChosen ? "ring-2 ring-ink ring-offset-2 ring-offset-surface" : ""}`}
      style={{ background: colour }}
    />
  );
}

/** Picks the store's icon, or none: then its first letter stands for it. */
export function IconChoice({ value, onChange }: ChoiceProps) {
  const group = useId();
  const choices = [{ name: "First letter", value: "" }, ...STORE_ICONS];
  return (
    <fieldset>
      <legend className="mb-1 font-medium">Icon</legend>
      <div className="flex flex-wrap gap-1.5">
        {choices.map((icon) => (
          <label
            key={icon.value}
            title={icon.name}
            className={`${CELL} border text-lg ${value === icon.value ? "border-ink bg-sunken" : "border-transparent hover:bg-sunken"}`}
          >
            <input
              type="radio"
              name={group}
              aria-label={icon.name}
              className="sr-only"
              checked={value === icon.value}
              onChange={() => onChange(icon.value)}
            />
            <span aria-hidden>{icon.value === "" ? "Aa" : icon.value}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
