import { expect, it } from "vitest";
import { firstSentence, hasWords, measureScript, nameFromScript } from "@/lib/script";

it("counts what a person sees: characters, sentences, words", () => {
  const measure = measureScript("Trei lămpi. Și… una 👩‍👩‍👧 costă puțin!", 1);
  expect(measure).toMatchObject({ words: 6, sentences: 2 });
  expect(measureScript("a👍b", 1).characters).toBe(3);
});

it("estimates a shorter length for a faster voice", () => {
  const script = "One two three four five six seven eight nine ten.";
  expect(measureScript(script, 1).spokenSeconds).toBeCloseTo(3.94, 1);
  expect(measureScript(script, 2).spokenSeconds).toBeLessThan(2.5);
});

it("finds nothing to say in an empty text, in signs or in pictures", () => {
  for (const text of ["", "  \n", "…!?", "🎉🎉"]) expect(hasWords(text)).toBe(false);
  for (const text of ["a", "7", "ț", "灯"]) expect(hasWords(text)).toBe(true);
});

it("names a project after the script's first six words", () => {
  expect(nameFromScript("“Three lamps” for a dark, dark November. More.")).toBe(
    "Three lamps for a dark dark",
  );
  expect(nameFromScript("…")).toBe("Untitled video");
});

it("finds the first sentence that says something", () => {
  expect(firstSentence("… Three lamps! One is red.")).toBe("… Three lamps!");
  expect(firstSentence("🎉")).toBe("");
  expect(firstSentence("é".repeat(400))).toHaveLength(300);
});
