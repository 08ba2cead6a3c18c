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
import { useEdits } from "@/features/footage/edits";
import { LeaveWarning } from "@/features/footage/LeaveWarning";
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
  const edits = useEdits(profile);
  const [problem, setProblem] = useState<string | null>(null);
  // Of several actions at once a mutation shows the latest alone, but it calls these for each.
  const telling = {
    onMutate: () => setProblem(null),
    onError: (error: Error) => setProblem(detailOf(error)),
  };
  const creating = useMutation({ ...createSegment(queryClient, profile, id), ...telling });
  const starring = useMutation({ ...updateSegment(queryClient, profile), ...telling });
  const restoring = useMutation({
    ...restoreSegment(queryClient, profile),
    ...telling,
    // Whoever asks for it may have left the page since.
    onError: (error) => toast.error(detailOf(error)),
  });
  const removing = useMutation({
    ...removeSegment(queryClient, profile, (gone) =>
      toast(`The ${nameOf(gone)} is removed.`, {
        action: { label: "Undo", onClick: () => restoring.mutate(gone.id) },
      }),
    ),
    ...telling,
  });
  const chosen = segments.find((segment) => segment.id === chosenId) ?? segments[0];
  const duration = video.duration_ms ?? 0;

  /** The scene as its sliders stand, saved or not. */
  function asEdited(segment: Segment): Segment {
    return { ...segment, transform: edits.fields(segment).transform };
  }

  function play(segment: Segment) {
    setChosenId(segment.id);
    player.current?.play(asEdited(segment));
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
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      <LeaveWarning isUnsaved={segments.some(edits.isUnsaved)} />
      <div className="mt-4 grid gap-6 lg:grid-cols-[minmax(0,1fr)_24rem]">
        {/* On a phone the player stays in sight over the scenes, and the editor comes after them. */}
        <div className="contents lg:order-2 lg:block">
          <div className="contents lg:sticky lg:top-4 lg:grid lg:gap-4">
            <div className="sticky top-0 z-10 lg:static">
              <SegmentPlayer ref={player} video={video} segment={chosen && asEdited(chosen)} />
            </div>
            {chosen && (
              <SegmentEditor
                key={chosen.id}
                name={nameOf(chosen)}
                fields={edits.fields(chosen)}
                durationMs={duration}
                isUnsaved={edits.isUnsaved(chosen)}
                isSaving={edits.isSaving(chosen)}
                refusal={edits.refusal(chosen)}
                nowMs={() => player.current?.nowMs() ?? chosen.start_ms}
                onChange={(part) => {
                  // The first scene, chosen by nobody yet, stays when another comes before it.
                  setChosenId(chosen.id);
                  edits.change(chosen, part);
                }}
                onSave={() => edits.save(chosen)}
                onDiscard={() => edits.discard(chosen)}
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
                isUnsaved={edits.isUnsaved(segment)}
                onPlay={() => play(segment)}
                onStar={() =>
                  starring.mutate({ id: segment.id, patch: { favourite: !segment.favourite } })
                }
                onRemove={() => removing.mutate(segment)}
              />
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
