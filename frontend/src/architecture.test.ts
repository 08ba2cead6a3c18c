import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, it } from "vitest";

/** Who may import whom: routes -> features -> ui, api -> lib; a feature never another feature. */
const MAY_IMPORT: Record<string, string[]> = {
  routes: ["features", "ui", "api", "lib"],
  features: ["ui", "api", "lib"],
  ui: ["ui", "lib"],
  api: ["api", "lib"],
  lib: ["lib"],
};

const SRC = join(process.cwd(), "src");
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !/\.(test|gen)\./.test(path))
  .map((path) => ({ path, text: readFileSync(join(SRC, path), "utf8") }));

function importsOf(text: string): string[] {
  return [...text.matchAll(/from "@\/([^"]+)"/g)].map((match) => match[1] ?? "");
}

function isAllowed(importer: string, imported: string): boolean {
  const [layer = "", feature] = importer.split("/");
  const [target = "", targetFeature] = imported.split("/");
  if (layer === "features" && target === "features") return feature === targetFeature;
  return MAY_IMPORT[layer]?.includes(target) ?? true;
}

it("keeps the arrows between the layers", () => {
  const wrong = files.flatMap(({ path, text }) =>
    importsOf(text)
      .filter((imported) => !isAllowed(path, imported))
      .map((imported) => `${path} imports ${imported}`),
  );
  expect(wrong).toEqual([]);
  expect(isAllowed("ui/Button.tsx", "api/types")).toBe(false);
});

it("imports across folders by the @ path alone", () => {
  const wrong = files.filter(({ text }) => /from "\.\.?\//.test(text)).map(({ path }) => path);
  expect(wrong).toEqual([]);
});

it("keeps every file short enough to read in one go", () => {
  const long = files
    .filter(({ text }) => text.split("\n").length > 200)
    .map(({ path }) => relative(SRC, join(SRC, path)));
  expect(long).toEqual([]);
});
