import type { Clip, Job, Profile, Project, Segment, SourceVideo, VoiceModel } from "@/api/types";

let made = 0;

/** A new id of the API's form. */
export function anId(): string {
  made += 1;
  return `00000000-0000-4000-8000-${String(made).padStart(12, "0")}`;
}

const created_at = "2026-03-01T10:00:00Z";

export function aProfile(part: Partial<Profile> = {}): Profile {
  return {
    id: anId(),
    name: "Northern Lamps",
    description: "",
    colour: "#3f7f63",
    icon: "",
    is_default: false,
    context_text: "",
    tts_settings: { provider: null, voices: {}, fallback: [] },
    caption_style: {
      preset: "classic",
      text_colour: "#ffffff",
      highlight_colour: "#ffff00",
      outline_colour: "#000000",
      position_percent: 80,
    },
    making_defaults: {
      format: "vertical",
      transition: "cut",
      look: { denoise: 0, sharpen: 0, grade: "natural", logo: null },
      music_id: null,
      music_below_voice_lu: 18,
      original_percent: 0,
      end_card: null,
    },
    publisher_defaults: { channels: [] },
    monthly_quota_micro_usd: null,
    created_at,
    ...part,
  };
}

export function aSourceVideo(part: Partial<SourceVideo> = {}): SourceVideo {
  const id = anId();
  return {
    id,
    name: "lamp.mp4",
    state: "ready",
    error: null,
    size_bytes: 4_200_000,
    duration_ms: 30_000,
    width: 1920,
    height: 1080,
    fps: 30,
    has_sound: true,
    segment_count: 6,
    thumbnail_url: `/media/${id}.jpg?sig=1`,
    video_url: `/media/${id}.mp4?sig=1`,
    is_still: false,
    viewing: null,
    created_at,
    ...part,
  };
}

export function aSegment(part: Partial<Segment> = {}): Segment {
  const id = anId();
  return {
    id,
    source_video_id: anId(),
    start_ms: 1000,
    end_ms: 3500,
    motion: 0.5,
    variance: 0.5,
    sharpness: 0.5,
    contrast: 0.5,
    brightness: 0.5,
    steadiness: 1,
    score: 0.5,
    keywords: [],
    favourite: false,
    single_use: false,
    notes: "",
    transform: {
      flip: false,
      zoom_percent: 100,
      pan_x_percent: 0,
      pan_y_percent: 0,
      speed_percent: 100,
      brightness_percent: 0,
      contrast_percent: 0,
      saturation_percent: 0,
    },
    thumbnail_url: `/media/${id}.jpg?sig=1`,
    ...part,
  };
}

export function aProject(part: Partial<Project> = {}): Project {
  return {
    id: anId(),
    name: "November",
    script: "A lamp.",
    source_video_ids: [],
    voice: { provider: "espeak-ng", voice: "en-us", speed: 1 },
    making: {
      format: "vertical",
      quality: "standard",
      matching: "balanced",
      pins: [],
      vary: { order: false, voice: false, captions: false, music: false },
      transition: "cut",
      captions: null,
      look: null,
      mix: { music: null, original_percent: 0 },
      end_card: null,
    },
    created_at,
    updated_at: created_at,
    ...part,
  };
}

export function aJob(part: Partial<Job> = {}): Job {
  return {
    id: anId(),
    kind: "analyse",
    state: "running",
    step: "Finding scenes",
    progress: 0.4,
    subject_id: anId(),
    voice_model: null,
    error: null,
    result: null,
    attempt: 1,
    created_at,
    updated_at: created_at,
    ...part,
  };
}

export function aClip(part: Partial<Clip> = {}): Clip {
  const id = anId();
  return {
    id,
    project_id: anId(),
    project_name: "November",
    variant: 1,
    duration_ms: 12_400,
    width: 1080,
    height: 1920,
    size_bytes: 3_400_000,
    loudness_lufs: -14,
    voice_label: "eSpeak NG (draft voice)",
    notes: [],
    missing_file: null,
    quality: "standard",
    stale: [],
    recipe_url: `/media/${id}.json?sig=1&download=1`,
    video_url: `/media/${id}.mp4?sig=1`,
    download_url: `/media/${id}.mp4?sig=1&download=1`,
    thumbnail_url: `/media/${id}.jpg?sig=1`,
    captions_url: `/media/${id}.srt?sig=1`,
    created_at,
    ...part,
  };
}

export function aVoiceModel(part: Partial<VoiceModel> = {}): VoiceModel {
  return {
    id: "kokoro-v1.0",
    engine: "kokoro",
    name: "Kokoro, 54 voices, full precision",
    languages: ["en-us", "ja"],
    licence: "Apache-2.0",
    licence_url: "https://example.org/kokoro",
    size_bytes: 353_714_398,
    state: "absent",
    partial_bytes: null,
    problem: null,
    may_change: true,
    ...part,
  };
}
