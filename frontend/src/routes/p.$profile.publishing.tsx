import { useQuery, useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { clipsQuery } from "@/api/clips";
import { channelsQuery, connectionQuery, publicationsQuery } from "@/api/publishing";
import { Channels } from "@/features/publishing/Channels";
import { Connection } from "@/features/publishing/Connection";
import { PublicationRow } from "@/features/publishing/PublicationRow";
import { PublishForm } from "@/features/publishing/PublishForm";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";

/** The clip that is to be published, when the person comes from one. */
interface Search {
  clip?: string;
}

export const Route = createFileRoute("/p/$profile/publishing")({
  validateSearch: (search: Record<string, unknown>): Search =>
    typeof search.clip === "string" ? { clip: search.clip } : {},
  loader: async ({ context: { queryClient }, params: { profile } }) => {
    await Promise.all([
      queryClient.ensureQueryData(connectionQuery(profile)),
      queryClient.ensureQueryData(channelsQuery(profile)),
      queryClient.ensureInfiniteQueryData(publicationsQuery(profile)),
      queryClient.ensureInfiniteQueryData(clipsQuery(profile)),
    ]);
  },
  component: Publishing,
});

function Publishing() {
  const { profile } = Route.useParams();
  const { clip } = Route.useSearch();
  const navigate = useNavigate();
  const { data: connection } = useSuspenseQuery(connectionQuery(profile));
  const publications = useSuspenseInfiniteQuery(publicationsQuery(profile));
  const { data: clips } = useSuspenseInfiniteQuery(clipsQuery(profile));
  const { data: channels = [] } = useQuery(channelsQuery(profile));
  const [isOpen, setOpen] = useState(clip !== undefined);
  const canPublish = connection.connected && channels.length > 0 && clips.length > 0;

  function close() {
    setOpen(false);
    void navigate({ to: "/p/$profile/publishing", params: { profile }, replace: true });
  }

  return (
    <>
      <div className="mb-6 flex flex-wrap items-end justify-between gap-3">
        <h1 className="text-4xl">Publishing</h1>
        <Button tone="primary" disabled={!canPublish} onClick={() => setOpen(true)}>
          Publish clips
        </Button>
      </div>
      {!canPublish && (
        <p className="mb-6 text-muted">
          Connect Postiz, choose at least one channel and make a video: then it can be published.
        </p>
      )}
      <div className="grid gap-10">
        <section aria-label="Publications">
          <h2 className="mb-3 text-2xl">Publications</h2>
          {publications.data.length === 0 ? (
            <p className="text-muted">Nothing has been published from this store yet.</p>
          ) : (
            <ul className="grid gap-3">
              {publications.data.map((one) => (
                <PublicationRow key={one.id} profile={profile} one={one} />
              ))}
            </ul>
          )}
          {publications.hasNextPage && (
            <Button className="mx-auto mt-4 flex" onClick={() => void publications.fetchNextPage()}>
              Show older ones
            </Button>
          )}
        </section>
        {connection.connected && (
          <section aria-label="Channels">
            <h2 className="mb-3 text-2xl">Channels</h2>
            <Channels profile={profile} />
          </section>
        )}
        <section aria-label="Connection">
          <h2 className="mb-3 text-2xl">Connection</h2>
          <Connection key={connection.updated_at} profile={profile} />
        </section>
      </div>
      {canPublish && isOpen && (
        <Dialog
          open
          wide
          onClose={close}
          title="Publish clips"
          description="Nothing is sent before you have seen the plan and confirmed it."
        >
          <PublishForm
            profile={profile}
            clips={clips.filter(({ missing_file }) => missing_file === null)}
            channels={channels}
            chosenClip={clip}
            onDone={close}
          />
        </Dialog>
      )}
    </>
  );
}
