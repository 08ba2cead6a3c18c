import { createFileRoute, Link } from "@tanstack/react-router";
import { clipsQuery } from "@/api/clips";
import { ClipShelf } from "@/features/clips/ClipShelf";
import { OpenProject } from "@/features/making/OpenProject";
import { buttonLook } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";

export const Route = createFileRoute("/p/$profile/library")({
  loader: ({ context, params }) =>
    context.queryClient.ensureInfiniteQueryData(clipsQuery(params.profile)),
  component: Library,
});

function Library() {
  const { profile } = Route.useParams();
  return (
    <>
      <h1 className="mb-8 text-4xl">Library</h1>
      <ClipShelf
        profile={profile}
        actionOf={({ project_id }) =>
          project_id !== null && <OpenProject profile={profile} project={project_id} />
        }
        empty={
          <EmptyState
            title="No videos yet"
            action={
              <Link to="/p/$profile" params={{ profile }} className={buttonLook("primary")}>
                Make a video
              </Link>
            }
          >
            Upload footage, write a script and generate: the finished videos of this store gather
            here.
          </EmptyState>
        }
      />
    </>
  );
}
