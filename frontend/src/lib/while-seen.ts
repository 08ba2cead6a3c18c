/** How long a hidden page goes on: a glance at another tab costs nothing. */
const GRACE_MS = 10_000;

/**
 * Keeps something going while the page is seen: it stops soon after the page is hidden, and
 * starts again with its return. Ends when the returned function is called.
 */
export function whileSeen(start: () => () => void): () => void {
  let stop: (() => void) | undefined;
  let leaving: ReturnType<typeof setTimeout> | undefined;

  function rest() {
    clearTimeout(leaving);
    stop?.();
    stop = undefined;
  }

  function look() {
    clearTimeout(leaving);
    if (document.visibilityState === "visible") stop ??= start();
    else leaving = setTimeout(rest, GRACE_MS);
  }

  look();
  document.addEventListener("visibilitychange", look);
  return () => {
    document.removeEventListener("visibilitychange", look);
    rest();
  };
}
