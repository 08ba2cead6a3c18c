import { Link } from "@tanstack/react-router";
import { Film, Trash2 } from "lucide-react";
import type { Job, SourceVideo } from "@/api/types";
import { formatCount, formatDuration, formatSize, percentOf } from "@/lib/format";
import { IconButton } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { ProgressBar } from "@/ui/ProgressBar";

interface FootageCardProps {
  profile: string;
  video: SourceVideo;
  /** The analysis of the video, where the page knows of it. */
  job: Job | undefined;
  isUsed: boolean;
  onUse(isUsed: boolean): void;
  onRemove(): void;
}

/** One source video: what it shows, what was found in it, and whether the next video uses it. */
export function FootageCard({ profile, video, job, isUsed, onUse, onRemove }: FootageCardProps) {
  return (
    <li className="overflow-hidden rounded-xl border border-line bg-surface">
      <div className="flex gap-3 p-2.5">
        <Thumbnail video={video} />
        <div className="min-w-0 flex-1 py-0.5">
          <p className="truncate font-medium" title={video.name}>
            {video.name}
          </p>
          <p className="text-muted text-sm tabular-nums">{describe(video)}</p>
          {hasDesk(video) && (
            <Link
              to="/p/$profile/footage/$video"
              params={{ profile, video: video.id }}
              className="mr-4 underline"
            >
              Scenes <span className="sr-only">of {video.name}</span>
            </Link>
          )}
          {video.state === "ready" && (
            <label className="mt-1 inline-flex cursor-pointer items-center gap-2 py-0.5">
              <input
                type="checkbox"
                className="size-4 accent-ink"
                checked={isUsed}
                onChange={(event) => onUse(event.target.checked)}
              />
              <span>
                Use this <span className="sr-only">file: {video.name}</span>
              </span>
            </label>
          )}
        </div>
        <IconButton label={`Remove ${video.name}`} onClick={onRemove}>
          <Trash2 className="size-4" aria-hidden />
        </IconButton>
      </div>
      {video.state === "analysing" && <Analysis video={video} job={job} />}
      {video.state === "failed" && (
        <div className="px-2.5 pb-2.5">
          <Notice tone="danger">{video.error ?? "This file could not be analysed."}</Notice>
        </div>
      )}
    </li>
  );
}

function Analysis({ video, job }: { video: SourceVideo; job: Job | undefined }) {
  // The job is over a moment before the video is heard to be.
  const progress = job?.state === "done" ? 1 : (job?.progress ?? 0);
  return (
    <div className="px-2.5 pb-3">
      <p className="mb-1.5 flex justify-between text-muted text-sm tabular-nums">
        <span>{job?.step || "Waiting for its turn"}</span>
        <span>{percentOf(progress)} %</span>
      </p>
      <ProgressBar label={`Analysis of ${video.name}`} progress={progress} />
    </div>
  );
}

function Thumbnail({ video }: { video: SourceVideo }) {
  const look = "h-18 w-24 shrink-0 rounded-lg bg-sunken object-cover";
  if (video.thumbnail_url) return <img src={video.thumbnail_url} alt="" className={look} />;
  return (
    <span className={`${look} grid place-items-center text-muted`}>
      <Film className="size-6" aria-hidden />
    </span>
  );
}

/** Whether its scenes can be looked at; of a ready video they can all be removed, and made anew. */
function hasDesk({ state, segment_count }: SourceVideo): boolean {
  return state === "ready" || (state === "analysing" && segment_count > 0);
}

function describe(video: SourceVideo): string {
  const length = typeof video.duration_ms === "number" ? [formatDuration(video.duration_ms)] : [];
  const rest =
    video.state === "ready"
      ? formatCount(video.segment_count, "scene")
      : video.size_bytes === 0
        ? "size unknown"
        : formatSize(video.size_bytes);
  return [...length, rest].join(" · ");
}
