import { useQuery } from "@tanstack/react-query";
import type { Month } from "@/api/types";
import { scriptQuoteOf } from "@/features/making/script-quote";
import { formatMoney } from "@/lib/format";
import { Notice } from "@/ui/Notice";

/** The share of a month's limit from which the API warns. */
const WARN_PERCENT = 80;

interface PriceProps {
  profile: string;
  script: string;
  provider: string;
  /** How many voices speak the script, each of them the whole of it. */
  voices: number;
}

/** What the chosen voices will cost for the script, before anything is spent. */
export function Price({ profile, script, provider, voices }: PriceProps) {
  const { data } = useQuery(scriptQuoteOf(profile, script));
  const quote = data?.providers.find((engine) => engine.provider === provider);
  if (!data || !quote || quote.cost_micro_usd === 0) return null;
  const { left_micro_usd: left } = data.month;
  const total = quote.cost_micro_usd * voices;
  const level = levelWith(data.month, total);
  const cost =
    voices === 1
      ? `The voice costs up to ${formatMoney(total)}`
      : `The ${voices} voices cost up to ${formatMoney(total)}`;
  if (level === "over") {
    return (
      <Notice tone="danger">
        {cost}, and {formatMoney(left ?? 0)} of this month's limit are left. Raise the limit in the
        settings, {voices > 1 && "let one voice speak all variants, "}or choose a free voice.
      </Notice>
    );
  }
  return (
    <p className={level === "near" ? "text-caution" : "text-muted"}>
      {cost}; sentences that were spoken before cost nothing.
      {left !== null && ` ${formatMoney(left)} of this month's limit are left.`}
    </p>
  );
}

/** How near the limit would be afterwards, as the API reckons it. */
function levelWith(month: Month, more: number): Month["level"] {
  const { limit_micro_usd: limit, spent_micro_usd: spent, reserved_micro_usd: reserved } = month;
  if (limit === null) return "fine";
  const used = spent + reserved + more;
  if (used > limit) return "over";
  return used * 100 >= limit * WARN_PERCENT ? "near" : "fine";
}
