import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { scriptQuoteOf } from "@/features/making/script-quote";
import { formatMoney } from "@/lib/format";
import { Notice } from "@/ui/Notice";

interface PriceProps {
  profile: string;
  script: string;
  provider: string;
  /** How many voices speak the script, each of them the whole of it. */
  voices: number;
}

/** What the chosen voices will cost for the script, before anything is spent. */
export function Price({ profile, script, provider, voices }: PriceProps) {
  const asked = { ...scriptQuoteOf(profile, script, voices), placeholderData: keepPreviousData };
  const { data, isPlaceholderData } = useQuery(asked);
  const quote = data?.providers.find((engine) => engine.provider === provider);
  if (!data || !quote || !asked.enabled || quote.cost_micro_usd === 0) return null;
  // The price of something else keeps the place; it is not shown.
  if (isPlaceholderData) return <p className="text-muted">Counting what the voice costs…</p>;
  const { left_micro_usd: left } = data.month;
  const total = formatMoney(quote.cost_micro_usd);
  const cost =
    voices === 1 ? `The voice costs up to ${total}` : `The ${voices} voices cost up to ${total}`;
  if (quote.level === "over") {
    return (
      <Notice tone="danger">
        {cost}, and {formatMoney(left ?? 0)} of this month's limit are left. Raise the limit in the
        settings, {voices > 1 && "let one voice speak all variants, "}or choose a free voice.
      </Notice>
    );
  }
  return (
    <p className={quote.level === "near" ? "text-caution" : "text-muted"}>
      {cost}; sentences that were spoken before cost nothing.
      {left !== null && ` ${formatMoney(left)} of this month's limit are left.`}
    </p>
  );
}
