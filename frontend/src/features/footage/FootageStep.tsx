import { useMutation, useQueryClient, useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { footageQuery, removeFootage } from "@/api/footage";
import { jobsQuery } from "@/api/jobs";
import type { SourceVideo } from "@/api/types";
import { DropZone } from "@/features/footage/DropZone";
import { FootageCard } from "@/features/footage/FootageCard";
import { UploadRow } from "@/features/footage/UploadRow";
import { dismissUpload, retryUpload, startUploads, uploads } from "@/features/footage/uploads";
import { formatCount } from "@/lib/format";
import { useKept } from "@/lib/kept-store";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Step } from "@/ui/Step";

interface FootageStepProps {
  profile: string;
  /** Whether the next video is cut from a source video. */
  isUsed(id: string): boolean;
  /** How many source videos are used that the list does not show. */
  unseen: number;
  /** What stands above the list: how much of it is used. */
  choice: ReactNode;
  onUse(id: string, isUsed: boolean): void;
  onLeaveUnseenOut(): void;
  onRemoved(id: string): void;
}

/** Step 1: what the video is cut from. */
export function FootageStep(props: FootageStepProps) {
  const { profile, isUsed, unseen, onUse } = props;
  const queryClient = useQueryClient();
  const footage = useSuspenseInfiniteQuery(footageQuery(profile));
  const jobs = useSuspenseInfiniteQuery(jobsQuery(profile));
  const { list } = useKept(uploads, profile);
  const [leaving, setLeaving] = useState<SourceVideo | null>(null);
  const videos = footage.data;

  const used = videos.filter((video) => video.state === "ready" && isUsed(video.id)).length;

  return (
    <Step
      number={1}
      title="Footage"
      lead="What the video is cut from. Each file is searched for its liveliest scenes."
      done={used + unseen > 0}
    >
      <DropZone
        compact={videos.length + list.length > 0}
        onFiles={(files) =>
          startUploads({ queryClient, profile, onStored: (id) => onUse(id, true) }, files)
        }
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
      {props.choice}
      {videos.length > 0 && (
        <ul aria-label="Footage" className="mt-3 grid gap-2 sm:grid-cols-2">
          {videos.map((video) => (
            <FootageCard
              key={video.id}
              profile={profile}
              video={video}
              job={jobs.data.find((job) => job.kind === "analyse" && job.subject_id === video.id)}
              isUsed={isUsed(video.id)}
              onUse={(isUsed) => onUse(video.id, isUsed)}
              onRemove={() => setLeaving(video)}
            />
          ))}
        </ul>
      )}
      {unseen > 0 && <Unseen used={used} unseen={unseen} onLeaveOut={props.onLeaveUnseenOut} />}
      {footage.hasNextPage && (
        <Button className="mt-3" onClick={() => void footage.fetchNextPage()}>
          Show older footage
        </Button>
      )}
      {leaving && (
        <RemoveFootage
          profile={profile}
          video={leaving}
          onRemoved={props.onRemoved}
          onClose={() => setLeaving(null)}
        />
      )}
    </Step>
  );
}

interface UnseenProps {
  /** How many source videos of the list are used. */
  used: number;
  unseen: number;
  onLeaveOut(): void;
}

/** Says that more is used than the list shows. */
function Unseen({ used, unseen, onLeaveOut }: UnseenProps) {
  const [are, them] = unseen === 1 ? ["is", "it"] : ["are", "them"];
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
      <p>
        {formatCount(used, "file")} chosen here, and {unseen} more that {are} not shown.
      </p>
      <Button onClick={onLeaveOut}>Leave {them} out</Button>
    </div>
  );
}

interface RemoveFootageProps {
  profile: string;
  video: SourceVideo;
  onRemoved(id: string): void;
  onClose(): void;
}

function RemoveFootage({ profile, video, onRemoved, onClose }: RemoveFootageProps) {
  const removal = useMutation(removeFootage(useQueryClient(), profile, onRemoved));
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
