import type { PublicationOrder } from "@/api/types";

/** What a person fills in about the time. */
export interface Times {
  kind: "now" | "at" | "next_slot" | "spread";
  /** As a date and time field has it. */
  local: string;
  firstDay: string;
  /** Times of day with commas between. */
  times: string;
  jitter: number;
  seed: number;
}

/** The zone of this machine. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** What the API is told about the time. */
export function whenOf(times: Times): PublicationOrder["when"] {
  switch (times.kind) {
    case "at":
      return { kind: "at", local: times.local };
    case "spread":
      return {
        kind: "spread",
        first_day: times.firstDay,
        times: times.times.split(",").map((time) => time.trim()),
        jitter_minutes: times.jitter,
        seed: times.seed,
      };
    default:
      return { kind: times.kind };
  }
}

/** A moment in a zone, as a person reads it. */
export function momentIn(zone: string, moment: string | null): string {
  if (moment === null) return "at once";
  const format = { dateStyle: "medium", timeStyle: "short", timeZone: zone } as const;
  return `${new Intl.DateTimeFormat("en", format).format(new Date(moment))} (${zone})`;
}
