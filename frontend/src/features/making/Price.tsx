import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { quoteQuery } from "@/api/voices";
import { formatMoney } from "@/lib/format";
import { hasWords, SCRIPT_LIMIT } from "@/lib/script";
import { Notice } from "@/ui/Notice";

interface PriceProps {
  profile: string;
  script: string;
  provider: string;
}

/** What the chosen voice will cost for the script, before anything is spent. */
export function Price({ profile, script, provider }: PriceProps) {
  const text = useDeferredValue(script);
  const { data } = useQuery({
    ...quoteQuery(profile, text),
    enabled: hasWords(text) && [...text].length <= SCRIPT_LIMIT,
  });
  const quote = data?.providers.find((engine) => engine.provider === provider);
  if (!data || !quote || quote.cost_micro_usd === 0) return null;
  const { left_micro_usd: left } = data.month;
  const cost = formatMoney(quote.cost_micro_usd);
  if (quote.level === "over") {
    return (
      <Notice tone="danger">
        The voice costs up to {cost}, and {formatMoney(left ?? 0)} of this month's limit are left.
        Raise the limit in the settings, or choose a free voice.
      </Notice>
    );
  }
  return (
    <p className={quote.level === "near" ? "text-caution" : "text-muted"}>
      The voice costs up to {cost}; sentences that were spoken before cost nothing.
      {left !== null && ` ${formatMoney(left)} of this month's limit are left.`}
    </p>
  );
}
