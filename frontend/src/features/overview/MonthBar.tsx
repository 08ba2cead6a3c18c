import type { Month } from "@/api/types";
import { formatMoment, formatMoney } from "@/lib/format";
import { Notice } from "@/ui/Notice";
import { ProgressBar } from "@/ui/ProgressBar";

/** This month's money: what is spent and set aside, of what may be. */
export function MonthBar({ month }: { month: Month }) {
  const used = month.spent_micro_usd + month.reserved_micro_usd;
  const limit = month.limit_micro_usd;
  return (
    <section aria-label="This month" className="grid gap-2">
      <h2 className="text-xl">This month</h2>
      <p className="text-muted tabular-nums">
        {formatMoney(month.spent_micro_usd)} spent
        {month.reserved_micro_usd > 0 && `, ${formatMoney(month.reserved_micro_usd)} set aside`}
        {limit === null ? "; there is no limit" : ` of ${formatMoney(limit)}`}
      </p>
      {limit !== null && (
        <ProgressBar label="Used of the limit" progress={limit === 0 ? 1 : used / limit} />
      )}
      {month.level === "near" && (
        <Notice tone="caution">
          {formatMoney(month.left_micro_usd ?? 0)} are left until {formatMoment(month.ends_at)}.
          Free voices work without a limit.
        </Notice>
      )}
      {month.level === "over" && (
        <Notice tone="danger">
          The limit is reached until {formatMoment(month.ends_at)}. Raise it in the settings, or
          choose a free voice.
        </Notice>
      )}
    </section>
  );
}
