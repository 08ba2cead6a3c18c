import { mutationOptions, type QueryClient } from "@tanstack/react-query";
import { api, bodyOf, inProfile } from "@/api/client";
import { type Pages, pagedQuery, withItem } from "@/api/paging";
import type { Job } from "@/api/types";

/** Where a store's job events stream from. */
export const EVENTS_PATH = "/api/v1/jobs/events";

/** A store's jobs, newest first; the event stream keeps them current. */
export function jobsQuery(profile: string, only?: "went_wrong") {
  return pagedQuery<Job>({
    queryKey: only === undefined ? [profile, "jobs"] : [profile, "jobs", only],
    merge: keepNewer,
    fetchPage: (query) =>
      bodyOf(
        api.GET("/api/v1/jobs", {
          params: { header: inProfile(profile), query: { ...query, ...(only && { only }) } },
        }),
      ),
  });
}

/** Puts a job's latest state into the list. */
export function rememberJob(queryClient: QueryClient, profile: string, job: Job) {
  queryClient.setQueryData(
    jobsQuery(profile).queryKey,
    (known) => known && withItem(known, job, newerJob),
  );
}

/** Asks for a job to be cancelled. */
export function cancelJob(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationKey: [profile, "cancel-job"],
    mutationFn: (id: string) =>
      bodyOf(
        api.POST("/api/v1/jobs/{id}/cancel", {
          params: { header: inProfile(profile), path: { id } },
        }),
      ),
    onSuccess: (job: Job) => rememberJob(queryClient, profile, job),
  });
}

/** Puts a job that went wrong or was stopped into the queue again. */
export function requeueJob(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationKey: [profile, "requeue-job"],
    mutationFn: (id: string) =>
      bodyOf(
        api.POST("/api/v1/jobs/{id}/requeue", {
          params: { header: inProfile(profile), path: { id } },
        }),
      ),
    onSuccess: (job: Job) => {
      rememberJob(queryClient, profile, job);
      return queryClient.invalidateQueries({ queryKey: [profile, "jobs", "went_wrong"] });
    },
  });
}

/** Whether a job can be put into the queue again. */
export function canBeginAnew(job: Job): boolean {
  return ["failed", "dead", "cancelled"].includes(job.state) && job.kind !== "adopted";
}

/** Whether a job still waits or works. */
export function isActive(job: Job): boolean {
  return job.state === "ready" || job.state === "running";
}

/** The later of two states of one job, however late the earlier one arrived. */
export function newerJob(known: Job, other: Job): Job {
  const ahead = Date.parse(other.updated_at) - Date.parse(known.updated_at);
  if (ahead !== 0) return ahead > 0 ? other : known;
  if (isActive(known) !== isActive(other)) return isActive(other) ? known : other;
  return other.progress >= known.progress ? other : known;
}

/** A fetch that began before an event must not put the older state back. */
function keepNewer(known: Pages<Job>, fetched: Pages<Job>): Pages<Job> {
  const before = new Map(known.pages.flatMap((page) => page.items).map((job) => [job.id, job]));
  const pages = fetched.pages.map((page) => ({
    ...page,
    items: page.items.map((job) => {
      const old = before.get(job.id);
      return old ? newerJob(old, job) : job;
    }),
  }));
  return { ...fetched, pages };
}
