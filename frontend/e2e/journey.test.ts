import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { expectAccessible, expectNoSidewaysScroll, keepPicture, startBrowser } from "./browser";
import { servePage } from "./page-server";
import { startPostiz } from "./postiz";

const footage = inject("footage");
const SCRIPT = "Three lamps for a dark November. Și una costă mai puțin decât o cină.";
const RENDERED_WITHIN_MS = 300_000;

let browser: Browser;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  browser = await startBrowser(inject("chromium"));
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(30_000);
  page.on("pageerror", (error) => errors.push(error.message));
});

beforeEach(({ task, onTestFailed }) => {
  onTestFailed(() => keepPicture(page, task.name));
});

afterAll(async () => {
  await browser?.close();
});

const main = () => page.getByRole("main");
const open = (name: string) => page.getByRole("link", { name, exact: false }).first().click();

/** Makes a store with the keyboard alone. */
async function createStore(name: string, colour: string) {
  await page.getByRole("button", { name: /Switch store/ }).focus();
  await page.keyboard.press("Enter");
  await page.locator("[role=menu]:focus-within").waitFor();
  await page.keyboard.press("End");
  await page.locator("[role=menuitem]:focus", { hasText: "New store" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("textbox", { name: /Description/ }).fill("Of the browser tests");
  await page.getByRole("radio", { name: colour }).focus();
  await page.keyboard.press("Space");
  await expectAccessible(page, "the form of a new store");
  await page.getByRole("button", { name: "Create store" }).press("Enter");
  await page.getByRole("button", { name: new RegExp(`^Store: ${name}`) }).waitFor();
}

describe("from a bare store to a video", () => {
  it("lands in a store without a question", async () => {
    await page.goto(inject("page"));
    await page.getByRole("heading", { name: "Make a video" }).waitFor();
    expect(page.url()).toMatch(/\/p\/[0-9a-f-]{36}$/);
    await expectAccessible(page, "the empty first page");
  });

  it("creates a store with the keyboard", async () => {
    await createStore("Northern Lamps", "Marigold");
    expect(await page.title()).toBe("Northern Lamps · Edit Factory");
    const band = page.getByRole("banner").locator("div").first();
    const colour = await band.evaluate((element) => getComputedStyle(element).backgroundColor);
    expect(colour).toBe("rgb(242, 184, 75)");
  });

  it("refuses a text that is called a video, in a sentence", async () => {
    const text = join(dirname(footage.landscape), "notes.mp4");
    writeFileSync(text, "This is not a video.\n".repeat(50));
    await page.getByLabel("Footage files").setInputFiles(text);
    const alert = page.getByRole("list", { name: "Uploads" }).getByRole("alert");
    await alert.waitFor();
    expect((await alert.textContent())?.length).toBeGreaterThan(20);
    await page.getByRole("button", { name: "Remove notes.mp4 from the list" }).click();
  });

  it("uploads footage and finds its scenes", async () => {
    await page.getByLabel("Footage files").setInputFiles([footage.landscape, footage.portrait]);
    for (const name of ["landscape.mp4", "portrait.mp4"]) {
      const box = page.getByRole("checkbox", { name: `Use this file: ${name}` });
      await box.waitFor({ timeout: 60_000 });
      expect(await box.isChecked()).toBe(true);
    }
    const list = page.getByRole("list", { name: "Footage", exact: true });
    expect(await list.textContent()).toMatch(/8\.0 s · \d+ scene/);
    const picture = list.locator("img").first();
    await expect
      .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0);
    await expectAccessible(page, "the first page with footage");
  });

  it("keeps a script through a reload, and starts one job for a double click", async () => {
    await page.getByRole("textbox", { name: "Script" }).fill(SCRIPT);
    await page.getByRole("textbox", { name: "Project name" }).fill("November lamps");
    await page.reload();
    const script = page.getByRole("textbox", { name: "Script" });
    await expect.poll(() => script.inputValue()).toBe(SCRIPT);
    await page.getByRole("button", { name: "Generate video" }).dblclick();
    await main().getByRole("progressbar", { name: "Making your video" }).waitFor();
    await open("Jobs");
    const jobs = page.getByRole("listitem").filter({ hasText: "Make a video" });
    await jobs.first().waitFor();
    expect(await jobs.count()).toBe(1);
    await expectAccessible(page, "the jobs");
  });

  it(
    "watches the progress through a reload until the video plays",
    async () => {
      await open("Make a video");
      await page.reload();
      const bar = main().getByRole("progressbar", { name: "Making your video" });
      const download = page.getByRole("link", { name: "Download video" });
      await bar.or(download).first().waitFor();
      const seen = new Set<number>();
      let looks = 0;
      await expect
        .poll(
          async () => {
            looks += 1;
            const now = await bar
              .getAttribute("aria-valuenow", { timeout: 2_000 })
              .catch(() => null);
            if (now !== null) seen.add(Number(now));
            return download.isVisible();
          },
          { timeout: RENDERED_WITHIN_MS, interval: 50 },
        )
        .toBe(true);
      expect([...seen]).toEqual([...seen].sort((one, other) => one - other));
      // On a fast machine the video may be there at the first look.
      if (looks > 1) expect(seen.size).toBeGreaterThan(0);
      const measures = () =>
        page.locator("video").evaluate((video: HTMLVideoElement) => ({
          duration: video.duration,
          width: video.videoWidth,
          height: video.videoHeight,
        }));
      await expect.poll(measures).toMatchObject({ width: 1080, height: 1920 });
      expect((await measures()).duration).toBeGreaterThan(1);
      await page.locator("video").evaluate((video: HTMLVideoElement) => {
        video.muted = true;
        return video.play();
      });
      await expect
        .poll(() => page.locator("video").evaluate((video: HTMLVideoElement) => video.currentTime))
        .toBeGreaterThan(0.2);
      expect(await main().textContent()).toMatch(/-1[34]\.\d LUFS/);
      await expectAccessible(page, "the finished video");
    },
    RENDERED_WITHIN_MS + 30_000,
  );

  it("hands out the video and its captions", async () => {
    for (const [name, type] of [
      ["Download video", /^video\/mp4/],
      ["Captions file", /^(text|application)\//],
    ] as const) {
      const href = await page.getByRole("link", { name }).getAttribute("href");
      const answer = await page.request.get(new URL(href ?? "", page.url()).href);
      expect(answer.status(), name).toBe(200);
      expect(answer.headers()["content-type"], name).toMatch(type);
      expect((await answer.body()).length, name).toBeGreaterThan(20);
    }
  });

  it("keeps the video in the library, and plays it there", async () => {
    await open("Library");
    await page.getByRole("button", { name: /^Play November lamps/ }).click();
    await page.getByRole("dialog").locator("video").waitFor();
    await expectAccessible(page, "the library's player");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await expectAccessible(page, "the library");
  });

  it("plans the shots, and swaps one by keyboard", async () => {
    await open("Make a video");
    await page.getByRole("button", { name: "Plan the shots" }).click();
    const swap = page.getByRole("button", { name: /^Use another scene/ }).first();
    await swap.press("Enter");
    const others = page.getByRole("list", { name: "Other scenes" }).getByRole("button");
    await others.first().waitFor();
    await expectAccessible(page, "the other scenes");
    await others.first().press("Enter");
    await page.getByText("Kept", { exact: true }).waitFor();
    await expectAccessible(page, "the storyboard");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Kept", { exact: true }).waitFor({ state: "detached" });
  });

  it("publishes the video as planned, once", async () => {
    const postiz = await startPostiz();
    await open("Publishing");
    await page.getByLabel("Address of Postiz").fill(postiz.address);
    await page.getByLabel("Key of Postiz").fill(postiz.key);
    await page.getByRole("button", { name: "Connect" }).click();
    await page.getByRole("button", { name: "Choose northern at Threads" }).click();
    await page.getByRole("button", { name: "Publish clips" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("checkbox", { name: /November lamps/ }).check();
    await dialog.getByLabel("Text of the posts").fill("Tom & Jerry <b>");
    await dialog.getByText("Threads: 15 of 500").waitFor();
    await dialog.getByRole("button", { name: "Show the plan" }).click();
    await dialog.getByRole("region", { name: "The plan" }).waitFor();
    await expectAccessible(page, "the plan of publications");
    await dialog.getByRole("button", { name: "Publish exactly this" }).dblclick();
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => postiz.posts.length, { timeout: 30_000 }).toBe(1);
    expect(postiz.posts[0]?.content).toBe("<p>Tom &amp; Jerry &lt;b&gt;</p>");
    const list = page.getByRole("region", { name: "Publications" });
    await list.getByText("At Postiz").waitFor();
    await page
      .getByRole("list", { name: "What was done" })
      .getByText(/^Confirmed/)
      .waitFor();
    expect(postiz.posts).toHaveLength(1);
    await expectAccessible(page, "publishing");
    postiz.close();
  });

  it("moves a scene, whose picture follows", async () => {
    await open("Make a video");
    await page.getByRole("link", { name: "Scenes" }).first().click();
    const scenes = page.getByRole("list", { name: "Scenes" });
    const picture = () => scenes.locator("img").first().getAttribute("src");
    const before = await picture();
    await page.getByLabel("In (seconds)").fill("0.6");
    await page.getByRole("button", { name: "Save the scene" }).press("Enter");
    await expect.poll(picture).not.toBe(before);
    await expectAccessible(page, "the scenes");
  });

  it("fits a phone", async () => {
    const address = page.url().replace(/(\/p\/[^/]+).*/, "$1");
    const phone = await browser.newPage({ viewport: { width: 390, height: 844 } });
    for (const place of ["", "/library", "/publishing", "/settings", "/jobs"]) {
      await phone.goto(address + place);
      await phone.getByRole("main").getByRole("heading").first().waitFor();
      await expectNoSidewaysScroll(phone, place || "the first page");
      await expectAccessible(phone, `${place || "the first page"} on a phone`);
    }
    await phone.close();
  });
});

describe("another store", () => {
  it("sees nothing of the first", async () => {
    await createStore("Toy Barn", "Lake");
    await page.getByRole("heading", { name: "Make a video" }).waitFor();
    expect(await main().textContent()).not.toMatch(/landscape\.mp4|November/);
    expect(await page.getByRole("textbox", { name: "Script" }).inputValue()).toBe("");
    await open("Library");
    await page.getByRole("heading", { name: "No videos yet" }).waitFor();
    await open("Jobs");
    await page.getByRole("heading", { name: "No jobs yet" }).waitFor();
    await expectAccessible(page, "a page without things");
  });

  it("is the one that the page opens next time", async () => {
    await page.goto(inject("page"));
    await page.getByRole("button", { name: /^Store: Toy Barn/ }).waitFor();
  });

  it("gives the first store back as it was", async () => {
    await page.getByRole("button", { name: /Switch store/ }).click();
    await page.getByRole("menuitem", { name: /Northern Lamps/ }).click();
    await page.getByRole("link", { name: "Download video" }).waitFor();
    expect(await page.getByRole("textbox", { name: "Script" }).inputValue()).toBe(SCRIPT);
  });
});

describe("when something is wrong", () => {
  it("has thrown no error on the way", () => {
    expect(errors).toEqual([]);
  });

  it("says that the API is down, and how to start it", async () => {
    const down = await servePage(inject("built"), "http://127.0.0.1:9");
    try {
      await page.goto(down.address);
      await page.getByRole("heading", { name: "The API is not running" }).waitFor();
      expect(await page.getByRole("alert").textContent()).toContain("./start-dev.sh");
      await expectAccessible(page, "the page of an API that is down");
    } finally {
      await down.close();
    }
  });
});
