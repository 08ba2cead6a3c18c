import { Star, Trash2 } from "lucide-react";
import type { Segment } from "@/api/types";
import { formatSpan, nameOf } from "@/features/footage/span";
import { percentOf } from "@/lib/format";
import { IconButton } from "@/ui/Button";
import { Chip } from "@/ui/Chip";

interface SegmentCardProps {
  segment: Segment;
  isChosen: boolean;
  /** Whether it was changed and not saved. */
  isUnsaved: boolean;
  onPlay(): void;
  onStar(): void;
  onRemove(): void;
}

/** One scene: its picture plays it. */
export function SegmentCard(props: SegmentCardProps) {
  const { segment, isChosen, isUnsaved, onPlay, onStar, onRemove } = props;
  const name = nameOf(segment);
  return (
    <li
      className={`overflow-hidden rounded-xl border bg-surface ${isChosen ? "border-ink" : "border-line"}`}
    >
      <button
        type="button"
        aria-label={`Play ${name}`}
        aria-pressed={isChosen}
        onClick={onPlay}
        className="block w-full cursor-pointer"
      >
        <Picture segment={segment} />
      </button>
      <div className="flex items-center gap-1 py-1 pr-1 pl-2.5">
        <p className="min-w-0 flex-1 text-sm tabular-nums">
          {formatSpan(segment)}
          <span className="block text-muted">{percentOf(segment.score)} of 100</span>
        </p>
        <IconButton
          label={`${segment.favourite ? "Take the star from" : "Star"} ${name}`}
          aria-pressed={segment.favourite}
          onClick={onStar}
        >
          <Star
            className={`size-4 ${segment.favourite ? "fill-current text-ink" : ""}`}
            aria-hidden
          />
        </IconButton>
        <IconButton label={`Remove ${name}`} onClick={onRemove}>
          <Trash2 className="size-4" aria-hidden />
        </IconButton>
      </div>
      {(segment.keywords.length > 0 || segment.single_use || isUnsaved) && (
        <p className="flex flex-wrap gap-1 px-2.5 pb-2.5">
          {isUnsaved && <Chip tone="caution">not saved</Chip>}
          {segment.single_use && <Chip tone="caution">once</Chip>}
          {segment.keywords.map((keyword) => (
            <Chip key={keyword}>{keyword}</Chip>
          ))}
        </p>
      )}
    </li>
  );
}

function Picture({ segment }: { segment: Segment }) {
  const look = "aspect-video w-full bg-sunken object-cover";
  if (!segment.thumbnail_url) return <span className={`block ${look}`} />;
  return <img src={segment.thumbnail_url} alt="" loading="lazy" className={look} />;
}
