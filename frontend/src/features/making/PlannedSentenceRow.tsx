import { Pin, PinOff, Replace } from "lucide-react";
import type { PlannedSentence, PlannedShot } from "@/api/types";
import { formatSeconds } from "@/lib/format";
import { IconButton } from "@/ui/Button";

interface PlannedSentenceRowProps {
  sentence: PlannedSentence;
  /** Whether its shots can only be looked at. */
  isLocked: boolean;
  /** Keeps a segment at a shot's place; null lets it go. */
  onKeep(shot: number, segmentId: string | null): void;
  onSwap(shot: number): void;
}

/** A sentence and the shots that come while it is spoken. */
export function PlannedSentenceRow(props: PlannedSentenceRowProps) {
  const { sentence, isLocked, onKeep, onSwap } = props;
  const about = sentence.is_estimated ? "about " : "";
  return (
    <li className="rounded-xl border border-line bg-surface p-3">
      <p className="mb-2 flex flex-wrap justify-between gap-x-4">
        <span className="min-w-0 break-words">{sentence.text}</span>
        <span className="text-muted text-sm tabular-nums">
          {about}
          {formatSeconds(sentence.duration_ms / 1000)}
        </span>
      </p>
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-[repeat(auto-fill,minmax(9rem,1fr))]">
        {sentence.shots.map((shot, place) => (
          <Shot
            // biome-ignore lint/suspicious/noArrayIndexKey: a place keeps its focus when another scene takes it
            key={place}
            shot={shot}
            isLocked={isLocked}
            name={`shot ${place + 1} of sentence ${sentence.sentence + 1}`}
            onKeep={() => onKeep(place, shot.is_pinned ? null : shot.segment_id)}
            onSwap={() => onSwap(place)}
          />
        ))}
      </ul>
    </li>
  );
}

interface ShotProps {
  shot: PlannedShot;
  isLocked: boolean;
  name: string;
  onKeep(): void;
  onSwap(): void;
}

function Shot({ shot, isLocked, name, onKeep, onSwap }: ShotProps) {
  const Icon = shot.is_pinned ? PinOff : Pin;
  return (
    <li className="min-w-0">
      <div
        className={`relative overflow-hidden rounded-lg border-2 ${shot.is_pinned ? "border-ink" : "border-transparent"}`}
      >
        <img
          src={shot.thumbnail_url}
          alt=""
          className="aspect-video w-full bg-sunken object-cover"
        />
        <span className="absolute bottom-1 left-1 rounded bg-black/70 px-1 text-sm text-white tabular-nums">
          {formatSeconds(shot.duration_ms / 1000)}
        </span>
      </div>
      <div className="flex items-center">
        <IconButton
          label={`Keep ${name}`}
          aria-pressed={shot.is_pinned}
          disabled={isLocked}
          onClick={onKeep}
        >
          <Icon className={`size-4 ${shot.is_pinned ? "text-ink" : ""}`} aria-hidden />
        </IconButton>
        <IconButton label={`Use another scene for ${name}`} disabled={isLocked} onClick={onSwap}>
          <Replace className="size-4" aria-hidden />
        </IconButton>
        {shot.is_pinned && <span className="ml-1 font-medium text-good text-sm">Kept</span>}
      </div>
      <p className="text-muted text-sm">{shot.reason}</p>
    </li>
  );
}
