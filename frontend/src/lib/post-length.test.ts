import { expect, it } from "vitest";
import { postLength } from "@/lib/post-length";

it("counts UTF-16 units where a network does, without the space around a text", () => {
  expect(postLength("ab", "utf16")).toBe(2);
  expect(postLength("🕯", "utf16")).toBe(2);
  expect(postLength("👨‍👩‍👧", "utf16")).toBe(8);
  expect(postLength(" a\r\nb \n", "utf16")).toBe(3);
});

it("weighs as X does, in step with the API", () => {
  expect(postLength("Lumânări", "weighted")).toBe(8);
  expect(postLength("蝋燭", "weighted")).toBe(4);
  expect(postLength("👨‍👩‍👧 👍🏽 🇷🇴 ❤️", "weighted")).toBe(11);
  const link = "https://example.com/a/very/long/address?that=counts";
  expect(postLength(`see ${link} now`, "weighted")).toBe(4 + 23 + 4);
});
