import type { EndCard, Making, MakingPatch } from "@/api/types";

/** What the person settles for the next videos; pins belong to the project and are not in it. */
export interface MakingDraft {
  format: Making["format"];
  quality: Making["quality"];
  matching: Making["matching"];
  transition: Making["transition"];
  vary: Making["vary"];
  originalPercent: number;
  endCard: EndCard | null;
}

export const EMPTY_MAKING: MakingDraft = {
  format: "vertical",
  quality: "standard",
  matching: "balanced",
  transition: "cut",
  vary: { order: false, voice: false, captions: false, music: false },
  originalPercent: 0,
  endCard: null,
};

/** A card to begin with. */
export const FIRST_CARD: EndCard = {
  title: "Order today",
  detail: "",
  duration_ms: 2000,
  background: "#15201a",
  text_colour: "#ffffff",
};

/** What is sent of it. */
export function makingOf(draft: MakingDraft): MakingPatch {
  return {
    format: draft.format,
    quality: draft.quality,
    matching: draft.matching,
    transition: draft.transition,
    vary: draft.vary,
    mix: { original_percent: draft.originalPercent },
    end_card: draft.endCard,
  };
}

/** Takes up what was settled for a project. */
export function makingDraftFrom(making: Making): MakingDraft {
  return {
    format: making.format,
    quality: making.quality,
    matching: making.matching,
    transition: making.transition,
    vary: making.vary,
    originalPercent: making.mix.original_percent ?? 0,
    endCard: making.end_card,
  };
}
