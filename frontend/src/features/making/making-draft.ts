import type {
  CaptionStyle,
  EndCard,
  Making,
  MakingDefaults,
  MakingPatch,
  VideoLook,
} from "@/api/types";

/** What the person settles for the next videos; pins belong to the project and are not in it. */
export interface MakingDraft {
  format: Making["format"];
  quality: Making["quality"];
  matching: Making["matching"];
  transition: Making["transition"];
  vary: Making["vary"];
  /** Null: as the store's settings say. */
  captions: CaptionStyle | null;
  /** Null: as the store's settings say. */
  look: VideoLook | null;
  originalPercent: number;
  musicId: string | null;
  /** How loud the music is without a voice, below the voice's loudness. */
  belowVoiceLu: number;
  endCard: EndCard | null;
}

export const EMPTY_MAKING: MakingDraft = {
  format: "vertical",
  quality: "standard",
  matching: "balanced",
  transition: "cut",
  vary: { order: false, voice: false, captions: false, music: false },
  captions: null,
  look: null,
  originalPercent: 0,
  musicId: null,
  belowVoiceLu: 18,
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
    captions: draft.captions ?? null,
    look: draft.look ?? null,
    mix: {
      original_percent: draft.originalPercent,
      music:
        draft.musicId === null
          ? null
          : { music_id: draft.musicId, below_voice_lu: draft.belowVoiceLu, start_ms: 0 },
    },
    end_card: draft.endCard,
  };
}

/** What a new project of a store begins with; captions and look stay the store's. */
export function makingFromStore(store: MakingDefaults): MakingDraft {
  return {
    ...EMPTY_MAKING,
    format: store.format,
    transition: store.transition,
    originalPercent: store.original_percent,
    musicId: store.music_id,
    belowVoiceLu: store.music_below_voice_lu,
    endCard: store.end_card,
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
    captions: making.captions,
    look: making.look,
    originalPercent: making.mix.original_percent ?? 0,
    musicId: making.mix.music?.music_id ?? null,
    belowVoiceLu: making.mix.music?.below_voice_lu ?? EMPTY_MAKING.belowVoiceLu,
    endCard: making.end_card,
  };
}
