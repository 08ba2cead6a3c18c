import { fireEvent, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Job, NewProject } from "@/api/types";
import { api, Backend, refusal } from "@/testing/api";
import { openPage } from "@/testing/open-page";
import { aClip, aJob, aProfile, aProject, aSourceVideo } from "@/testing/things";

const SCRIPT = "Three lamps for a dark November.";

/** A store with footage, whose projects and jobs can be made. */
function aWorkshop() {
  const store = aProfile();
  const backend = new Backend([store]);
  const shelf = backend.shelf(store);
  shelf.footage = [aSourceVideo()];
  const bodies: NewProject[] = [];
  const keys: (string | null)[] = [];
  api.use(
    http.post("*/api/v1/library/projects", async ({ request }) => {
      backend.requests.push("POST project");
      const body = (await request.json()) as NewProject;
      bodies.push(body);
      const project = aProject({ name: body.name, script: body.script });
      shelf.projects.push(project);
      return HttpResponse.json(project, { status: 201 });
    }),
    http.patch("*/api/v1/library/projects/:id", async ({ request, params }) => {
      bodies.push((await request.json()) as NewProject);
      return HttpResponse.json(shelf.projects.find(({ id }) => id === params.id));
    }),
    http.post("*/api/v1/library/projects/:id/generate-variants", ({ request, params }) => {
      backend.requests.push("POST generate");
      keys.push(request.headers.get("Idempotency-Key"));
      const job = aJob({
        kind: "generate_variants",
        state: "ready",
        step: "",
        progress: 0,
        subject_id: String(params.id),
      });
      shelf.jobs = [job, ...shelf.jobs];
      return HttpResponse.json(job, { status: 202 });
    }),
  );
  return { store, backend, shelf, bodies, keys };
}

async function openWithScript(profile: string) {
  const page = openPage(`/p/${profile}`);
  await page.person.type(await screen.findByRole("textbox", { name: "Script" }), SCRIPT);
  const generate = await screen.findByRole("button", { name: "Generate video" });
  await waitFor(() => expect(generate).toBeEnabled());
  return { ...page, generate };
}

const later = (job: Job, part: Partial<Job>): Job => ({
  ...job,
  state: "running",
  updated_at: "2026-03-01T10:05:00Z",
  ...part,
});

