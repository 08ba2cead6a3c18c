import type { SourceVideo } from "@/api/types";
import { FOOTAGE_LIMIT } from "@/features/making/footage-choice";
import { formatCount } from "@/lib/format";
import { hasWords, measureScript, SCRIPT_LIMIT } from "@/lib/script";

interface Ingredients {
  footage: SourceVideo[];
  /** How many source videos a video would be cut from. */
  chosen: number;
  isUploading: boolean;
  script: string;
  hasVoice: boolean;
}

/** The first thing that is missing before a video can be made, as a sentence; null when nothing is. */
export function whatIsMissing({
  footage,
  chosen,
  isUploading,
  script,
  hasVoice,
}: Ingredients): string | null {
  if (chosen === 0) {
    if (isUploading) return "The footage is still being uploaded.";
    if (footage.some(({ state }) => state === "analysing")) {
      return "The footage is still being analysed.";
    }
    if (footage.some(({ state }) => state === "ready")) return "Choose footage to use in step 1.";
    return "Add footage in step 1.";
  }
  if (chosen > FOOTAGE_LIMIT) {
    const over = formatCount(chosen - FOOTAGE_LIMIT, "file");
    return `${chosen} files are chosen, and a video takes at most ${FOOTAGE_LIMIT}: leave ${over} out in step 1.`;
  }
  if (script.trim() === "") return "Write a script in step 2.";
  if (!hasWords(script)) return "The script has no words that a voice could speak.";
  const over = measureScript(script, 1).characters - SCRIPT_LIMIT;
  if (over > 0) return `The script is ${over.toLocaleString("en")} characters too long.`;
  if (!hasVoice) return "No voice can speak yet: see step 2.";
  return null;
}
