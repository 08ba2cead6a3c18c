import { HttpResponse, http } from "msw";
import type { CaptionPresets, CaptionPreview, ExportPreset } from "@/api/types";

/** Two words in one line, as the server sets them. */
export function aCaptionPreview(
  part: { highlight?: string; words?: string[] } = {},
): CaptionPreview {
  const words = (part.words ?? ["Order", "today"]).map((text, n) => ({
    line: 0,
    centre_x: 300 + 200 * n,
    baseline_y: 1410,
    spoken_baseline_y: 1410,
    runs: [{ text, family: "Anton" }],
    frame: { x: 210 + 200 * n, y: 1340, width: 180, height: 90, radius: 10 },
  }));
  return {
    canvas: { width: 1080, height: 1920 },
    safe_box: { left: 60, top: 250, width: 840, height: 1210 },
    colours: {
      text: "#ffffff",
      highlight: "#ffff00",
      edge: "#000000",
      shadow_opacity: 0,
      bar_opacity: 0.72,
    },
    highlight: part.highlight ?? "colour",
    captions: [
      { em_px: 64, spoken_em_px: 64, outline_px: 5, blur_px: 0, shadow_px: 0, bars: [], words },
    ],
  };
}

const PRESETS: CaptionPresets = {
  items: [aPreset("classic", "Classic", "#ffff00"), aPreset("neon", "Neon", "#7cffcb")],
  fonts: [{ family: "Anton", url: "/fonts/Anton-Regular.ttf?v=1" }],
};

function aPreset(name: string, label: string, highlight_colour: string) {
  return {
    name,
    label,
    description: `How ${name} looks.`,
    most_words: 12,
    style: {
      preset: name,
      text_colour: "#ffffff",
      highlight_colour,
      outline_colour: "#000000",
      position_percent: 80,
    },
  };
}

const FORMATS: ExportPreset[] = [
  aFormat("vertical", "TikTok, Reels and Shorts"),
  aFormat("square", "Square"),
];

function aFormat(name: string, label: string): ExportPreset {
  const { canvas, safe_box } = aCaptionPreview();
  return { name, label, canvas, safe_box, networks: [], qualities: [] };
}

/** The handlers of what is the same for every store; previews that were asked for go to `asked`. */
export function captionHandlers(asked: unknown[] = []) {
  return [
    http.get("*/api/v1/caption-presets", () => HttpResponse.json(PRESETS)),
    http.get("*/api/v1/export-presets", () => HttpResponse.json({ items: FORMATS })),
    http.post("*/api/v1/caption-presets/preview", async ({ request }) => {
      asked.push(await request.json());
      return HttpResponse.json(aCaptionPreview());
    }),
  ];
}

/** Lets the page load fonts, which happy-dom cannot; returns what was loaded. */
export function standInForFonts(): string[] {
  const loaded: string[] = [];
  class Face {
    readonly name: string;
    constructor(family: string, source: string) {
      this.name = `${family}: ${source}`;
    }
    async load() {
      loaded.push(this.name);
      return this;
    }
  }
  Object.assign(globalThis, { FontFace: Face });
  Object.defineProperty(document, "fonts", { value: new Set(), configurable: true });
  return loaded;
}
