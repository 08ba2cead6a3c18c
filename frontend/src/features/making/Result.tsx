import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { clipsKey, projectClipsQuery, saveVtt } from "@/api/clips";
import type { Clip, Job } from "@/api/types";
import { detailOf } from "@/lib/problem";
import { forgetUrls } from "@/lib/signed-urls";
import { Button } from "@/ui/Button";
import { ClipDetails } from "@/ui/ClipDetails";
import { Notice } from "@/ui/Notice";
import { PhoneFrame } from "@/ui/PhoneFrame";
import { VideoPlayer } from "@/ui/VideoPlayer";

interface ResultProps {
  profile: string;
  projectId: string;
  job: Job | undefined;
  /** What stands here while there is no clip. */
  empty: ReactNode;
}

/** The finished variants of a project. */
export function Result({ profile, projectId, job, empty }: ResultProps) {
  const queryClient = useQueryClient();
  const clips = useInfiniteQuery(projectClipsQuery(profile, projectId));
  const vtt = useMutation(saveVtt(profile));
  const [shownId, setShownId] = useState<string | null>(null);
  const finished = clipsOf(job, clips.data ?? []);
  const shown = finished.find(({ id }) => id === shownId) ?? finished[0];

  function reload() {
    forgetUrls();
    void queryClient.invalidateQueries({ queryKey: clipsKey(profile) });
  }

  if (clips.error) {
    return (
      <Notice tone="danger" action={<Button onClick={reload}>Try again</Button>}>
        {detailOf(clips.error)}
      </Notice>
    );
  }
  if (!shown) return empty;
  return (
    <>
      <PhoneFrame>
        <VideoPlayer
          label={`${shown.project_name}, variant ${shown.variant}`}
          src={shown.video_url}
          poster={shown.thumbnail_url}
          onReload={reload}
        />
      </PhoneFrame>
      {finished.length > 1 && (
        <VariantTabs clips={finished} shown={shown} onShow={(clip) => setShownId(clip.id)} />
      )}
      <ClipDetails
        clip={shown}
        onSaveVtt={() => vtt.mutate(shown)}
        problem={vtt.error && detailOf(vtt.error)}
      />
      {notesOf(job, shown).map((note) => (
        <Notice key={note} tone="caution">
          {note}
        </Notice>
      ))}
    </>
  );
}

interface VariantTabsProps {
  clips: Clip[];
  shown: Clip;
  onShow(clip: Clip): void;
}

function VariantTabs({ clips, shown, onShow }: VariantTabsProps) {
  return (
    <div className="flex flex-wrap justify-center gap-2">
      {clips.map((clip) => (
        <button
          key={clip.id}
          type="button"
          aria-pressed={clip.id === shown.id}
          aria-label={`Show variant ${clip.variant}`}
          onClick={() => onShow(clip)}
          className={`overflow-hidden rounded-lg border-2 ${clip.id === shown.id ? "border-ink" : "border-transparent opacity-75 hover:opacity-100"}`}
        >
          <img src={clip.thumbnail_url} alt="" className="h-16 w-9 bg-sunken object-cover" />
        </button>
      ))}
    </div>
  );
}

/** The clips of the latest job where it says which, else all of the project's, by variant. */
function clipsOf(job: Job | undefined, clips: Clip[]): Clip[] {
  const ids = job?.state === "done" ? job.result?.clip_ids : undefined;
  const chosen = Array.isArray(ids) ? clips.filter(({ id }) => ids.includes(id)) : clips;
  return chosen.toSorted((one, other) => one.variant - other.variant);
}

/** What the job has to say beyond the clip's own notes. */
function notesOf(job: Job | undefined, clip: Clip): string[] {
  const notes = job?.state === "done" ? job.result?.notes : undefined;
  if (!Array.isArray(notes)) return [];
  return notes.filter((note) => typeof note === "string" && !clip.notes.includes(note));
}
