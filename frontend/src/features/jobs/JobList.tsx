import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { jobsQuery } from "@/api/jobs";
import type { Job } from "@/api/types";
import { JobRow } from "@/features/jobs/JobRow";
import { Button } from "@/ui/Button";

interface JobListProps {
  profile: string;
  /** Which jobs: all, or those that failed or were given up. */
  only?: "went_wrong" | undefined;
  /** Names of footage and projects, by id. */
  names: Map<string, string>;
  /** What stands here while there is no job. */
  empty: ReactNode;
  actionOf(job: Job): ReactNode;
}

/** A store's jobs, newest first. */
export function JobList({ profile, only, names, empty, actionOf }: JobListProps) {
  const jobs = useSuspenseInfiniteQuery(jobsQuery(profile, only));
  if (jobs.data.length === 0) return empty;
  return (
    <>
      <ul aria-label="Jobs" className="grid gap-2.5">
        {jobs.data.map((job) => (
          <JobRow
            key={job.id}
            profile={profile}
            job={job}
            subject={job.voice_model ?? names.get(job.subject_id ?? "")}
            action={actionOf(job)}
          />
        ))}
      </ul>
      {jobs.hasNextPage && (
        <Button
          className="mx-auto mt-6 flex"
          disabled={jobs.isFetchingNextPage}
          onClick={() => void jobs.fetchNextPage()}
        >
          Show older jobs
        </Button>
      )}
    </>
  );
}