describe("generating", () => {
  it("starts one job however fast the button is clicked twice", async () => {
    const { store, backend, shelf } = aWorkshop();
    const { generate } = await openWithScript(store.id);
    generate.click();
    generate.click();
    expect(await screen.findByText("A video of this project is being made.")).toBeVisible();
    expect(backend.count("POST project")).toBe(1);
    expect(backend.count("POST generate")).toBe(1);
    expect(shelf.jobs).toHaveLength(1);
  });

  it("sends the script, the chosen footage and the voice, and a name where none was given", async () => {
    const { store, bodies, shelf } = aWorkshop();
    shelf.footage = [aSourceVideo(), aSourceVideo({ name: "not-this.mp4" })];
    const { person, generate } = await openWithScript(store.id);
    await person.click(screen.getByRole("checkbox", { name: "Use this file: not-this.mp4" }));
    await person.selectOptions(screen.getByRole("combobox", { name: "Language" }), "Romanian");
    await person.click(generate);
    await waitFor(() => expect(bodies).toHaveLength(1));
    expect(bodies[0]).toEqual({
      name: "Three lamps for a dark November",
      script: SCRIPT,
      source_video_ids: [shelf.footage[0]?.id],
      voice: { provider: "espeak-ng", voice: "ro", speed: 1 },
      making: {
        format: "vertical",
        quality: "standard",
        matching: "balanced",
        transition: "cut",
        vary: { order: false, voice: false, captions: false, music: false },
        captions: null,
        look: null,
        mix: { original_percent: 0, music: null },
        end_card: null,
      },
    });
  });

  it("sends what is settled for the videos", async () => {
    const { store, bodies } = aWorkshop();
    const piece = { id: "piece", name: "waltz.mp3" };
    api.use(
      http.get("*/api/v1/music", () => HttpResponse.json({ items: [piece], next_cursor: null })),
    );
    const { person, generate } = await openWithScript(store.id);
    await screen.findByRole("option", { name: "waltz.mp3" });
    await person.selectOptions(screen.getByRole("combobox", { name: "Music" }), "waltz.mp3");
    await person.selectOptions(screen.getByRole("combobox", { name: "Format" }), "Square (1:1)");
    await person.selectOptions(screen.getByRole("combobox", { name: "Transition" }), "Crossfade");
    await person.click(screen.getByRole("checkbox", { name: "End with a card" }));
    await person.type(screen.getByRole("textbox", { name: "Card detail" }), "lamps.example");
    expect(screen.queryByRole("group", { name: /^Variants differ/ })).toBeNull();
    fireEvent.change(screen.getByRole("slider", { name: "Variants: 1" }), {
      target: { value: "3" },
    });
    await person.click(screen.getByRole("checkbox", { name: "Order of the sentences" }));
    await person.click(generate);
    await waitFor(() => expect(bodies).toHaveLength(1));
    expect(bodies[0]?.making).toMatchObject({
      format: "square",
      transition: "crossfade",
      vary: { order: true, voice: false },
      mix: { music: { music_id: "piece", below_voice_lu: 18 } },
      end_card: { title: "Order today", detail: "lamps.example", duration_ms: 2000 },
    });
  });

  it("shows the steps as they come, then the finished video with its facts and notes", async () => {
    const { store, shelf } = aWorkshop();
    const { person, generate } = await openWithScript(store.id);
    await person.click(generate);
    await screen.findByRole("button", { name: "Cancel" });
    const job = shelf.jobs[0] as Job;
    shelf.events.sendJob(later(job, { step: "Rendering sentence 1 of 1", progress: 0.626 }));
    expect(await screen.findByText("Rendering sentence 1 of 1")).toBeVisible();
    expect(screen.getByRole("progressbar", { name: "Making your video" })).toHaveAttribute(
      "aria-valuenow",
      "62",
    );
    const clip = aClip({ project_id: job.subject_id, notes: ["A scene is shown twice."] });
    shelf.clips = [clip];
    shelf.events.sendJob(
      later(job, { state: "done", progress: 1, result: { clip_ids: [clip.id], notes: [] } }),
    );
    const video = await screen.findByLabelText("November, variant 1");
    expect(video).toHaveAttribute("src", clip.video_url);
    expect(screen.getByRole("link", { name: "Download video" })).toHaveAttribute(
      "href",
      clip.download_url,
    );
    for (const fact of ["12.4 s", "3.4 MB", "-14.0 LUFS", "A scene is shown twice."]) {
      expect(screen.getByText(fact)).toBeVisible();
    }
  });

  it("says why a job failed, and lets the person generate again as a new wish", async () => {
    const { store, shelf, keys, backend } = aWorkshop();
    const { person, generate } = await openWithScript(store.id);
    await person.click(generate);
    await screen.findByRole("button", { name: "Cancel" });
    const error = { code: "voice_missing", detail: "espeak-ng is not installed." };
    shelf.events.sendJob(later(shelf.jobs[0] as Job, { state: "failed", error }));
    expect(await screen.findByRole("alert")).toHaveTextContent("espeak-ng is not installed.");
    await person.click(generate);
    await waitFor(() => expect(backend.count("POST generate")).toBe(2));
    expect(keys[0]).not.toBe(keys[1]);
    expect(backend.count("POST project")).toBe(1);
  });

  it("repeats a wish under the same key when its answer was lost", async () => {
    const { store, keys } = aWorkshop();
    let isLost = true;
    api.use(
      http.post("*/api/v1/library/projects/:id/generate-variants", ({ request }) => {
        if (!isLost) return undefined;
        isLost = false;
        keys.push(request.headers.get("Idempotency-Key"));
        return HttpResponse.error();
      }),
    );
    const { person, generate } = await openWithScript(store.id);
    await person.click(generate);
    expect(await screen.findByText(/The API does not answer/)).toBeVisible();
    await person.click(generate);
    await waitFor(() => expect(keys).toHaveLength(2));
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
  });

  it("shows the API's own sentence when it refuses", async () => {
    const { store } = aWorkshop();
    api.use(
      http.post("*/api/v1/library/projects", () =>
        refusal(422, "script_empty", "The script has nothing to say. Write a sentence."),
      ),
    );
    const { person, generate } = await openWithScript(store.id);
    await person.click(generate);
    expect(
      await screen.findByText("The script has nothing to say. Write a sentence."),
    ).toBeVisible();
  });

  it("cancels a running job", async () => {
    const { store, shelf } = aWorkshop();
    api.use(
      http.post("*/api/v1/jobs/:id/cancel", () =>
        HttpResponse.json(later(shelf.jobs[0] as Job, { state: "cancelled" }), { status: 202 }),
      ),
    );
    const { person, generate } = await openWithScript(store.id);
    await person.click(generate);
    await person.click(await screen.findByRole("button", { name: "Cancel" }));
    expect(await screen.findByText(/^Cancelled\./)).toBeVisible();
    expect(generate).toBeEnabled();
  });

  it("finds draft and running job again after a reload", async () => {
    const { store, shelf } = aWorkshop();
    const { person, generate } = await openWithScript(store.id);
    await person.click(generate);
    await screen.findByRole("button", { name: "Cancel" });
    shelf.jobs = [later(shelf.jobs[0] as Job, { step: "Still at it", progress: 0.5 })];
    document.body.innerHTML = "";
    openPage(`/p/${store.id}`);
    expect(await screen.findByText("Still at it")).toBeVisible();
    expect(screen.getByRole("textbox", { name: "Script" })).toHaveValue(SCRIPT);
  });

  it("says what is missing, step by step", async () => {
    const { store, shelf } = aWorkshop();
    shelf.footage = [aSourceVideo({ state: "analysing" })];
    const { person } = openPage(`/p/${store.id}`);
    const generate = await screen.findByRole("button", { name: "Generate video" });
    expect(generate).toBeDisabled();
    expect(generate).toHaveAccessibleDescription("The footage is still being analysed.");
    shelf.footage = [aSourceVideo()];
    await waitFor(() => expect(shelf.events.listeners).toBe(1));
    shelf.events.sendJob(aJob({ state: "done", progress: 1 }));
    await waitFor(() => expect(generate).toHaveAccessibleDescription("Write a script in step 2."));
    await person.type(screen.getByRole("textbox", { name: "Script" }), "🎉🎉");
    expect(generate).toHaveAccessibleDescription(
      "The script has no words that a voice could speak.",
    );
  });
});
