import { expect, it } from "vitest";
import { forgetUrls, steadyUrl, withSteadyUrls } from "@/lib/signed-urls";

const MINUTE = 60_000;

it("keeps a thing's address for half an hour, so that a playing video plays on", () => {
  expect(steadyUrl("clip video", "/a?sig=1", 0)).toBe("/a?sig=1");
  expect(steadyUrl("clip video", "/a?sig=2", 29 * MINUTE)).toBe("/a?sig=1");
  expect(steadyUrl("clip video", "/a?sig=3", 30 * MINUTE)).toBe("/a?sig=3");
});

it("takes new addresses once they are forgotten, and leaves other fields alone", () => {
  const clip = { id: "c", name: "Lamp", video_url: "/a?sig=1", thumbnail_url: null };
  expect(withSteadyUrls(clip)).toEqual(clip);
  const fresh = { ...clip, name: "Lamp 2", video_url: "/a?sig=2" };
  expect(withSteadyUrls(fresh)).toEqual({ ...fresh, video_url: "/a?sig=1" });
  forgetUrls();
  expect(withSteadyUrls(fresh)).toEqual(fresh);
});

it("takes the address of a picture that was replaced at once", () => {
  expect(steadyUrl("scene", "/a?version=1&sig=1", 0)).toBe("/a?version=1&sig=1");
  expect(steadyUrl("scene", "/a?version=1&sig=2", MINUTE)).toBe("/a?version=1&sig=1");
  expect(steadyUrl("scene", "/a?version=2&sig=3", MINUTE)).toBe("/a?version=2&sig=3");
});
