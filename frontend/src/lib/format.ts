/** A length such as `8.2 s` or `3:05 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")} min`;
}

/** A length in milliseconds, as a person reads it. */
export function formatDuration(durationMs: number): string {
  return formatSeconds(durationMs / 1000);
}

/** A size such as `12.4 MB` (a million bytes). */
export function formatSize(sizeBytes: number): string {
  if (sizeBytes >= 1e9) return `${(sizeBytes / 1e9).toFixed(2)} GB`;
  if (sizeBytes >= 1e5) return `${(sizeBytes / 1e6).toFixed(1)} MB`;
  return `${Math.max(1, Math.round(sizeBytes / 1e3))} kB`;
}

/** A share from 0 to 1 as a whole percentage; 100 is said only of what is complete. */
export function percentOf(share: number): number {
  return share >= 1 ? 100 : Math.min(99, Math.max(0, Math.floor(share * 100)));
}

/** A count with its noun: `1 scene`, `4 scenes`. */
export function formatCount(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** An amount of micro-USD as dollars, with as many decimals as it has and at least two. */
export function formatMoney(microUsd: number): string {
  const digits = String(Math.abs(microUsd)).padStart(7, "0");
  const decimals = digits.slice(-6).replace(/0+$/, "").padEnd(2, "0");
  return `${microUsd < 0 ? "-" : ""}$${Number(digits.slice(0, -6)).toLocaleString("en")}.${decimals}`;
}

/** Micro-USD from dollars as typed, without ever being a fraction; undefined when it is no amount. */
export function microUsdOf(dollars: string): number | undefined {
  const match = /^(\d{1,6})(?:\.(\d{1,6}))?$/.exec(dollars.trim());
  if (!match) return undefined;
  return Number(match[1]) * 1_000_000 + Number((match[2] ?? "").padEnd(6, "0"));
}

const moment = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

/** A moment such as `21 Nov, 14:05`, in the person's own time zone. */
export function formatMoment(rfc3339: string): string {
  return moment.format(new Date(rfc3339));
}

const languages = new Intl.DisplayNames("en", { type: "language", fallback: "code" });

/** The English name of a language tag, or the tag itself where it is not a known one. */
export function languageName(tag: string): string {
  try {
    return languages.of(tag) ?? tag;
  } catch (error) {
    if (error instanceof RangeError) return tag;
    throw error;
  }
}
