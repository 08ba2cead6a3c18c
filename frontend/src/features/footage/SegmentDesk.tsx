import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { toast } from "sonner";
import {
  createSegment,
  removeSegment,
  restoreSegment,
  segmentsQuery,
  sourceVideoQuery,
  updateSegment,
} from "@/api/segments";
import type { Segment } from "@/api/types";
import { SegmentCard } from "@/features/footage/SegmentCard";
import { SegmentEditor } from "@/features/footage/SegmentEditor";
import { SegmentPlayer, type SegmentPlayerHandle } from "@/features/footage/SegmentPlayer";
import { nameOf } from "@/features/footage/span";
import { formatCount, formatDuration } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { Notice } from "@/ui/Notice";

/** The shortest segment, as the API holds it. */
const SHORTEST_MS = 500;
/** How long a segment is that begins where the player stands. */
const NEW_MS = 2000;

/** All scenes of one source video, over a player that shows them. */
export function SegmentDesk({ profile, video: id }: { profile: string; video: string }) {
  const queryClient = useQueryClient();
  const { data: video } = useSuspenseQuery(sourceVideoQuery(profile, id));
  const isAnalysing = video.state === "analysing";
  const { data: segments } = useSuspenseQuery(segmentsQuery(profile, id, isAnalysing));
  const [chosenId, setChosenId] = useState<string | null>(null);
  const player = useRef<SegmentPlayerHandle>(null);
  const creating = useMutation(createSegment(queryClient, profile, id));
  const updating = useMutation(updateSegment(queryClient, profile));
  const removing = useMutation(removeSegment(queryClient, profile));
  const restoring = useMutation(restoreSegment(queryClient, profile));
  const chosen = segments.find((segment) => segment.id === chosenId) ?? segments[0];
  const failed = creating.error ?? updating.error ?? removing.error ?? restoring.error;
  const duration = video.duration_ms ?? 0;

  function play(segment: Segment) {
    setChosenId(segment.id);
    player.current?.play(segment);
  }

  function remove(segment: Segment) {
    removing.mutate(segment, {
      onSuccess: () =>
        toast("The scene is removed.", {
          action: { label: "Undo", onClick: () => restoring.mutate(segment.id) },
        }),
    });
  }

  function create() {
    const start_ms = Math.min(player.current?.nowMs() ?? 0, Math.max(0, duration - SHORTEST_MS));
    const span = { start_ms, end_ms: Math.min(duration, start_ms + NEW_MS) };
    creating.mutate(span, { onSuccess: (segment) => setChosenId(segment.id) });
  }

  return (
    <>
      <div className="my-6 flex flex-wrap items-center gap-3">
        <div className="min-w-0 flex-1 basis-full sm:basis-0">
          <h1 className="text-3xl break-words">{video.name}</h1>
          <p aria-live="polite" className="text-muted tabular-nums">
            {formatDuration(duration)} · {formatCount(segments.length, "scene")}
            {isAnalysing && " so far; the rest is being found"}
          </p>
        </div>
        <Button onClick={create} disabled={creating.isPending || duration < SHORTEST_MS}>
          <Plus className="size-4" aria-hidden />
          New scene here
        </Button>
      </div>
      {video.state === "failed" && <Notice tone="danger">{video.error}</Notice>}
      {failed && <Notice tone="danger">{detailOf(failed)}</Notice>}
      <div className="mt-4 grid gap-6 lg:grid-cols-[minmax(0,1fr)_24rem]">
        {/* On a phone the player stays in sight over the scenes, and the editor comes after them. */}
        <div className="contents lg:order-2 lg:block">
          <div className="contents lg:sticky lg:top-4 lg:grid lg:gap-4">
            <div className="sticky top-0 z-10 lg:static">
              <SegmentPlayer ref={player} video={video} segment={chosen} />
            </div>
            {chosen && (
              <SegmentEditor
                key={`${chosen.id} ${chosen.start_ms} ${chosen.end_ms}`}
                name={nameOf(chosen)}
                segment={chosen}
                durationMs={duration}
                isSaving={updating.isPending}
                nowMs={() => player.current?.nowMs() ?? chosen.start_ms}
                onSave={(patch) => updating.mutate({ id: chosen.id, patch })}
              />
            )}
          </div>
        </div>
        {segments.length === 0 ? (
          <EmptyState title={isAnalysing ? "No scene yet" : "No scene left"}>
            {isAnalysing
              ? "The first ones appear here while the file is still being looked at."
              : "Play the video to where a scene begins, and press “New scene here”."}
          </EmptyState>
        ) : (
          <ul aria-label="Scenes" className="grid grid-cols-2 content-start gap-3 sm:grid-cols-3">
            {segments.map((segment) => (
              <SegmentCard
                key={segment.id}
                segment={segment}
                isChosen={segment.id === chosen?.id}
                onPlay={() => play(segment)}
                onStar={() =>
                  updating.mutate({ id: segment.id, patch: { favourite: !segment.favourite } })
                }
                onRemove={() => remove(segment)}
              />
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
