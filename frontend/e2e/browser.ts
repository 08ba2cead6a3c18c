import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium, type Page } from "playwright-core";
import { expect } from "vitest";

const axeFile = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** Starts a Chromium that calls nobody but the page. */
export function startBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Fails when axe finds anything on the page that hinders a person seriously. */
export async function expectAccessible(page: Page, where: string) {
  await page.addScriptTag({ path: axeFile });
  // What fades in or out is pale for a moment; what turns for ever has no end to wait for.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        (one) =>
          one.playState !== "running" || one.effect?.getComputedTiming().endTime === Infinity,
      ),
  );
  const found = await page.evaluate(async () => {
    const { violations } = await (
      window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }
    ).axe.run();
    return violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      nodes: nodes.map(({ html }) => html.slice(0, 200)),
    }));
    interface Violation {
      id: string;
      impact: string;
      nodes: { html: string }[];
    }
  });
  const serious = found.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious, `axe on ${where}`).toEqual([]);
}

/** Fails when the page can be pushed sideways. */
export async function expectNoSidewaysScroll(page: Page, where: string) {
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(over, `width of ${where}`).toBeLessThanOrEqual(0);
}

/** Keeps what a failed test saw last. */
export async function keepPicture(page: Page, test: string) {
  mkdirSync("e2e-artifacts", { recursive: true });
  const name = test.replace(/\W+/g, "-").slice(0, 80);
  await page.screenshot({ path: `e2e-artifacts/${name}.png`, fullPage: true });
}
