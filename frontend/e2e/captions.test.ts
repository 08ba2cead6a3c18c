import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { CaptionPresets, CaptionPreview } from "@/api/types";
import { captionFamily } from "@/lib/caption-family";
import { CaptionLayer } from "@/ui/CaptionLayer";
import { expectAccessible, startBrowser } from "./browser";
import { boundsOf, type Mask, maskOf, overlap } from "./masks";

const TEXT = "Our new candle burns for sixty hours, și miroase a portocale";
const GREY = 0x60;
const PRESETS = ["classic", "word_box", "karaoke", "pop", "clean", "neon", "bar"];
const [WIDTH, HEIGHT] = [1080, 1920];

let browser: Browser;
let page: Page;
const folder = mkdtempSync(join(tmpdir(), "edit-factory-captions-"));
const keep = process.env.EDIT_FACTORY_KEEP_PICTURES;

beforeAll(async () => {
  if (keep) mkdirSync(keep, { recursive: true });
  const burn = process.env.EDIT_FACTORY_BURN_CAPTIONS;
  if (burn) execFileSync(burn, [folder, TEXT]);
  else {
    const run = ["run", "-q", "-p", "render-ffmpeg", "--example", "burn_captions", "--"];
    execFileSync("cargo", [...run, folder, TEXT], { cwd: ".." });
  }
  browser = await startBrowser(inject("chromium"));
  page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
  // The fonts come from the server, as they do for the page.
  await page.goto(`${inject("page")}/favicon.svg`);
}, 600_000);

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the page draws of the captions, by its own code, over the grey of the burned ones. */
async function drawn(preview: CaptionPreview, fonts: CaptionPresets["fonts"], turn: Turn) {
  const caption = preview.captions[turn.caption];
  if (!caption) throw new Error("the server set fewer captions");
  const { spoken } = turn;
  const layer = createElement(CaptionLayer, { look: preview, caption, spoken, label: "captions" });
  const faces = fonts.map(
    ({ family, url }) =>
      `@font-face{font-family:"${captionFamily(family)}";src:url(${inject("page")}${url});font-weight:100 900}`,
  );
  const grey = `rgb(${GREY},${GREY},${GREY})`;
  const style = `${faces.join("")}body{margin:0;background:${grey}}svg{position:absolute;inset:0;width:100%;height:100%}`;
  await page.setContent(`<style>${style}</style>${renderToStaticMarkup(layer)}`);
  const families = fonts.map(({ family }) => captionFamily(family));
  const loaded = await page.evaluate(async (names) => {
    const faces = await Promise.all(names.map((name) => document.fonts.load(`20px "${name}"`)));
    await document.fonts.ready;
    return faces.every((found) => found.length > 0);
  }, families);
  expect(loaded, "the fonts are there").toBe(true);
  return page.screenshot({ type: "png" });
}

interface Turn {
  caption: number;
  spoken: number;
  /** The frame in which the word is spoken. */
  frame: number;
}

/** The first words of the first and of the second caption. */
function turnsOf(preview: CaptionPreview): Turn[] {
  const first = preview.captions[0]?.words.length ?? 0;
  return [
    { caption: 0, spoken: 1, frame: 3 },
    { caption: 1, spoken: 0, frame: 2 * first + 1 },
  ];
}

function rgbOf(args: string[], input?: Buffer): Buffer {
  const all = ["-nostdin", "-v", "error", ...args, "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"];
  const command = input ? all.filter((arg) => arg !== "-nostdin") : all;
  return execFileSync("ffmpeg", command, { input, maxBuffer: 64 << 20 });
}

function burned(preset: string, frame: number): Buffer {
  const select = `select=eq(n\\,${frame})`;
  return rgbOf(["-i", join(folder, `${preset}.mp4`), "-vf", select, "-frames:v", "1"]);
}

/** Everything of the captions, and their letters alone. */
function masksOf(rgb: Buffer): { all: Mask; bright: Mask } {
  return {
    all: maskOf(
      rgb,
      WIDTH,
      (r, g, b) => Math.max(...[r, g, b].map((v) => Math.abs(v - GREY))) > 40,
    ),
    bright: maskOf(rgb, WIDTH, (r, g, b) => Math.max(r, g, b) > 175),
  };
}

describe("the settings of captions", () => {
  it("show the chosen look in the fonts that are burned in", async () => {
    const visit = await browser.newPage({ viewport: { width: 1280, height: 1300 } });
    await visit.goto(inject("page"));
    await visit.waitForURL(/\/p\/[0-9a-f-]{36}$/);
    await visit.goto(`${visit.url()}/settings`);
    for (const look of ["Pop", "Word box"]) {
      await visit.getByRole("radio", { name: look }).check();
      const capitals = look === "Pop" ? /Captions: OUR NEW/ : /Captions: Our new/;
      await visit.getByRole("img", { name: capitals }).waitFor();
    }
    const families = await visit.evaluate(() => [...document.fonts].map((face) => face.family));
    expect(families.filter((family) => family.includes("caption "))).toHaveLength(4);
    await expectAccessible(visit, "the settings of captions");
    if (keep) await visit.screenshot({ path: join(keep, "settings.png"), fullPage: true });
    await visit.close();
  });
});

describe("the preview of captions", () => {
  it.each(PRESETS)("is what is burned in: %s", async (preset) => {
    const api = `${inject("page")}/api/v1/caption-presets`;
    const { fonts } = (await (await fetch(api)).json()) as CaptionPresets;
    const answer = await fetch(`${api}/preview`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text: TEXT, style: { preset } }),
    });
    const preview = (await answer.json()) as CaptionPreview;
    for (const turn of turnsOf(preview)) {
      const png = await drawn(preview, fonts, turn);
      const [ours, theirs] = [rgbOf(["-i", "pipe:0"], png), burned(preset, turn.frame)];
      if (keep) {
        writeFileSync(join(keep, `${preset}-${turn.caption}-preview.png`), png);
        const select = `select=eq(n\\,${turn.frame})`;
        const to = join(keep, `${preset}-${turn.caption}-burned.png`);
        const from = ["-i", join(folder, `${preset}.mp4`), "-vf", select, "-frames:v", "1"];
        execFileSync("ffmpeg", ["-v", "error", "-nostdin", "-y", ...from, to]);
      }
      const [page, video] = [masksOf(ours), masksOf(theirs)];
      const [here, there] = [boundsOf(page.bright), boundsOf(video.bright)];
      const off = here.map((edge, n) => Math.abs(edge - (there[n] ?? Number.NaN)));
      const same = [overlap(page.all, video.all), overlap(page.bright, video.bright)];
      expect(Math.max(...off), `${preset}: the edges of the letters in pixels`).toBeLessThanOrEqual(
        4,
      );
      expect(Math.min(...same), `${preset}: the overlap of both`).toBeGreaterThan(0.85);
    }
  });

  it("would be told from another", () => {
    const mask = masksOf(burned("classic", 3)).bright;
    const moved = { ...mask, on: mask.on.map((_, n) => mask.on[n - 6] ?? 0) };
    expect(overlap(mask, moved)).toBeLessThan(0.8);
    expect(overlap(mask, masksOf(burned("karaoke", 3)).bright)).toBeLessThan(0.7);
    expect(readFileSync(join(folder, "classic.mp4")).length).toBeGreaterThan(1000);
  });
});
