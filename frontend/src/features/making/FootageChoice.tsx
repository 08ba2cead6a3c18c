import { PAGE_SIZE } from "@/api/paging";
import type { SourceVideo } from "@/api/types";
import type { Draft } from "@/features/making/draft";
import { tickAll, tickNone, unseenFootage } from "@/features/making/footage-choice";
import { Button } from "@/ui/Button";

/** As many files are ticked one by one as quickly. */
const FEW = 3;

interface FootageChoiceProps {
  profile: string;
  videos: SourceVideo[];
  draft: Draft;
  /** How many files the video would be cut from. */
  used: number;
  /** Whether there is footage that is not loaded. */
  hasOlder: boolean;
}

/** How much of a longer list is used, and all or none of it at once. */
export function FootageChoice(props: FootageChoiceProps) {
  const { profile, videos, draft, used, hasOlder } = props;
  if (videos.length <= FEW && !hasOlder) return null;
  const areUnseen = unseenFootage(videos, draft).length > 0;
  return (
    <fieldset
      aria-label="Choice of footage"
      className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2"
    >
      {!areUnseen && <p className="text-muted">{describe(used, props)}</p>}
      <div className="flex gap-2">
        <Button onClick={() => tickAll(profile, videos)}>All</Button>
        <Button onClick={() => tickNone(profile, videos)}>None</Button>
      </div>
    </fieldset>
  );
}

function describe(used: number, { videos, draft, hasOlder }: FootageChoiceProps): string {
  if (draft.footage === null && hasOlder) {
    const are = videos.some(({ id }) => draft.excluded.includes(id))
      ? `${used} of the newest ${Math.min(videos.length, PAGE_SIZE)} are`
      : `The newest ${used} are`;
    return `${are} used; show older footage to choose more.`;
  }
  return `${used} of ${videos.length} files are used.`;
}
