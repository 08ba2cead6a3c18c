import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import type { TestProject } from "vitest/node";
import { servePage } from "./page-server";
import { startServer } from "./server";
import { findChromium, findServer, makeFootage } from "./tools";

declare module "vitest" {
  interface ProvidedContext {
    chromium: string;
    page: string;
    footage: { landscape: string; portrait: string };
    /** The folder of the built page. */
    built: string;
  }
}

/** Brings up what the tests look at: footage, the real server, and the built page before it. */
export default async function setup(project: TestProject) {
  const chromium = findChromium();
  const binary = findServer();
  const folder = mkdtempSync(join(tmpdir(), "edit-factory-e2e-"));
  const undo = [async () => rmSync(folder, { recursive: true, force: true })];
  const tearDown = async () => {
    for (const step of undo.toReversed()) await step();
  };
  try {
    // The server's database runs as another user, who has to reach its own folder.
    chmodSync(folder, 0o755);
    const built = join(folder, "page");
    const footage = makeFootage(folder);
    await build({ logLevel: "warn", build: { outDir: built, emptyOutDir: true } });
    const server = await startServer(binary, join(folder, "data"));
    undo.push(server.stop);
    const page = await servePage(built, server.address);
    undo.push(page.close);

    project.provide("chromium", chromium);
    project.provide("page", page.address);
    project.provide("footage", footage);
    project.provide("built", built);
  } catch (error) {
    await tearDown();
    throw error;
  }
  return tearDown;
}
