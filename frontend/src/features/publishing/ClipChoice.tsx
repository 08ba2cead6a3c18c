import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { clipsQuery } from "@/api/clips";
import type { Clip } from "@/api/types";
import { Button } from "@/ui/Button";

interface ClipChoiceProps {
  profile: string;
  /** The clip that the person came from; it comes first where the list does not reach it yet. */
  first: Clip | undefined;
  chosen: string[];
  onChange(chosen: string[]): void;
}

/** Which videos are published; those that cannot be say why. */
export function ClipChoice({ profile, first, chosen, onChange }: ClipChoiceProps) {
  const clips = useSuspenseInfiniteQuery(clipsQuery(profile));
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">Clips</legend>
      <ul className="grid max-h-64 gap-1 overflow-y-auto sm:grid-cols-2">
        {offered(clips.data, first).map((clip) => {
          const reason = unfit(clip);
          const isChosen = chosen.includes(clip.id);
          return (
            <li key={clip.id}>
              <label
                className={`flex items-center gap-2.5 rounded-lg border p-1.5 ${isChosen ? "border-ink" : "border-line"}`}
              >
                <input
                  type="checkbox"
                  className="size-4 shrink-0 accent-ink"
                  checked={isChosen}
                  disabled={reason !== null && !isChosen}
                  onChange={() => onChange(toggled(chosen, clip.id))}
                />
                <img
                  src={clip.thumbnail_url}
                  alt=""
                  loading="lazy"
                  className="h-12 w-7 shrink-0 rounded bg-sunken object-cover"
                />
                <span className="min-w-0 break-words text-sm">
                  {clip.project_name}, variant {clip.variant}
                  {reason !== null && <span className="block text-caution">{reason}</span>}
                </span>
              </label>
            </li>
          );
        })}
      </ul>
      {clips.hasNextPage && (
        <Button
          className="mt-2"
          disabled={clips.isFetchingNextPage}
          onClick={() => void clips.fetchNextPage()}
        >
          Show older videos
        </Button>
      )}
    </fieldset>
  );
}

/** The clips whose files are there. */
function offered(listed: Clip[], first: Clip | undefined): Clip[] {
  const isListed = first === undefined || listed.some(({ id }) => id === first.id);
  return (isListed ? listed : [first, ...listed]).filter(({ missing_file }) => !missing_file);
}

/** Why a clip cannot be published, in a few words. */
function unfit(clip: Clip): string | null {
  if (clip.quality === "draft") return "a draft: render it again to publish it";
  if (clip.stale.length > 0) return "out of date: generate it again";
  return null;
}

/** A choice with one thing in it that was not, or without one that was. */
export function toggled(chosen: string[], id: string): string[] {
  return chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];
}
