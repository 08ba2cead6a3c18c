import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { VoiceModel } from "@/api/types";
import { api, Backend, refusal } from "@/testing/api";
import { openPage } from "@/testing/open-page";
import { aJob, aProfile, aVoiceModel } from "@/testing/things";

const MIHAI = aVoiceModel({
  id: "ro_RO-mihai-medium",
  engine: "piper",
  name: "mihai, Romanian (Romania), medium",
  languages: ["ro-ro"],
  licence: "the voice's own: see its model card",
  size_bytes: 63_206_179,
});

function openModels(models: VoiceModel[]) {
  const profile = aProfile();
  const backend = new Backend([profile]);
  const shelf = backend.shelf(profile);
  const asked: string[] = [];
  const pulled = () =>
    aJob({
      kind: "pull_voice_model",
      state: "ready",
      step: "",
      progress: 0,
      subject_id: null,
      voice_model: "kokoro-v1.0",
    });
  api.use(
    http.get("*/api/v1/voice-models", () =>
      HttpResponse.json({ items: models, next_cursor: null }),
    ),
    http.post("*/api/v1/voice-models/:id/pull", ({ params, request }) => {
      // Not a UUID: the browser makes those for secure pages alone.
      const hasKey = /^[0-9a-f]{32}$/.test(request.headers.get("Idempotency-Key") ?? "");
      asked.push(`${params.id} ${hasKey ? "with" : "without"} a key`);
      const job = pulled();
      shelf.jobs = [job];
      return HttpResponse.json(job, { status: 202 });
    }),
  );
  const page = openPage(`/p/${profile.id}/voice-models`);
  const row = async (name: RegExp) => {
    const heading = await screen.findByRole("heading", { name });
    const item = heading.closest("li");
    if (!item) throw new Error("the heading stands in no row");
    return within(item);
  };
  return { ...page, profile, shelf, row, asked };
}

