import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join, resolve } from "node:path";

/** Finds the browser, or says how to get one. */
export function findChromium(): string {
  for (const variable of ["EDIT_FACTORY_CHROMIUM", "CHROMIUM"]) {
    const named = process.env[variable];
    if (!named) continue;
    const file = isExecutable(named) ? named : onPath(named);
    if (file) return file;
    throw new Error(`${variable} names ${named}, which cannot be run. Name a Chromium or Chrome.`);
  }
  const found = ["chromium", "chromium-browser", "google-chrome"].map(onPath).find(Boolean);
  if (found) return found;
  throw new Error(
    "The browser tests need Chromium, and there is none on the path. " +
      "Install it (Debian: apt-get install chromium), or name one: EDIT_FACTORY_CHROMIUM=/path/to/chrome",
  );
}

/** Finds the built server, or says how to build it. */
export function findServer(): string {
  const path = resolve(process.env.EDIT_FACTORY_BIN ?? "../target/debug/edit-factory");
  if (isExecutable(path)) return path;
  throw new Error(
    `The browser tests need the server, and ${path} is not there. ` +
      "Build it (cargo build --bin edit-factory), or name one: EDIT_FACTORY_BIN=/path/to/edit-factory",
  );
}

/** Makes footage: moving test pictures with a tone, eight seconds each. */
export function makeFootage(folder: string): { landscape: string; portrait: string } {
  const make = (name: string, size: string, source: string) => {
    const file = join(folder, name);
    const picture = `${source}=size=${size}:rate=30:duration=8`;
    runFfmpeg(["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "sine=220:duration=8", file]);
    return file;
  };
  return {
    landscape: make("landscape.mp4", "640x360", "testsrc2"),
    portrait: make("portrait.mp4", "360x640", "gradients"),
  };
}

function runFfmpeg(args: string[]) {
  if (!onPath("ffmpeg")) {
    throw new Error(
      "The browser tests make their footage with ffmpeg, which is not on the path. " +
        "Install it (Debian: apt-get install ffmpeg)",
    );
  }
  const output = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-shortest"];
  const file = args.at(-1) ?? "";
  execFileSync("ffmpeg", ["-v", "error", "-nostdin", "-y", ...args.slice(0, -1), ...output, file]);
}

function onPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
