/** How long a signed URL is used again before its successor replaces it; it lives an hour. */
const KEPT_MS = 30 * 60 * 1000;

/** How often a list that holds signed URLs is fetched again, so that none of them runs out. */
export const REFRESH_MS = 20 * 60 * 1000;

const kept = new Map<string, { url: string; sinceMs: number }>();

/**
 * Gives a thing's earlier signed URL while that is still young, because a changed address
 * makes the browser load a picture anew and stops a video that plays.
 */
export function steadyUrl(thing: string, url: string, nowMs = Date.now()): string {
  const before = kept.get(thing);
  const isSame = before && versionOf(before.url) === versionOf(url);
  if (isSame && nowMs - before.sinceMs < KEPT_MS) return before.url;
  kept.set(thing, { url, sinceMs: nowMs });
  return url;
}

/** Which version of a file a URL shows; one that is replaced has another. */
function versionOf(url: string): string | null {
  return new URLSearchParams(url.split("?")[1]).get("version");
}

/** Forgets every URL, so that the next fetch brings new ones. */
export function forgetUrls(): void {
  kept.clear();
}

/** Applies `steadyUrl` to each `..._url` of an item. */
export function withSteadyUrls<Item extends { id: string }>(item: Item): Item {
  const steady: Record<string, unknown> = { ...item };
  for (const [field, value] of Object.entries(item)) {
    if (field.endsWith("_url") && typeof value === "string") {
      steady[field] = steadyUrl(`${item.id} ${field}`, value);
    }
  }
  return steady as Item;
}
