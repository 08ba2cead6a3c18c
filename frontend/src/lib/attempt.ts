/** Names one wish: the same wish sent twice is carried out once. */
export function newAttempt(): string {
  // Not randomUUID, which a page opened by the machine's network name does not have.
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
