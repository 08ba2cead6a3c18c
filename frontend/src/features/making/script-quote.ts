import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { quoteQuery } from "@/api/voices";
import { hasWords, SCRIPT_LIMIT } from "@/lib/script";

/** What a script costs by each engine and so many voices; nothing is asked of one that the API would refuse. */
export function scriptQuoteOf(profile: string, script: string, voices = 1) {
  const isTaken = hasWords(script) && [...script].length <= SCRIPT_LIMIT;
  return { ...quoteQuery(profile, script, voices), enabled: isTaken };
}

/** The language of a script, such as `ro`; null while it cannot be told for certain. */
export function useScriptLanguage(profile: string, script: string): string | null {
  // An answer that is on its way must not bring another voice for a moment.
  const quote = { ...scriptQuoteOf(profile, script), placeholderData: keepPreviousData };
  const { data } = useQuery(quote);
  return quote.enabled ? (data?.language ?? null) : null;
}
