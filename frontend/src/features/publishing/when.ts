import type { PublicationOrder } from "@/api/types";

/** What a person fills in about the time. */
export interface Times {
  kind: "now" | "at" | "next_slot" | "spread";
  /** As a date and time field has it. */
  local: string;
  firstDay: string;
  /** Times of day with commas between. */
  times: string;
  /** Other times of day, by network; nothing where a network has the usual ones. */
  networkTimes: Record<string, string>;
  jitter: number;
  seed: number;
}

const SEEDS = 1_000_000;

/** What is filled in at first: the next whole hour, from tomorrow on. */
export function firstTimes(now: Date): Times {
  const hour = new Date(now);
  hour.setHours(now.getHours() + 1, 0, 0, 0);
  const tomorrow = new Date(now);
  tomorrow.setDate(now.getDate() + 1);
  return {
    kind: "now",
    local: localOf(hour),
    firstDay: localOf(tomorrow).slice(0, 10),
    times: "09:00, 18:00",
    networkTimes: {},
    jitter: 0,
    seed: Math.floor(Math.random() * SEEDS),
  };
}

/** A moment as a date and time field has it, on this machine's clock. */
export function localOf(moment: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  return `${day}T${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/** The zone of this machine. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** What the API is told about the time, with the networks' own times where they have some. */
export function whenOf(times: Times, networks: string[]): PublicationOrder["when"] {
  switch (times.kind) {
    case "at":
      return { kind: "at", local: times.local };
    case "spread":
      return {
        kind: "spread",
        first_day: times.firstDay,
        times: timesOf(times.times),
        network_times: Object.fromEntries(
          networks
            .map((network) => [network, timesOf(times.networkTimes[network] ?? "")] as const)
            .filter(([, own]) => own.length > 0),
        ),
        jitter_minutes: times.jitter,
        seed: times.seed,
      };
    default:
      return { kind: times.kind };
  }
}

function timesOf(text: string): string[] {
  return text
    .split(",")
    .map((time) => time.trim())
    .filter((time) => time !== "");
}

/** A moment in a zone, as a person reads it. */
export function momentIn(zone: string, moment: string | null): string {
  if (moment === null) return "at once";
  const format = { dateStyle: "medium", timeStyle: "short", timeZone: zone } as const;
  return `${new Intl.DateTimeFormat("en", format).format(new Date(moment))} (${zone})`;
}
