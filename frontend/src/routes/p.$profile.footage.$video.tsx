import { createFileRoute, Link } from "@tanstack/react-router";
import { segmentsQuery, sourceVideoQuery } from "@/api/segments";
import { SegmentDesk } from "@/features/footage/SegmentDesk";

export const Route = createFileRoute("/p/$profile/footage/$video")({
  loader: ({ context: { queryClient }, params: { profile, video } }) =>
    Promise.all([
      queryClient.ensureQueryData(sourceVideoQuery(profile, video)),
      queryClient.ensureQueryData(segmentsQuery(profile, video)),
    ]),
  component: Footage,
});

function Footage() {
  const { profile, video } = Route.useParams();
  return (
    <>
      <Link to="/p/$profile" params={{ profile }} className="text-muted underline">
        Back to the footage
      </Link>
      <SegmentDesk key={video} profile={profile} video={video} />
    </>
  );
}
