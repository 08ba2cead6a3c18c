import { PAGE_SIZE } from "@/api/paging";
import type { SourceVideo } from "@/api/types";
import { changeDraft, type Draft, drafts } from "@/features/making/draft";

/** The most source videos that the API takes for a project. */
export const FOOTAGE_LIMIT = 100;

type FootageChoice = Pick<Draft, "footage" | "excluded">;

/** All that is ticked, also where it is not analysed yet or not on the page; unless chosen by hand, the newest. */
export function tickedFootage(videos: SourceVideo[], draft: FootageChoice): string[] {
  const { footage, excluded } = draft;
  // Not all that is shown: the choice would change with the parts of a long list that are loaded.
  const newest = videos.slice(0, PAGE_SIZE).map(({ id }) => id);
  return footage ?? newest.filter((id) => !excluded.includes(id));
}

/** Whether a source video is ticked. */
export function isTicked(videos: SourceVideo[], draft: FootageChoice, id: string): boolean {
  return tickedFootage(videos, draft).includes(id);
}

/** The footage on the page that a video is cut from: analysed, and ticked. */
export function chosenFootage(videos: SourceVideo[], draft: FootageChoice): SourceVideo[] {
  const ticked = new Set(tickedFootage(videos, draft));
  return videos.filter(({ id, state }) => state === "ready" && ticked.has(id));
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
export function tick(profile: string, videos: SourceVideo[], id: string, isUsed: boolean): void {
  const draft = drafts.get(profile);
  // What was just uploaded is one of the newest, whichever list the upload began with.
  const isNew = draft.footage === null && !videos.some((video) => video.id === id);
  if (isTicked(videos, draft, id) === isUsed || (isNew && !draft.excluded.includes(id))) return;
  const others = settled(videos, draft)?.filter((other) => other !== id) ?? null;
  const excluded = draft.excluded.filter((other) => other !== id);
  changeDraft(profile, {
    excluded: isUsed ? excluded : [...excluded, id],
    footage: others && isUsed ? [...others, id] : others,
  });
}

/** Ticks all source videos on the page. */
export function tickAll(profile: string, videos: SourceVideo[]): void {
  const draft = drafts.get(profile);
  const shown = videos.map(({ id }) => id);
  const footage = settled(videos, draft);
  changeDraft(profile, {
    excluded: draft.excluded.filter((id) => !shown.includes(id)),
    footage: footage && [...new Set([...footage, ...shown])],
  });
}

/** Takes every tick, also of what is not on the page. */
export function tickNone(profile: string, videos: SourceVideo[]): void {
  const draft = drafts.get(profile);
  const shown = videos.map(({ id }) => id);
  changeDraft(profile, {
    excluded: [...new Set([...draft.excluded, ...shown])],
    footage: settled(videos, draft) && [],
  });
}

/** Lets go of source videos that are gone, or that are not on the page. */
export function forgetFootage(profile: string, ids: string[]): void {
  const { footage } = drafts.get(profile);
  if (footage === null) return;
  changeDraft(profile, { footage: footage.filter((id) => !ids.includes(id)) });
}

/** What a choice by hand begins with: in a long list it names what is used, lest a newer file puts one out. */
function settled(videos: SourceVideo[], draft: FootageChoice): string[] | null {
  return videos.length < PAGE_SIZE ? draft.footage : tickedFootage(videos, draft);
}
