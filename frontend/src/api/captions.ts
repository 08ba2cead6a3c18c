import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "@/api/client";
import type { CaptionFont, CaptionPatch } from "@/api/types";
import { captionFamily } from "@/lib/caption-family";

/** The looks of captions. They belong to no store. */
export const captionPresetsQuery = queryOptions({
  queryKey: ["caption-presets"],
  queryFn: () => bodyOf(api.GET("/api/v1/caption-presets")),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The formats of videos. They belong to no store. */
export const exportPresetsQuery = queryOptions({
  queryKey: ["export-presets"],
  queryFn: async () => (await bodyOf(api.GET("/api/v1/export-presets"))).items,
  staleTime: Number.POSITIVE_INFINITY,
});

/** The name of a format. */
export type FormatName =
  | "vertical"
  | "tiktok"
  | "instagram_reels"
  | "youtube_shorts"
  | "facebook_reels"
  | "instagram_story"
  | "square"
  | "landscape";

/** Where each word of a text will stand in a video. */
export function captionPreviewQuery(text: string, style: CaptionPatch, format: FormatName) {
  return queryOptions({
    queryKey: ["caption-preview", text, style, format],
    queryFn: ({ signal }) =>
      bodyOf(
        api.POST("/api/v1/caption-presets/preview", { body: { text, style, format }, signal }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}

/** Loads the very files that are burned in, under names that no font of this machine has. */
export function captionFontsQuery(fonts: CaptionFont[]) {
  return queryOptions({
    queryKey: ["caption-fonts", fonts],
    queryFn: async () => {
      const load = ({ family, url }: CaptionFont) =>
        new FontFace(captionFamily(family), `url(${url}) format("truetype")`, {
          weight: "100 900",
        }).load();
      for (const face of await Promise.all(fonts.map(load))) document.fonts.add(face);
      return true;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}
