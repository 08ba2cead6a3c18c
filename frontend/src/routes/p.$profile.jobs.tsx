import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { createFileRoute, Link, useNavigate } from "@tanstack/react-router";
import { toast } from "sonner";
import { footageQuery } from "@/api/footage";
import { jobsQuery } from "@/api/jobs";
import { projectQuery, projectsQuery } from "@/api/projects";
import type { Job } from "@/api/types";
import { JobList } from "@/features/jobs/JobList";
import { changeDraft, draftFrom, drafts } from "@/features/making/draft";
import { detailOf } from "@/lib/problem";
import { Button, buttonLook } from "@/ui/Button";
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
        actionOf={(job) => <OpenProject profile={profile} job={job} />}
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

/** Takes a project up again on the first page. */
function OpenProject({ profile, job }: { profile: string; job: Job }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const project = job.subject_id;
  if (job.kind !== "generate_variants" || project === null) return null;

  async function open(id: string) {
    try {
      const project = await queryClient.fetchQuery(projectQuery(profile, id));
      const { pages } = await queryClient.ensureInfiniteQueryData(footageQuery(profile));
      const old = drafts.get(profile);
      const footage = pages.flatMap((page) => page.items.map(({ id }) => id));
      changeDraft(profile, draftFrom(project, footage));
      toast(`“${project.name}” is open.`, {
        action: { label: "Back to my draft", onClick: () => changeDraft(profile, old) },
      });
      await navigate({ to: "/p/$profile", params: { profile } });
    } catch (error) {
      toast.error(detailOf(error));
    }
  }

  return <Button onClick={() => void open(project)}>Open project</Button>;
}