describe("the voice models", () => {
  it("are reached from the settings, and name size, languages and licence", async () => {
    const { person, router, profile, row } = openModels([aVoiceModel(), MIHAI]);
    const kokoro = await row(/^Kokoro/);
    expect(kokoro.getByText(/353.7 MB · .*English.*Japanese/)).toBeVisible();
    expect(kokoro.getByRole("link", { name: "Apache-2.0" })).toHaveAttribute(
      "href",
      "https://example.org/kokoro",
    );
    await person.click(within(screen.getByRole("main")).getByRole("link", { name: "Settings" }));
    await person.click(await screen.findByRole("link", { name: "See the voice models" }));
    await screen.findByRole("heading", { name: "Voice models", level: 1 });
    expect(router.state.location.pathname).toBe(`/p/${profile.id}/voice-models`);
  });

  it("are found by words and by language, and said so when there is none", async () => {
    const { person } = openModels([aVoiceModel(), MIHAI]);
    const names = () =>
      screen.queryAllByRole("heading", { level: 3 }).map(({ textContent }) => textContent);
    await screen.findByText("2 models");
    await person.selectOptions(screen.getByRole("combobox", { name: "Language" }), "Romanian");
    expect(names()).toEqual([MIHAI.name]);
    await person.type(screen.getByRole("searchbox", { name: "Search" }), "kokoro");
    expect(screen.getByText("No model is like this")).toBeVisible();
    await person.click(screen.getByRole("button", { name: "Show all models" }));
    expect(names()).toHaveLength(2);
    await person.type(screen.getByRole("searchbox", { name: "Search" }), "JAPANESE 54");
    expect(names()).toEqual([aVoiceModel().name]);
  });

  it("are downloaded with live progress, and are here then", async () => {
    const models = [aVoiceModel()];
    const { person, row, shelf, asked } = openModels(models);
    const kokoro = await row(/^Kokoro/);
    await waitFor(() => expect(shelf.events.listeners).toBe(1));
    await person.click(kokoro.getByRole("button", { name: /^Download/ }));
    const bar = await kokoro.findByRole("progressbar");
    expect(kokoro.queryByRole("button", { name: /^Download/ })).toBeNull();
    expect(asked).toEqual(["kokoro-v1.0 with a key"]);

    const [job] = shelf.jobs;
    if (!job) throw new Error("nothing was queued");
    const later = "2026-03-01T10:00:01Z";
    const step = "downloading, 150 of 354 MB";
    shelf.events.sendJob({ ...job, state: "running", progress: 0.42, step, updated_at: later });
    await waitFor(() => expect(bar).toHaveAttribute("aria-valuenow", "42"));
    expect(kokoro.getByText(step)).toBeVisible();

    models[0] = aVoiceModel({ state: "present" });
    const end = "2026-03-01T10:00:02Z";
    shelf.events.sendJob({ ...job, state: "done", progress: 1, step: "", updated_at: end });
    expect(await kokoro.findByText("Here")).toBeVisible();
    expect(kokoro.getByRole("button", { name: /^Verify/ })).toBeEnabled();
  });

  it("stop coming when they are cancelled, and go on later", async () => {
    const models = [aVoiceModel({ state: "partial", partial_bytes: 5 })];
    const { person, row, shelf } = openModels(models);
    const cancelled: string[] = [];
    api.use(
      http.post("*/api/v1/jobs/:id/cancel", ({ params }) => {
        cancelled.push(String(params.id));
        const later = "2026-03-01T10:00:01Z";
        return HttpResponse.json({ ...shelf.jobs[0], state: "cancelled", updated_at: later });
      }),
    );
    const kokoro = await row(/^Kokoro/);
    await person.click(kokoro.getByRole("button", { name: /^Go on downloading/ }));
    await person.click(await kokoro.findByRole("button", { name: /^Cancel/ }));
    expect(await kokoro.findByRole("button", { name: /^Go on downloading/ })).toBeEnabled();
    expect(cancelled).toEqual([shelf.jobs[0]?.id]);
  });

  it("say why a download failed", async () => {
    const { row, shelf } = openModels([aVoiceModel()]);
    const detail = "example.org cannot be reached; try again, it goes on where it was";
    const error = { code: "voice_model_unreachable", detail };
    shelf.jobs = [
      aJob({ kind: "pull_voice_model", state: "dead", voice_model: "kokoro-v1.0", error }),
    ];
    const kokoro = await row(/^Kokoro/);
    expect(await kokoro.findByRole("alert")).toHaveTextContent(detail);
    expect(kokoro.getByRole("button", { name: /^Download/ })).toBeEnabled();
  });

  it("are removed after asking, and not before", async () => {
    const models = [aVoiceModel({ state: "present" })];
    const { person, row } = openModels(models);
    const removed: unknown[] = [];
    api.use(
      http.delete("*/api/v1/voice-models/:id", ({ params }) => {
        removed.push(params.id);
        models[0] = aVoiceModel();
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const kokoro = await row(/^Kokoro/);
    await person.click(kokoro.getByRole("button", { name: /^Remove/ }));
    expect(screen.getByRole("dialog")).toHaveTextContent("for every store");
    expect(removed).toEqual([]);
    await person.click(screen.getByRole("button", { name: "Remove the files" }));
    expect(await kokoro.findByText("Not here")).toBeVisible();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(removed).toEqual(["kokoro-v1.0"]);
  });

  it("that are broken say so after a check, and can be downloaded again", async () => {
    const { person, row } = openModels([aVoiceModel({ state: "present" })]);
    const problem = "kokoro/kokoro-v1.0.onnx was not what it must be; pull it again";
    api.use(
      http.post("*/api/v1/voice-models/:id/verify", () =>
        HttpResponse.json(aVoiceModel({ state: "broken", problem })),
      ),
    );
    const kokoro = await row(/^Kokoro/);
    await person.click(kokoro.getByRole("button", { name: /^Verify/ }));
    expect(await kokoro.findByRole("alert")).toHaveTextContent(problem);
    expect(kokoro.getByRole("button", { name: /^Download again/ })).toBeEnabled();
  });

  it("offer nothing to whoever may only look", async () => {
    openModels([aVoiceModel({ may_change: false }), { ...MIHAI, may_change: false }]);
    expect(await screen.findByText(/Ask its operator/)).toBeVisible();
    expect(screen.queryByRole("button", { name: /Download|Remove|Verify|Fetch/ })).toBeNull();
  });

  it("grow by Piper's catalogue, or tell why not", async () => {
    const models = [aVoiceModel()];
    const { person } = openModels(models);
    api.use(
      http.post(
        "*/api/v1/voice-models/refresh",
        () => refusal(503, "voice_model_unreachable", "Huggingface.co cannot be reached."),
        { once: true },
      ),
      http.post("*/api/v1/voice-models/refresh", () => {
        models.push(MIHAI);
        return HttpResponse.json({ models: 2 });
      }),
    );
    const fetchButton = await screen.findByRole("button", { name: "Fetch Piper’s catalogue" });
    await person.click(fetchButton);
    expect(await screen.findByRole("alert")).toHaveTextContent("cannot be reached");
    await person.click(fetchButton);
    expect(await screen.findByText("2 models")).toBeVisible();
  });

  it("show the API's own sentence when the list is refused", async () => {
    const profile = aProfile();
    new Backend([profile]);
    api.use(http.get("*/api/v1/voice-models", () => refusal(500, "internal_error", "Try again.")));
    openPage(`/p/${profile.id}/voice-models`);
    expect(await screen.findByText("Try again.")).toBeVisible();
  });
});
