/** Which pixels of a picture belong to something. */
export interface Mask {
  width: number;
  on: Uint8Array;
}

/** Marks the pixels of an RGB picture that a rule takes. */
export function maskOf(
  rgb: Buffer,
  width: number,
  takes: (red: number, green: number, blue: number) => boolean,
): Mask {
  const on = new Uint8Array(rgb.length / 3);
  for (let n = 0; n < on.length; n++) {
    on[n] = Number(takes(rgb[3 * n] ?? 0, rgb[3 * n + 1] ?? 0, rgb[3 * n + 2] ?? 0));
  }
  return { width, on };
}

/** The outermost columns and rows: left, top, right, lower. */
export function boundsOf({ width, on }: Mask): [number, number, number, number] {
  const found: [number, number, number, number] = [Infinity, Infinity, -1, -1];
  on.forEach((taken, n) => {
    if (!taken) return;
    const [x, y] = [n % width, Math.floor(n / width)];
    found[0] = Math.min(found[0], x);
    found[1] = Math.min(found[1], y);
    found[2] = Math.max(found[2], x);
    found[3] = Math.max(found[3], y);
  });
  return found;
}

/** How much of what is in either is in both: 1 for the same, 0 for nothing. */
export function overlap(one: Mask, other: Mask): number {
  let [both, either] = [0, 0];
  one.on.forEach((taken, n) => {
    both += taken & (other.on[n] ?? 0);
    either += taken | (other.on[n] ?? 0);
  });
  return either === 0 ? 0 : both / either;
}
