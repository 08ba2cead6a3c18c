import { readableOn } from "@/lib/colour";

interface StoreTileProps {
  name: string;
  colour: string;
  icon: string;
  size?: "small" | "large";
}

/** A store's mark: its icon, or its first letter, on its colour. */
export function StoreTile({ name, colour, icon, size = "small" }: StoreTileProps) {
  return (
    <span
      aria-hidden
      className={`grid shrink-0 place-items-center overflow-hidden font-display font-semibold ${size === "large" ? "size-10 rounded-xl text-xl" : "size-7 rounded-lg text-sm"}`}
      style={{ backgroundColor: colour, color: readableOn(colour) }}
    >
      {icon === "" ? [...name.trim()][0]?.toUpperCase() : icon}
    </span>
  );
}
