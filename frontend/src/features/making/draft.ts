import type { Project } from "@/api/types";
import { type MakingDraft, makingDraftFrom } from "@/features/making/making-draft";
import { newAttempt } from "@/lib/attempt";
import { KeptStore } from "@/lib/kept-store";

/** What the person has typed and chosen for the next video; kept in this browser, a store each. */
export interface Draft {
  name: string;
  script: string;
  provider: string | null;
  voice: string | null;
  speed: number;
  variants: number;
  /** Null: as the store's look says. */
  making: MakingDraft | null;
  /** Source videos that are left out. */
  excluded: string[];
  /** The project that this draft was last generated as. */
  projectId: string | null;
  /** Names one wish to generate: the same wish sent twice is carried out once. */
  attempt: string;
}

export const EMPTY_DRAFT: Draft = {
  name: "",
  script: "",
  provider: null,
  voice: null,
  speed: 1,
  variants: 1,
  making: null,
  excluded: [],
  projectId: null,
  attempt: "",
};

export const drafts = new KeptStore<Draft>(EMPTY_DRAFT, "edit-factory.draft.");

/** Changes a store's draft; another draft is another wish. */
export function changeDraft(profile: string, part: Partial<Draft>): void {
  drafts.set(profile, { ...drafts.get(profile), ...part, attempt: newAttempt() });
}

/** Clears name and script for the next video and keeps what a store uses again; returns the old. */
export function startOver(profile: string): Draft {
  const old = drafts.get(profile);
  changeDraft(profile, { name: "", script: "", projectId: null });
  return old;
}

/** Takes up a project again, with the footage that it used. */
export function draftFrom(project: Project, footage: string[]): Partial<Draft> {
  return {
    name: project.name,
    script: project.script,
    provider: project.voice.provider,
    voice: project.voice.voice,
    speed: project.voice.speed,
    making: makingDraftFrom(project.making),
    excluded: footage.filter((id) => !project.source_video_ids.includes(id)),
    projectId: project.id,
  };
}
