/** How a network counts, as `publishing/networks` says it. */
export type LengthUnit = "utf16" | "weighted" | (string & {});

/** A link counts so much at X, however long it is. */
const LINK = 23;
const JOINER = 0x200d;

/** How long a text is for a network, as it will be sent: without space around it. */
export function postLength(text: string, unit: LengthUnit): number {
  const sent = text.trim().replaceAll("\r\n", "\n");
  return unit === "weighted" ? weightOf(sent) : sent.length;
}

/** Counts as X does (twitter-text, configuration 3). */
function weightOf(text: string): number {
  let total = 0;
  for (const part of text.normalize("NFC").split(/(\s+)/)) {
    total += /^https?:\/\//i.test(part) ? LINK : weightOfLetters(part);
  }
  return total;
}

/** Most letters of the West count one, all else two; an emoji of several characters counts as one. */
function weightOfLetters(text: string): number {
  let total = 0;
  let isJoined = false;
  let flagIsOpen = false;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    const isFlag = code >= 0x1f1e6 && code <= 0x1f1ff;
    const isFree = code === JOINER || isJoined || isPart(code) || (isFlag && flagIsOpen);
    if (!isFree) total += isLight(code) ? 1 : 2;
    isJoined = code === JOINER;
    flagIsOpen = isFlag && !flagIsOpen;
  }
  return total;
}

/** Whether it only shades or shapes the emoji before it. */
function isPart(code: number): boolean {
  return [0xfe0e, 0xfe0f, 0x20e3].includes(code) || (code >= 0x1f3fb && code <= 0x1f3ff);
}

function isLight(code: number): boolean {
  return (
    code <= 4351 ||
    (code >= 8192 && code <= 8205) ||
    (code >= 8208 && code <= 8223) ||
    (code >= 8242 && code <= 8247)
  );
}
