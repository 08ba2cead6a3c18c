import { useMutation, useQueryClient, useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { footageQuery, removeFootage } from "@/api/footage";
import { jobsQuery } from "@/api/jobs";
import type { SourceVideo } from "@/api/types";
import { DropZone } from "@/features/footage/DropZone";
import { FootageCard } from "@/features/footage/FootageCard";
import { UploadRow } from "@/features/footage/UploadRow";
import { dismissUpload, retryUpload, startUploads, uploads } from "@/features/footage/uploads";
import { useKept } from "@/lib/kept-store";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Step } from "@/ui/Step";

interface FootageStepProps {
  profile: string;
  /** The source videos that the next video leaves out. */
  excluded: string[];
  onExclude(excluded: string[]): void;
}

/** Step 1: what the video is cut from. */
export function FootageStep({ profile, excluded, onExclude }: FootageStepProps) {
  const queryClient = useQueryClient();
  const footage = useSuspenseInfiniteQuery(footageQuery(profile));
  const jobs = useSuspenseInfiniteQuery(jobsQuery(profile));
  const { list } = useKept(uploads, profile);
  const [leaving, setLeaving] = useState<SourceVideo | null>(null);
  const videos = footage.data;

  const isReady = videos.some((video) => video.state === "ready" && !excluded.includes(video.id));
  const use = (id: string, isUsed: boolean) =>
    onExclude(isUsed ? excluded.filter((other) => other !== id) : [...excluded, id]);

  return (
    <Step
      number={1}
      title="Footage"
      lead="What the video is cut from. Each file is searched for its liveliest scenes."
      done={isReady}
    >
      <DropZone
        compact={videos.length + list.length > 0}
        onFiles={(files) => startUploads(queryClient, profile, files)}
      />
      {list.length > 0 && (
        <ul aria-label="Uploads" className="mt-3 grid gap-2">
          {list.map((upload) => (
            <UploadRow
              key={upload.id}
              upload={upload}
              onDismiss={() => dismissUpload(profile, upload.id)}
              onRetry={() => retryUpload(profile, upload.id)}
            />
          ))}
        </ul>
      )}
      {videos.length > 0 && (
        <ul aria-label="Footage" className="mt-3 grid gap-2 sm:grid-cols-2">
          {videos.map((video) => (
            <FootageCard
              key={video.id}
              profile={profile}
              video={video}
              job={jobs.data.find((job) => job.kind === "analyse" && job.subject_id === video.id)}
              isUsed={!excluded.includes(video.id)}
              onUse={(isUsed) => use(video.id, isUsed)}
              onRemove={() => setLeaving(video)}
            />
          ))}
        </ul>
      )}
      {footage.hasNextPage && (
        <Button className="mt-3" onClick={() => void footage.fetchNextPage()}>
          Show older footage
        </Button>
      )}
      {leaving && (
        <RemoveFootage profile={profile} video={leaving} onClose={() => setLeaving(null)} />
      )}
    </Step>
  );
}

interface RemoveFootageProps {
  profile: string;
  video: SourceVideo;
  onClose(): void;
}

function RemoveFootage({ profile, video, onClose }: RemoveFootageProps) {
  const removal = useMutation(removeFootage(useQueryClient(), profile));
  return (
    <ConfirmDialog
      open
      title={`Remove ${video.name}?`}
      description="The file and its scenes are deleted from this store. Finished videos stay."
      confirmLabel={removal.isPending ? "Removing…" : "Remove"}
      busy={removal.isPending}
      error={removal.error && detailOf(removal.error)}
      onConfirm={() => removal.mutate(video.id, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
