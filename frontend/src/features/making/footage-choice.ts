import type { SourceVideo } from "@/api/types";
import { changeDraft, type Draft, drafts } from "@/features/making/draft";

type FootageChoice = Pick<Draft, "footage" | "excluded">;

/** Whether a source video is ticked. */
export function isTicked({ footage, excluded }: FootageChoice, id: string): boolean {
  return footage === null ? !excluded.includes(id) : footage.includes(id);
}

/** All that is ticked, also where it is not analysed yet or not on the page. */
export function tickedFootage(videos: SourceVideo[], draft: FootageChoice): string[] {
  return draft.footage ?? videos.map(({ id }) => id).filter((id) => isTicked(draft, id));
}

/** The footage on the page that a video is cut from: analysed, and ticked. */
export function chosenFootage(videos: SourceVideo[], draft: FootageChoice): SourceVideo[] {
  return videos.filter(({ id, state }) => state === "ready" && isTicked(draft, id));
}

/** What is ticked and not on the page, which shows a long list in parts. */
export function unseenFootage(videos: SourceVideo[], draft: FootageChoice): string[] {
  const seen = new Set(videos.map(({ id }) => id));
  return tickedFootage(videos, draft).filter((id) => !seen.has(id));
}

/** What a project is sent with: all that is ticked, but what is known not to be ready. */
export function footageOf(videos: SourceVideo[], draft: FootageChoice): string[] {
  const unready = new Set(videos.filter(({ state }) => state !== "ready").map(({ id }) => id));
  return tickedFootage(videos, draft).filter((id) => !unready.has(id));
}

/** Ticks a source video, or takes its tick. */
export function tick(profile: string, id: string, isUsed: boolean): void {
  const draft = drafts.get(profile);
  if (isTicked(draft, id) === isUsed) return;
  const { footage } = forgetting(draft, [id]);
  const excluded = draft.excluded.filter((other) => other !== id);
  changeDraft(profile, {
    excluded: isUsed ? excluded : [...excluded, id],
    footage: footage && isUsed ? [...footage, id] : footage,
  });
}

/** Lets go of source videos that are gone, or that are not on the page. */
export function forgetFootage(profile: string, ids: string[]): void {
  const draft = drafts.get(profile);
  if (draft.footage !== null) changeDraft(profile, forgetting(draft, ids));
}

function forgetting({ footage }: FootageChoice, ids: string[]): Pick<Draft, "footage"> {
  return { footage: footage?.filter((id) => !ids.includes(id)) ?? null };
}
