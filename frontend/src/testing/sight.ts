/** Hides the page, as a look at another tab does, or shows it again. */
export function setSeen(isSeen: boolean): void {
  Object.defineProperty(document, "visibilityState", {
    configurable: true,
    value: isSeen ? "visible" : "hidden",
  });
  document.dispatchEvent(new Event("visibilitychange"));
}
