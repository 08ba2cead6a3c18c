import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { api, Backend } from "@/testing/api";
import { openPage } from "@/testing/open-page";
import { aClip, aJob, aProfile, aProject } from "@/testing/things";

function aShelf(part: Parameters<typeof aClip>[0]) {
  const store = aProfile();
  const backend = new Backend([store]);
  const clip = aClip(part);
  backend.shelf(store).clips = [clip];
  return { store, clip };
}

describe("clips", () => {
  it("says which are stale, and what was changed since", async () => {
    const { store } = aShelf({ stale: ["the script was changed", "the voice was changed"] });
    const { person } = openPage(`/p/${store.id}/library`);
    const shelf = await screen.findByRole("list", { name: "Finished videos" });
    expect(within(shelf).getByText(/Stale/)).toHaveTextContent(
      "Stale: the script was changed, the voice was changed",
    );
    await person.click(within(shelf).getByRole("button", { name: /Play November, variant 1/ }));
    expect(
      await screen.findByText(/Since this video was made, the script was changed, the voice/),
    ).toBeVisible();
    api.use(
      http.get("*/api/v1/library/projects/:id", ({ params }) =>
        HttpResponse.json(aProject({ id: String(params.id), script: "Hello again." })),
      ),
    );
    await person.click(screen.getByRole("button", { name: "Open project" }));
    expect(await screen.findByRole("textbox", { name: "Script" })).toHaveValue("Hello again.");
  });

  it("renders a draft again in the quality that is published, once a wish", async () => {
    const { store, clip } = aShelf({ quality: "draft" });
    const asked: unknown[] = [];
    const keys = new Set<string | null>();
    api.use(
      http.post("*/api/v1/library/clips/:id/render", async ({ request, params }) => {
        asked.push({ id: params.id, body: await request.json() });
        keys.add(request.headers.get("Idempotency-Key"));
        const job = aJob({ kind: "render_clip", subject_id: clip.id, state: "ready" });
        return HttpResponse.json(job, { status: 202 });
      }),
    );
    const { person } = openPage(`/p/${store.id}/library`);
    const shelf = await screen.findByRole("list", { name: "Finished videos" });
    expect(within(shelf).getByText("Draft")).toBeVisible();
    await person.click(within(shelf).getByRole("button", { name: /Play November, variant 1/ }));
    expect(screen.getByRole("combobox", { name: "Render again as" })).toHaveValue("standard");
    expect(screen.getByRole("link", { name: "Recipe" })).toHaveAttribute("href", clip.recipe_url);
    const render = screen.getByRole("button", { name: "Render" });
    await person.click(render);
    await waitFor(() => expect(render).toBeEnabled());
    await person.click(render);
    await waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[0]).toEqual({ id: clip.id, body: { quality: "standard" } });
    expect(keys.size).toBe(2);
  });

  it("offers no rendering of a video without a recipe", async () => {
    const { store } = aShelf({ recipe_url: null });
    const { person } = openPage(`/p/${store.id}/library`);
    const shelf = await screen.findByRole("list", { name: "Finished videos" });
    await person.click(within(shelf).getByRole("button", { name: /Play November, variant 1/ }));
    expect(await screen.findByRole("link", { name: "Download video" })).toBeVisible();
    expect(screen.queryByRole("button", { name: "Render" })).toBeNull();
  });
});
