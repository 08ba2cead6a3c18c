import { expect, it } from "vitest";
import { readableOn } from "@/lib/colour";
import { formatCount, formatDuration, formatSize, languageName, percentOf } from "@/lib/format";

it("gives lengths, sizes and counts with their units", () => {
  expect(formatDuration(8_240)).toBe("8.2 s");
  expect(formatDuration(185_000)).toBe("3:05 min");
  expect(formatSize(12_400_000)).toBe("12.4 MB");
  expect(formatSize(700)).toBe("1 kB");
  expect(formatCount(1, "scene")).toBe("1 scene");
  expect(formatCount(1_200, "scene")).toBe("1,200 scenes");
});

it("says 100 % only of what is complete", () => {
  expect(percentOf(0.999)).toBe(99);
  expect(percentOf(1)).toBe(100);
  expect(percentOf(-1)).toBe(0);
});

it("names languages, and gives back a tag that is none", () => {
  expect(languageName("ro")).toBe("Romanian");
  expect(languageName("not a tag")).toBe("not a tag");
});

it("writes on every colour in what reads better on it", () => {
  expect(readableOn("#f2b84b")).toBe("#000000");
  expect(readableOn("#7d3c68")).toBe("#ffffff");
});
