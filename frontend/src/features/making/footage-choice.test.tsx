import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { NewProject } from "@/api/types";
import { drafts } from "@/features/making/draft";
import { api, Backend } from "@/testing/api";
import { openPage } from "@/testing/open-page";
import { aProfile, aProject, aSourceVideo } from "@/testing/things";

/** A store with so much footage, of which the API lists fifty at a time. */
function aStoreWith(count: number) {
  const store = aProfile();
  new Backend([store]);
  const footage = Array.from({ length: count }, (_, n) => aSourceVideo({ name: `v${n + 1}.mp4` }));
  const sent: string[][] = [];
  api.use(
    http.get("*/api/v1/source-videos", ({ request }) => {
      const from = Number(new URL(request.url).searchParams.get("cursor") ?? 0);
      const next_cursor = from + 50 < count ? String(from + 50) : null;
      return HttpResponse.json({ items: footage.slice(from, from + 50), next_cursor });
    }),
    http.post("*/api/v1/library/projects", async ({ request }) => {
      sent.push(((await request.json()) as NewProject).source_video_ids);
      return HttpResponse.json(aProject(), { status: 201 });
    }),
    http.post("*/api/v1/library/projects/:id/plan", () =>
      HttpResponse.json({ variants: [], warnings: [] }),
    ),
  );
  const ids = (from: number, to: number) => footage.slice(from, to).map(({ id }) => id);
  return { store, sent, ids };
}

const box = (n: number) => screen.findByRole("checkbox", { name: `Use this file: v${n}.mp4` });

async function sendOff({ person }: ReturnType<typeof openPage>) {
  await person.type(await screen.findByRole("textbox", { name: "Script" }), "A lamp.");
  const plan = screen.getByRole("button", { name: /^Plan the shots/ });
  await waitFor(() => expect(plan).toBeEnabled());
  await person.click(plan);
}

describe("footage of a long list", () => {
  it("is the newest, and says so, until the person chooses", async () => {
    const { store, sent, ids } = aStoreWith(60);
    const page = openPage(`/p/${store.id}`);
    const newest = "The newest 50 are used; show older footage to choose more.";
    expect(await screen.findByText(newest)).toBeVisible();
    await page.person.click(screen.getByRole("button", { name: "Show older footage" }));
    expect(await box(51)).not.toBeChecked();
    expect(screen.getByText("50 of 60 files are used.")).toBeVisible();
    await sendOff(page);
    await waitFor(() => expect(sent).toEqual([ids(0, 50)]));
  });

  it("stays as it was chosen when the page is loaded again", async () => {
    const { store, sent, ids } = aStoreWith(60);
    const { person } = openPage(`/p/${store.id}`);
    await person.click(await screen.findByRole("button", { name: "Show older footage" }));
    await person.click(await box(60));
    expect(screen.getByText("51 of 60 files are used.")).toBeVisible();
    document.body.innerHTML = "";
    drafts.reload();
    const again = openPage(`/p/${store.id}`);
    expect(
      await screen.findByText("50 files chosen here, and 1 more that is not shown."),
    ).toBeVisible();
    await sendOff(again);
    await waitFor(() => expect(sent).toEqual([[...ids(0, 50), ...ids(59, 60)]]));
  });

  it("is chosen all or none at once, and is not more than a video takes", async () => {
    const { store } = aStoreWith(102);
    const { person } = openPage(`/p/${store.id}`);
    const older = await screen.findByRole("button", { name: "Show older footage" });
    await person.click(older);
    await box(100);
    await person.click(older);
    await box(102);
    const choice = within(screen.getByRole("group", { name: "Choice of footage" }));
    await person.click(choice.getByRole("button", { name: "All" }));
    const generate = screen.getByRole("button", { name: "Generate video" });
    expect(generate).toHaveAccessibleDescription(
      "102 files are chosen, and a video takes at most 100: leave 2 files out in step 1.",
    );
    await person.click(choice.getByRole("button", { name: "None" }));
    expect(choice.getByText("0 of 102 files are used.")).toBeVisible();
    expect(generate).toHaveAccessibleDescription("Choose footage to use in step 1.");
  });
});

describe("footage of a short list", () => {
  it("is ticked one by one where it is few", async () => {
    const { store } = aStoreWith(3);
    openPage(`/p/${store.id}`);
    await box(3);
    expect(screen.queryByRole("group", { name: "Choice of footage" })).toBeNull();
  });

  it("is chosen again for the next video as it was for this", async () => {
    const { store, sent, ids } = aStoreWith(5);
    const page = openPage(`/p/${store.id}`);
    await box(5);
    await page.person.click(screen.getByRole("button", { name: "None" }));
    await page.person.click(await box(4));
    await sendOff(page);
    await page.person.click(await screen.findByRole("button", { name: "New video" }));
    expect(await box(4)).toBeChecked();
    expect(screen.getByText("1 of 5 files are used.")).toBeVisible();
    expect(sent).toEqual([ids(3, 4)]);
  });
});
