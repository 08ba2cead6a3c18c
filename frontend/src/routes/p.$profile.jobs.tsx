import { useInfiniteQuery } from "@tanstack/react-query";
import { createFileRoute, Link } from "@tanstack/react-router";
import { footageQuery } from "@/api/footage";
import { jobsQuery } from "@/api/jobs";
import { projectsQuery } from "@/api/projects";
import { JobList } from "@/features/jobs/JobList";
import { OpenProject } from "@/features/making/OpenProject";
import { buttonLook } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";

export const Route = createFileRoute("/p/$profile/jobs")({
  validateSearch: (search: Record<string, unknown>): { only?: "went_wrong" } =>
    search.only === "went_wrong" ? { only: "went_wrong" } : {},
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient }, params: { profile }, deps: { only } }) => {
    void queryClient.prefetchInfiniteQuery(projectsQuery(profile));
    void queryClient.prefetchInfiniteQuery(footageQuery(profile));
    await queryClient.ensureInfiniteQueryData(jobsQuery(profile, only));
  },
  component: Jobs,
});

function Jobs() {
  const { profile } = Route.useParams();
  const { only } = Route.useSearch();
  const { data: footage = [] } = useInfiniteQuery(footageQuery(profile));
  const { data: projects = [] } = useInfiniteQuery(projectsQuery(profile));
  const names = new Map([...footage, ...projects].map(({ id, name }) => [id, name]));
  return (
    <>
      <div className="mb-8 flex flex-wrap items-end justify-between gap-3">
        <h1 className="text-4xl">Jobs</h1>
        <Link
          to="/p/$profile/jobs"
          params={{ profile }}
          search={only ? {} : { only: "went_wrong" }}
          className={buttonLook()}
        >
          {only ? "Show all jobs" : "Show what went wrong"}
        </Link>
      </div>
      <JobList
        profile={profile}
        only={only}
        names={names}
        actionOf={(job) =>
          job.kind === "generate_variants" &&
          job.subject_id !== null && <OpenProject profile={profile} project={job.subject_id} />
        }
        empty={
          <EmptyState
            title={only ? "Nothing went wrong" : "No jobs yet"}
            action={
              <Link to="/p/$profile" params={{ profile }} className={buttonLook("primary")}>
                Make a video
              </Link>
            }
          >
            Analysing footage and making videos is done here in the background, and goes on when you
            close this page.
          </EmptyState>
        }
      />
    </>
  );
}
