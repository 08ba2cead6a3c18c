import type { Making } from "@/api/types";

/** Where a video will be shown. */
export const FORMATS: Record<Making["format"], string> = {
  vertical: "TikTok, Reels and Shorts (9:16)",
  tiktok: "TikTok (9:16)",
  instagram_reels: "Instagram Reels (9:16)",
  youtube_shorts: "YouTube Shorts (9:16)",
  facebook_reels: "Facebook Reels (9:16)",
  instagram_story: "Instagram Story (9:16)",
  square: "Square (1:1)",
  landscape: "Landscape (16:9)",
};

/** How one shot becomes the next. */
export const TRANSITIONS: Record<Making["transition"], string> = {
  cut: "Cut",
  dip: "Dip to black",
  flash: "White flash",
  crossfade: "Crossfade",
};
