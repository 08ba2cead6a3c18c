/** How a network counts, as `publishing/networks` says it. */
export type LengthUnit = "utf16" | "weighted" | (string & {});

/** How long a text is for a network, as it will be sent: without space around it. */
export function postLength(text: string, unit: LengthUnit): number {
  const sent = text.trim().replaceAll("\r\n", "\n");
  if (unit !== "weighted") return sent.length;
  const parts = sent.normalize("NFC").split(/(\s+)/);
  return parts.reduce((sum, part) => sum + weightOfWord(part), 0);
}

/** What X counts for a link, however long it is. */
const LINK = 23;

/** What stands between spaces, as X weighs it: before a link, the link, and after it. */
function weightOfWord(word: string): number {
  const span = linkIn(word);
  if (!span) return weightOfLetters(word);
  const after = weightOfWord(word.slice(span.to));
  return weightOfLetters(word.slice(0, span.from)) + LINK + after;
}

/** The first link of a word: with its scheme, or a bare name such as `example.com`. */
function linkIn(word: string): { from: number; to: number } | null {
  for (const run of word.matchAll(/[!#-')-;=?-Z\\-z|-~]+/g)) {
    const link = linkOf(run[0]);
    if (link) return { from: run.index + link.from, to: run.index + link.to };
  }
  return null;
}

/** A country's ending, or one that shops have; others are links only after a scheme. */
const COMMON = /^(?:[a-z]{2}|com|net|org|info|biz|shop|store|online|site|app|dev|blog|page)$/;

function linkOf(run: string): { from: number; to: number } | null {
  const lower = run.toLowerCase();
  const scheme = /https?:\/\//.exec(lower);
  const bare = run.includes("@") ? -1 : lower.search(/[a-z0-9]/);
  const from = scheme ? scheme.index : bare;
  if (from < 0) return null;
  const host = (
    /^[a-z0-9.-]*/.exec(lower.slice(from + (scheme?.[0].length ?? 0)))?.[0] ?? ""
  ).replace(/[.-]+$/, "");
  const dot = host.lastIndexOf(".");
  const top = host.slice(dot + 1);
  const fits = /^[a-z]{2,}$/.test(top) && (scheme !== null || COMMON.test(top));
  if (dot < 1 || !fits) return null;
  // Marks at its end belong to the sentence.
  return { from, to: from + run.slice(from).replace(/[.,;:!?')\]}]+$/, "").length };
}

const signs = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Most letters of the West count one, all else two; an emoji counts two, whatever it is made of. */
function weightOfLetters(text: string): number {
  let total = 0;
  for (const { segment } of signs.segment(text)) {
    if (isEmoji(segment)) total += 2;
    else for (const letter of segment) total += isLight(letter.codePointAt(0) ?? 0) ? 1 : 2;
  }
  return total;
}

function isLight(code: number): boolean {
  return (
    code <= 4351 ||
    (code >= 8192 && code <= 8205) ||
    (code >= 8208 && code <= 8223) ||
    (code >= 8242 && code <= 8247)
  );
}

const PICTURES = /^[\u{1F000}-\u{1FAFF}\u2600-\u27BF\u2300-\u23FF\u2B00-\u2BFF]/u;
const SHOWN_AS_PICTURES =
  /^[\xA9\xAE\u2000-\u22FF\u2400-\u25FF\u2900-\u297F\u3000-\u33FF].*[\uFE0F\u20E3]/u;
const KEYS = /^[0-9#*].*\u20E3/u;

/** Whether what a reader sees as one sign is an emoji. */
function isEmoji(sign: string): boolean {
  return PICTURES.test(sign) || SHOWN_AS_PICTURES.test(sign) || KEYS.test(sign);
}
