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
  /** Source videos that are left out of a new video. */
  excluded: string[];
  /** The source videos of a project, also those not on the page; null: all but those left out. */
  footage: string[] | null;
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
  footage: null,
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
  changeDraft(profile, { name: "", script: "", footage: null, projectId: null });
  return old;
}

/** Makes the draft a project's, which keeps what is ticked now whatever the page shows later. */
export function becomeProject(profile: string, projectId: string, ticked: string[]): void {
  const { footage, excluded } = drafts.get(profile);
  const kept = footage ?? ticked.filter((id) => !excluded.includes(id));
  changeDraft(profile, { projectId, footage: kept });
}

/** Takes up a project again, with the footage that it used, whatever of the store's is shown. */
export function draftFrom(project: Project, shown: string[]): Partial<Draft> {
  return {
    name: project.name,
    script: project.script,
    provider: project.voice.provider,
    voice: project.voice.voice,
    speed: project.voice.speed,
    making: makingDraftFrom(project.making),
    excluded: shown.filter((id) => !project.source_video_ids.includes(id)),
    footage: project.source_video_ids,
    projectId: project.id,
  };
}
