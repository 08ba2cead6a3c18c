import { Download, Play, Trash2 } from "lucide-react";
import type { Clip } from "@/api/types";
import { formatDuration, formatMoment, formatSize } from "@/lib/format";
import { IconButton } from "@/ui/Button";
import { Chip } from "@/ui/Chip";

interface ClipCardProps {
  clip: Clip;
  onPlay(): void;
  onDelete(): void;
}

/** A finished video on the shelf. */
export function ClipCard({ clip, onPlay, onDelete }: ClipCardProps) {
  const name = `${clip.project_name}, variant ${clip.variant}`;
  const isHere = clip.missing_file === null;
  return (
    <li className="min-w-0">
      <button
        type="button"
        onClick={onPlay}
        className="group relative block aspect-9/16 w-full overflow-hidden rounded-2xl bg-black"
      >
        {isHere && (
          <>
            <img
              src={clip.thumbnail_url}
              alt=""
              loading="lazy"
              className="size-full object-cover transition-opacity group-hover:opacity-80"
            />
            <span className="absolute bottom-2.5 left-2.5 grid size-10 place-items-center rounded-full bg-black/70 text-white transition-transform group-hover:scale-110">
              <Play className="ml-0.5 size-4.5 fill-current" aria-hidden />
            </span>
          </>
        )}
        <span className="sr-only">{`${isHere ? "Play" : "About"} ${name}, `}</span>
        <span className="absolute right-2.5 bottom-2.5 rounded-md bg-black/70 px-1.5 py-0.5 text-sm text-white tabular-nums">
          {formatDuration(clip.duration_ms)}
        </span>
      </button>
      <h2 className="mt-2.5 line-clamp-2 text-lg break-words" title={clip.project_name}>
        {clip.project_name}
      </h2>
      {(clip.stale.length > 0 || clip.quality === "draft") && (
        <p className="mt-1 flex flex-wrap gap-1.5">
          {clip.quality === "draft" && <Chip>Draft</Chip>}
          {clip.stale.length > 0 && (
            <span title={`Since it was made, ${clip.stale.join(", ")}.`}>
              <Chip tone="caution">
                Stale<span className="sr-only">: {clip.stale.join(", ")}</span>
              </Chip>
            </span>
          )}
        </p>
      )}
      <div className="mt-1 flex items-start">
        <p className="min-w-0 flex-1 text-muted text-sm tabular-nums">
          Variant {clip.variant}, {isHere ? formatSize(clip.size_bytes) : "its file is missing"}
          <br />
          {formatMoment(clip.created_at)}
        </p>
        {isHere && (
          <a
            href={clip.download_url}
            download
            aria-label={`Download ${name}`}
            title={`Download ${name}`}
            className="inline-grid size-9 shrink-0 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
          >
            <Download className="size-4.5" aria-hidden />
          </a>
        )}
        <IconButton label={`Delete ${name}`} onClick={onDelete} className="shrink-0">
          <Trash2 className="size-4.5" aria-hidden />
        </IconButton>
      </div>
    </li>
  );
}
