import type { ReactNode } from "react";
import type { ToCheck } from "@/api/types";

const WHY: Record<ToCheck["kind"], string> = {
  price: "A price that you did not give",
  claim: "A claim that you did not make",
  number: "A number that you did not give",
  name: "A name or address that you did not give",
};

/** A part of a script with the places in it that a person should check. */
export function Marked({ text, checks }: { text: string; checks: ToCheck[] }) {
  // The API counts code points, as Array.from does.
  const letters = Array.from(text);
  const pieces: ReactNode[] = [];
  let from = 0;
  for (const check of [...checks].sort((a, b) => a.start - b.start)) {
    pieces.push(letters.slice(from, check.start).join(""));
    pieces.push(
      <mark
        key={check.start}
        title={WHY[check.kind]}
        className="rounded bg-caution-wash px-0.5 text-caution underline decoration-wavy decoration-1 underline-offset-4"
      >
        {letters.slice(check.start, check.end).join("")}
        <span className="sr-only"> ({WHY[check.kind]}; check it)</span>
      </mark>,
    );
    from = check.end;
  }
  pieces.push(letters.slice(from).join(""));
  return <>{pieces}</>;
}
