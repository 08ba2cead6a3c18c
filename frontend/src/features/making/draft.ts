import type { Project } from "@/api/types";
import { type MakingDraft, makingDraftFrom } from "@/features/making/making-draft";
import { newAttempt } from "@/lib/attempt";
import { KeptStore } from "@/lib/kept-store";

/** What the person has typed and chosen for the next video; kept in this browser, a store each. */
export interface Draft {
  name: string;
  script: string;
  /** Null, as voice and speed: as the store's settings say. */
  provider: string | null;
  voice: string | null;
  speed: number | null;
  variants: number;
  /** What is settled otherwise than the store's look says; null: nothing. */
  making: Partial<MakingDraft> | null;
  /** Source videos that are left out of a new video. */
  excluded: string[];
  /** The source videos of a project or a choice, also those not on the page; null: the newest but those left out. */
  footage: string[] | null;
  /** The project that this draft was last generated as. */
  projectId: string | null;
  /** Whether an older project was opened: voice, look and footage are that project's, not the person's habit. */
  isOpened: boolean;
  /** Names one wish to generate: the same wish sent twice is carried out once. */
  attempt: string;
}

export const EMPTY_DRAFT: Draft = {
  name: "",
  script: "",
  provider: null,
  voice: null,
  speed: null,
  variants: 1,
  making: null,
  excluded: [],
  footage: null,
  projectId: null,
  isOpened: false,
  attempt: "",
};

export const drafts = new KeptStore<Draft>(EMPTY_DRAFT, "edit-factory.draft.", revive);

/** An older page kept a speed that nobody had chosen, and did not keep whether a project was opened. */
function revive(kept: Partial<Draft>): Partial<Draft> {
  if (kept.isOpened !== undefined) return kept;
  const isChosen = (kept.voice ?? null) !== null || kept.speed !== 1;
  const speed = isChosen ? (kept.speed ?? null) : null;
  return { ...kept, speed, isOpened: (kept.projectId ?? null) !== null };
}

/** Changes a store's draft; another draft is another wish. */
export function changeDraft(profile: string, part: Partial<Draft>): void {
  drafts.set(profile, { ...drafts.get(profile), ...part, attempt: newAttempt() });
}

/** Clears name and script for the next video and keeps what the person chose for them all; returns the old. */
export function startOver(profile: string): Draft {
  const old = drafts.get(profile);
  const { provider, voice, speed, making, excluded } = old.isOpened ? EMPTY_DRAFT : old;
  const kept = { provider, voice, speed, making, excluded, variants: old.variants };
  changeDraft(profile, { ...EMPTY_DRAFT, ...kept });
  return old;
}

/** Makes the draft a project's, which keeps what is ticked now whatever the page shows later. */
export function becomeProject(profile: string, projectId: string, ticked: string[]): void {
  const { footage, excluded } = drafts.get(profile);
  const kept = footage ?? ticked.filter((id) => !excluded.includes(id));
  changeDraft(profile, { projectId, footage: kept });
}

/** Takes up a project again, with the footage that it used, whatever of the store's is shown. */
export function draftFrom(project: Project): Partial<Draft> {
  return {
    name: project.name,
    script: project.script,
    provider: project.voice.provider,
    voice: project.voice.voice,
    speed: project.voice.speed,
    making: makingDraftFrom(project.making),
    excluded: [],
    footage: project.source_video_ids,
    projectId: project.id,
    isOpened: true,
  };
}
