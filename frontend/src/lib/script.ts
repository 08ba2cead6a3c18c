/** The longest script that the API takes, in characters. */
export const SCRIPT_LIMIT = 10_000;

/** What a script amounts to when it is spoken. */
export interface ScriptMeasure {
  characters: number;
  sentences: number;
  words: number;
  /** An estimate: 165 words a minute at speed 1, and a breath after each sentence. */
  spokenSeconds: number;
}

const WORDS_PER_SECOND = 165 / 60;
const BREATH_SECONDS = 0.3;

const sentenceBounds = new Intl.Segmenter(undefined, { granularity: "sentence" });
const wordBounds = new Intl.Segmenter(undefined, { granularity: "word" });

/** Counts a script's characters, sentences and words, and estimates how long it speaks. */
export function measureScript(script: string, speed: number): ScriptMeasure {
  let words = 0;
  for (const piece of wordBounds.segment(script)) if (piece.isWordLike) words += 1;
  let sentences = 0;
  for (const piece of sentenceBounds.segment(script)) if (hasWords(piece.segment)) sentences += 1;
  return {
    characters: [...script].length,
    sentences,
    words,
    spokenSeconds: words / WORDS_PER_SECOND / speed + sentences * BREATH_SECONDS,
  };
}

/** Whether there is anything in the text that a voice can say. */
export function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** A project's name from the script's first words, for a person who gave none. */
export function nameFromScript(script: string): string {
  const words: string[] = [];
  for (const piece of wordBounds.segment(script)) {
    if (piece.isWordLike) words.push(piece.segment);
    if (words.length === 6) break;
  }
  return words.join(" ").slice(0, 60) || "Untitled video";
}

/** The first sentence that says something, at most 300 characters of it; empty when there is none. */
export function firstSentence(script: string): string {
  for (const { segment } of sentenceBounds.segment(script)) {
    if (hasWords(segment)) return [...segment.trim()].slice(0, 300).join("");
  }
  return "";
}
