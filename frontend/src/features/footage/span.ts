import type { Segment } from "@/api/types";

/** A moment as `0:07.5`. */
export function formatMoment(ms: number): string {
  const tenths = Math.round(ms / 100);
  const seconds = String(Math.floor(tenths / 10) % 60).padStart(2, "0");
  return `${Math.floor(tenths / 600)}:${seconds}.${tenths % 10}`;
}

/** A span as `0:07.5 to 0:10.0`. */
export function formatSpan({ start_ms, end_ms }: Pick<Segment, "start_ms" | "end_ms">): string {
  return `${formatMoment(start_ms)} to ${formatMoment(end_ms)}`;
}

/** What a scene is called where its picture is not seen. */
export function nameOf(segment: Segment): string {
  return `scene from ${formatSpan(segment)}`;
}

/** Keywords as a person writes them, with commas between. */
export function keywordsOf(text: string): string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}
