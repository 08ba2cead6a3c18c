import { useQuery } from "@tanstack/react-query";
import { alternativesQuery } from "@/api/plan";
import type { PlannedPlace, PlannedVariant, ShotAlternative } from "@/api/types";
import { formatSeconds } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Notice } from "@/ui/Notice";

interface OtherSceneProps {
  profile: string;
  project: string;
  place: PlannedPlace;
  /** The plan in which it stands. */
  variant: PlannedVariant;
  onTake(segmentId: string): void;
  onClose(): void;
}

/** The scenes that could stand in a shot's place, each with what speaks for it. */
export function OtherScene(props: OtherSceneProps) {
  const { profile, project, place, variant, onTake, onClose } = props;
  const others = useQuery(alternativesQuery(profile, project, place));
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`Another scene for shot ${place.shot + 1} of sentence ${place.sentence + 1}`}
      description={
        variant.sentences.find(({ sentence }) => sentence === place.sentence)?.text ?? ""
      }
    >
      {others.error && (
        <Notice
          tone="danger"
          action={<Button onClick={() => void others.refetch()}>Try again</Button>}
        >
          {detailOf(others.error)}
        </Notice>
      )}
      {others.isPending && (
        <p role="status" className="text-muted">
          Looking through the footage…
        </p>
      )}
      {others.data?.length === 0 && (
        <p className="text-muted">
          No other scene is left. Add footage, or cut more scenes from what is there.
        </p>
      )}
      <ul aria-label="Other scenes" className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {others.data?.map((other) => (
          <Alternative
            key={other.segment_id}
            other={other}
            now={nowIn(variant, other.segment_id)}
            onTake={onTake}
          />
        ))}
      </ul>
    </Dialog>
  );
}

/** The number of the sentence in which a variant shows a segment now. */
function nowIn(variant: PlannedVariant, segmentId: string): number | null {
  const holder = variant.sentences.find(({ shots }) =>
    shots.some(({ segment_id }) => segment_id === segmentId),
  );
  return holder ? holder.sentence + 1 : null;
}

interface AlternativeProps {
  other: ShotAlternative;
  /** The sentence in which it is shown now. */
  now: number | null;
  onTake(segmentId: string): void;
}

function Alternative({ other, now, onTake }: AlternativeProps) {
  const [from, to] = [other.start_ms / 1000, other.end_ms / 1000].map((at) => at.toFixed(1));
  return (
    <li>
      <button
        type="button"
        onClick={() => onTake(other.segment_id)}
        className="block w-full overflow-hidden rounded-lg border border-line text-left hover:border-ink"
      >
        <span className="relative block">
          <img
            src={other.thumbnail_url}
            alt=""
            className="aspect-video w-full bg-sunken object-cover"
          />
          <span className="sr-only">{`Use the scene from ${from} to ${to} s: `}</span>
          <span
            aria-hidden
            className="absolute bottom-1 left-1 rounded bg-black/70 px-1 text-sm text-white tabular-nums"
          >
            {formatSeconds((other.end_ms - other.start_ms) / 1000)}
          </span>
        </span>
        <span className="block p-2 text-sm">
          {other.reason}
          {now !== null && <span className="block text-muted">now in sentence {now}</span>}
        </span>
      </button>
    </li>
  );
}
