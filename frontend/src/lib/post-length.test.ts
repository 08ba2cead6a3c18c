import { expect, it } from "vitest";
import { postLength } from "@/lib/post-length";

it.each([
  ["ab", 2],
  ["🕯", 2],
  ["👨‍👩‍👧", 8],
  ["e\u0301", 2],
  [" a\r\nb \n", 3],
  ["https://example.com", 19],
])("counts %j in UTF-16 units, without the space around it", (text, length) => {
  expect(postLength(text, "utf16")).toBe(length);
});

it.each([
  ["", 0],
  ["Lumânări", 8],
  ["e\u0301", 1],
  ["“new” – now…", 13],
  ["蝋燭", 4],
  ["は\u309A", 2],
  ["안녕", 4],
  ["Привет", 6],
  ["❤️", 2],
  ["❤", 2],
  ["👍🏽", 2],
  ["🇷🇴", 2],
  ["👨‍👩‍👧", 2],
  ["🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2],
  ["1️⃣", 2],
  ["©️", 2],
  ["©", 1],
  ["™", 2],
  ["👨‍👩‍👧 👍🏽 🇷🇴 ❤️", 11],
  ["see https://example.com/a/very/long/address?that=counts now", 31],
  ["http://a.co", 23],
  ["HTTPS://EXAMPLE.COM", 23],
  ["(https://example.com/a)", 25],
  ["https://example.com/a, and", 28],
  ["look:https://example.com", 28],
  ["店https://example.com店", 27],
  ["example.com", 23],
  ["lumina.ro/candles!", 24],
  ["a.b@example.com", 15],
  ["https://localhost", 17],
  ["e.g. this", 9],
  ["end.Then", 8],
  ["9.50 lei", 8],
])("weighs %j as X does, and as the API counts it", (text, length) => {
  expect(postLength(text, "weighted")).toBe(length);
});
