import { useMutation, useQueryClient, useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { clipsQuery, deleteClip } from "@/api/clips";
import type { Clip } from "@/api/types";
import { ClipCard } from "@/features/clips/ClipCard";
import { ClipDialog } from "@/features/clips/ClipDialog";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";

interface ClipShelfProps {
  profile: string;
  /** What stands here while there is no clip. */
  empty: ReactNode;
  /** What else can be done with a clip. */
  actionOf(clip: Clip): ReactNode;
}

/** All finished videos of a store. */
export function ClipShelf({ profile, empty, actionOf }: ClipShelfProps) {
  const clips = useSuspenseInfiniteQuery(clipsQuery(profile));
  const [playingId, setPlayingId] = useState<string | null>(null);
  const [leaving, setLeaving] = useState<Clip | null>(null);
  const playing = clips.data.find(({ id }) => id === playingId);

  if (clips.data.length === 0) return empty;
  return (
    <>
      <ul
        aria-label="Finished videos"
        className="grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 sm:gap-x-6 lg:grid-cols-5"
      >
        {clips.data.map((clip) => (
          <ClipCard
            key={clip.id}
            clip={clip}
            onPlay={() => setPlayingId(clip.id)}
            onDelete={() => setLeaving(clip)}
          />
        ))}
      </ul>
      {clips.hasNextPage && (
        <Button
          className="mx-auto mt-8 flex"
          disabled={clips.isFetchingNextPage}
          onClick={() => void clips.fetchNextPage()}
        >
          Show older videos
        </Button>
      )}
      {playing && (
        <ClipDialog
          profile={profile}
          clip={playing}
          action={actionOf(playing)}
          onClose={() => setPlayingId(null)}
        />
      )}
      {leaving && <DeleteClip profile={profile} clip={leaving} onClose={() => setLeaving(null)} />}
    </>
  );
}

interface DeleteClipProps {
  profile: string;
  clip: Clip;
  onClose(): void;
}

function DeleteClip({ profile, clip, onClose }: DeleteClipProps) {
  const deletion = useMutation(deleteClip(useQueryClient(), profile));
  const name = `“${clip.project_name}”, variant ${clip.variant}`;
  return (
    <ConfirmDialog
      open
      title="Delete this video?"
      description={`${name}, and its captions are deleted for good. The project stays: you can generate it again.`}
      confirmLabel={deletion.isPending ? "Deleting…" : "Delete"}
      busy={deletion.isPending}
      error={deletion.error && detailOf(deletion.error)}
      onConfirm={() =>
        deletion.mutate(clip.id, {
          onSuccess: () => {
            toast(`${name} is deleted.`);
            onClose();
          },
        })
      }
      onClose={onClose}
    />
  );
}
