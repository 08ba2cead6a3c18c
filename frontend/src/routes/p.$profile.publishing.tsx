import {
  useMutation,
  useQuery,
  useQueryClient,
  useSuspenseInfiniteQuery,
  useSuspenseQuery,
} from "@tanstack/react-query";
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { clipQuery, clipsQuery } from "@/api/clips";
import { publicationsQuery, syncPublications } from "@/api/publications";
import { channelsQuery, connectionQuery, networksQuery } from "@/api/publishing";
import { Activity } from "@/features/publishing/Activity";
import { Channels } from "@/features/publishing/Channels";
import { Connection } from "@/features/publishing/Connection";
import { PublicationRow } from "@/features/publishing/PublicationRow";
import { PublishForm } from "@/features/publishing/PublishForm";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { EmptyState } from "@/ui/EmptyState";
import { Notice } from "@/ui/Notice";

/** The clip that is to be published, when the person comes from one. */
interface Search {
  clip?: string;
}

export const Route = createFileRoute("/p/$profile/publishing")({
  validateSearch: (search: Record<string, unknown>): Search =>
    typeof search.clip === "string" ? { clip: search.clip } : {},
  loaderDeps: ({ search: { clip } }) => ({ clip }),
  loader: async ({ context: { queryClient }, params: { profile }, deps: { clip } }) => {
    await Promise.all([
      queryClient.ensureQueryData(connectionQuery(profile)),
      queryClient.ensureQueryData(channelsQuery(profile)),
      queryClient.ensureQueryData(networksQuery(profile)),
      queryClient.ensureInfiniteQueryData(publicationsQuery(profile)),
      queryClient.ensureInfiniteQueryData(clipsQuery(profile)),
      // A clip that is gone is said so in the dialog; the page is there all the same.
      clip !== undefined && queryClient.prefetchQuery(clipQuery(profile, clip)),
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
  const chosen = useQuery({ ...clipQuery(profile, clip ?? ""), enabled: clip !== undefined });
  const { data: channels } = useSuspenseQuery(channelsQuery(profile));
  const { data: rules } = useSuspenseQuery(networksQuery(profile));
  const syncing = useMutation(syncPublications(useQueryClient(), profile));
  const [isOpen, setOpen] = useState(clip !== undefined);
  const todo = [
    !connection.connected && "connect Postiz",
    channels.length === 0 && "choose a channel",
    clips.length === 0 && "make a video",
  ].filter((step) => step !== false);
  const canPublish = todo.length === 0;

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
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
        <section aria-label="Publications">
          <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
            <h2 className="text-2xl">Publications</h2>
            {connection.connected && publications.data.length > 0 && (
              <Button disabled={syncing.isPending} onClick={() => syncing.mutate()}>
                {syncing.isPending ? "Asking…" : "Ask Postiz for news"}
              </Button>
            )}
          </div>
          {syncing.error && <Notice tone="danger">{detailOf(syncing.error)}</Notice>}
          {publications.data.length === 0 ? (
            <EmptyState title="Nothing published yet">{nextStep(todo)}</EmptyState>
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
        <section aria-label="Activity">
          <h2 className="mb-3 text-2xl">Activity</h2>
          <Activity profile={profile} />
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
          {chosen.error && !chosen.data && <Notice tone="danger">{detailOf(chosen.error)}</Notice>}
          <PublishForm
            profile={profile}
            channels={channels}
            rules={rules}
            chosenClip={chosen.data?.missing_file === null ? chosen.data : undefined}
            onDone={close}
          />
        </Dialog>
      )}
    </>
  );
}

/** What is to be done before a clip can be published, or how. */
function nextStep(todo: string[]): string {
  if (todo.length === 0) return "Press “Publish clips”: you see the plan before anything is sent.";
  const [first = "", ...others] = todo;
  const steps = [first.charAt(0).toUpperCase() + first.slice(1), ...others];
  return `${steps.join(", then ")}: then it can be published.`;
}
