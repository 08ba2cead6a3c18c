import type { SegmentTransform } from "@/api/types";

/** The width of an upright video in its heights. */
const UPRIGHT = 9 / 16;

interface UprightPartProps {
  /** The picture's size. */
  width: number;
  height: number;
  transform: SegmentTransform;
}

/** Frames the part of a scene's picture that an upright video shows, as the render cuts it out. */
export function UprightPart({ width, height, transform }: UprightPartProps) {
  const zoom = 100 / transform.zoom_percent;
  const x = place(Math.min(1, (height * UPRIGHT) / width) * zoom, transform.pan_x_percent);
  const y = place(Math.min(1, width / UPRIGHT / height) * zoom, transform.pan_y_percent);
  return (
    <div
      role="img"
      aria-label="The part of the picture that a 9:16 video shows"
      className="pointer-events-none absolute rounded-sm shadow-[0_0_0_100vmax_rgb(0_0_0/0.45)] outline-2 outline-white/80 -outline-offset-2"
      style={{ left: x.from, width: x.size, top: y.from, height: y.size }}
    />
  );
}

/** Where a share of a side lies: at its beginning for a pan of -100, at its end for 100. */
function place(share: number, panPercent: number) {
  const from = ((1 - share) * (panPercent + 100)) / 200;
  return { from: percent(from), size: percent(share) };
}

function percent(share: number): string {
  return `${Math.round(share * 1e4) / 100}%`;
}
