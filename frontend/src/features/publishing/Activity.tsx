import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { meQuery } from "@/api/auth";
import { activityQuery } from "@/api/publishing";
import type { PublishingEvent } from "@/api/types";
import { formatMoment } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";

const DONE: Record<string, string> = {
  confirmed: "Confirmed the plan",
  planned: "Put back to be sent",
  uploading: "Began to upload",
  sending: "Sent off",
  sent: "Handed to Postiz",
  scheduled: "Scheduled at Postiz",
  published: "Appeared",
  failed: "Failed",
  needs_review: "Has to be looked at",
  deleted: "Deleted",
  connected: "Connected Postiz",
  disconnected: "Disconnected Postiz",
  channel_chosen: "Chose a channel",
  channel_released: "Let go of a channel",
};

/** Who did what about publishing, when, with which clip and at which channel; newest first. */
export function Activity({ profile }: { profile: string }) {
  const log = useInfiniteQuery(activityQuery(profile));
  const { data: me } = useQuery(meQuery);
  if (log.error) return <Notice tone="danger">{detailOf(log.error)}</Notice>;
  if (!log.data) return <p className="appear-late text-muted">Reading the log…</p>;
  if (log.data.length === 0) return <p className="text-muted">Nothing has been done yet.</p>;
  return (
    <>
      <ol aria-label="What was done" className="rounded-xl border border-line bg-surface text-sm">
        {log.data.map((event) => (
          <Event key={event.id} event={event} isOwn={event.actor_id === me?.user_id} />
        ))}
      </ol>
      {log.hasNextPage && (
        <Button
          className="mx-auto mt-4 flex"
          disabled={log.isFetchingNextPage}
          onClick={() => void log.fetchNextPage()}
        >
          Show older ones
        </Button>
      )}
    </>
  );
}

function Event({ event, isOwn }: { event: PublishingEvent; isOwn: boolean }) {
  return (
    <li className="grid gap-x-4 border-line border-t px-3 py-2 first:border-t-0 sm:grid-cols-[7rem_minmax(0,1fr)_minmax(0,1fr)]">
      <time dateTime={event.at} className="text-muted tabular-nums">
        {formatMoment(event.at)}
      </time>
      <p className="min-w-0 wrap-anywhere">
        {DONE[event.what] ?? event.what}{" "}
        <span className="text-muted">
          by {isOwn ? "you" : `person ${event.actor_id.slice(0, 8)}`}
        </span>
        {event.detail !== "" && <span className="block text-muted">{event.detail}</span>}
      </p>
      <p className="min-w-0 wrap-anywhere">
        {[event.clip_name, event.account].filter((part) => part !== "").join(" → ")}
      </p>
    </li>
  );
}
