import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { meQuery } from "@/api/auth";
import { activityQuery } from "@/api/publishing";
import type { PublishingEvent } from "@/api/types";
import { formatMoment } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";

const DONE: Record<string, string> = {
  confirmed: "confirmed",
  planned: "put back to be sent",
  uploading: "began to upload",
  sending: "sent off",
  sent: "handed to Postiz",
  scheduled: "scheduled at Postiz",
  published: "appeared",
  failed: "failed",
  needs_review: "has to be looked at",
  deleted: "deleted",
  connected: "connected Postiz",
  disconnected: "disconnected Postiz",
  channel_chosen: "chose a channel",
  channel_released: "let go of a channel",
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
      <div className="overflow-x-auto rounded-xl border border-line">
        <table className="w-full text-left text-sm">
          <thead className="bg-sunken">
            <tr>
              {["When", "Who", "What", "Clip", "Channel"].map((head) => (
                <th key={head} scope="col" className="px-3 py-2 font-medium">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {log.data.map((event) => (
              <Event key={event.id} event={event} isOwn={event.actor_id === me?.user_id} />
            ))}
          </tbody>
        </table>
      </div>
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
    <tr className="border-line border-t align-top">
      <td className="whitespace-nowrap px-3 py-2 tabular-nums">{formatMoment(event.at)}</td>
      <td className="px-3 py-2">{isOwn ? "You" : event.actor_id.slice(0, 8)}</td>
      <td className="px-3 py-2">
        {DONE[event.what] ?? event.what}
        {event.detail !== "" && (
          <span className="block break-words text-muted">{event.detail}</span>
        )}
      </td>
      <td className="px-3 py-2">{event.clip_name || "–"}</td>
      <td className="px-3 py-2">{event.account || "–"}</td>
    </tr>
  );
}
