import type { ReactNode } from "react";

type Tone = "plain" | "good" | "danger" | "caution";

const TONES: Record<Tone, string> = {
  plain: "bg-sunken text-ink",
  good: "bg-sunken text-good",
  danger: "bg-danger-wash text-danger",
  caution: "bg-caution-wash text-caution",
};

/** A word or two about the state of a thing. */
export function Chip({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={`inline-flex items-center rounded-full px-2.5 py-0.5 font-medium text-sm ${TONES[tone]}`}
    >
      {children}
    </span>
  );
}
