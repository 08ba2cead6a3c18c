import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, Link } from "@tanstack/react-router";
import { dashboardQuery, RANGES, type Range } from "@/api/profiles";
import { MonthBar } from "@/features/overview/MonthBar";
import { formatMoment, formatMoney } from "@/lib/format";
import { buttonLook } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { Facts } from "@/ui/Facts";

const NAMES: Record<Range, string> = {
  "7d": "7 days",
  "30d": "30 days",
  "90d": "90 days",
  all: "All time",
};

export const Route = createFileRoute("/p/$profile/overview")({
  validateSearch: (search: Record<string, unknown>): { range?: Range } => {
    const range = RANGES.find((known) => known === search.range);
    return range ? { range } : {};
  },
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, params: { profile }, deps: { range = "30d" } }) =>
    queryClient.ensureQueryData(dashboardQuery(profile, range)),
  component: Overview,
});

function Overview() {
  const { profile } = Route.useParams();
  const { range = "30d" } = Route.useSearch();
  const { data } = useSuspenseQuery(dashboardQuery(profile, range));
  return (
    <div className="grid gap-10">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <h1 className="text-4xl">Overview</h1>
        <nav aria-label="Range" className="flex flex-wrap gap-1.5">
          {RANGES.map((other) => (
            <Link
              key={other}
              to="/p/$profile/overview"
              params={{ profile }}
              search={{ range: other }}
              className={buttonLook(other === range ? "primary" : "plain")}
            >
              {NAMES[other]}
            </Link>
          ))}
        </nav>
      </div>
      {data.last_activity === null ? (
        <EmptyState
          title="Nothing happened in this time"
          action={
            <Link to="/p/$profile" params={{ profile }} className={buttonLook("primary")}>
              Make a video
            </Link>
          }
        >
          Videos, clips and costs of this store are summed up here.
        </EmptyState>
      ) : (
        <Facts
          facts={[
            ["Videos made", data.videos_made.toLocaleString("en")],
            ["Clips in the library", data.clips.toLocaleString("en")],
            ["Projects", data.projects.toLocaleString("en")],
            ["Footage", data.source_videos.toLocaleString("en")],
            ["Jobs that went wrong", data.jobs_went_wrong.toLocaleString("en")],
            ["Spent", formatMoney(data.spent_micro_usd)],
            ["Last activity", formatMoment(data.last_activity)],
          ]}
        />
      )}
      <MonthBar month={data.month} />
      {data.costs_by_provider.length > 0 && (
        <section>
          <h2 className="mb-3 text-xl">Costs by engine</h2>
          <Facts
            facts={data.costs_by_provider.map(({ provider, amount_micro_usd, units }) => [
              provider,
              `${formatMoney(amount_micro_usd)} for ${units.toLocaleString("en")} ${provider === "chat" ? "scripts" : "characters"}`,
            ])}
          />
        </section>
      )}
    </div>
  );
}
