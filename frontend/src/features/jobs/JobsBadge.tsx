import { useInfiniteQuery } from "@tanstack/react-query";
import { isActive, jobsQuery } from "@/api/jobs";

/** How many jobs are under way, beside the link to them. */
export function JobsBadge({ profile }: { profile: string }) {
  const { data: jobs = [] } = useInfiniteQuery(jobsQuery(profile));
  const active = jobs.filter(isActive).length;
  if (active === 0) return null;
  return (
    <span className="min-w-5 rounded-full bg-ink px-1.5 text-center font-semibold text-surface text-xs leading-5">
      {active}
      <span className="sr-only"> under way</span>
    </span>
  );
}
