import type { WriterQuote } from "@/api/types";
import { formatMoney } from "@/lib/format";

interface WriterChoiceProps {
  writers: WriterQuote[];
  chosen: string;
  onChoose(writer: string): void;
}

/** Who writes, each with its price beside it. */
export function WriterChoice({ writers, chosen, onChoose }: WriterChoiceProps) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-medium">Writer</legend>
      {writers.map((writer) => (
        <label key={writer.writer} className="flex flex-wrap items-baseline gap-x-2">
          <input
            type="radio"
            name="script-writer"
            value={writer.writer}
            checked={chosen === writer.writer}
            disabled={!writer.available}
            onChange={() => onChoose(writer.writer)}
          />
          <span>{writer.available ? writer.label : "Your own model"}</span>
          <span className={writer.level === "over" ? "text-danger" : "text-muted"}>
            {priceOf(writer)}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function priceOf({ available, at_most_micro_usd: cost, level }: WriterQuote): string {
  if (!available || cost === null) return "not connected";
  if (cost === 0) return "free";
  const most = `at most ${formatMoney(cost)}`;
  return level === "over" ? `${most}, more than is left of this month's limit` : most;
}
