import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { NewProject, Profile, TtsProvider, Voice } from "@/api/types";
import { drafts } from "@/features/making/draft";
import { api, Backend, ESPEAK } from "@/testing/api";
import { aQuote } from "@/testing/costs";
import { openPage } from "@/testing/open-page";
import { aJob, aProfile, aProject, aSourceVideo } from "@/testing/things";

const KOKORO: TtsProvider = { ...ESPEAK, name: "kokoro", label: "Kokoro", draft: false };
const OFF = { state: "unavailable" as const, version: null, cure: "Start it." };

function aVoice(id: string, language: string): Voice {
  return { id, name: id, language, also_speaks: [], gender: null, sample_url: null };
}

const VOICES: Record<string, Voice[]> = {
  "espeak-ng": [aVoice("en-gb", "en-gb"), aVoice("en-us", "en-us"), aVoice("ro", "ro")],
  kokoro: [aVoice("af_heart", "en-us"), aVoice("bf_emma", "en-gb")],
  edge: [aVoice("far", "en-us")],
};

interface Store {
  settings?: Partial<Profile["tts_settings"]>;
  language?: string;
  engines?: TtsProvider[];
}

/** A store with two engines, in which a script is written. */
async function write({ settings = {}, language, engines = [ESPEAK, KOKORO] }: Store) {
  const plain = aProfile();
  const store = { ...plain, tts_settings: { ...plain.tts_settings, ...settings } };
  new Backend([store]).shelf(store).footage = [aSourceVideo()];
  const sent: NewProject["voice"][] = [];
  const list = (items: unknown[]) => HttpResponse.json({ items, next_cursor: null });
  api.use(
    http.get("*/api/v1/tts/providers", () => list(engines)),
    http.get("*/api/v1/tts/voices", ({ request }) =>
      list(VOICES[new URL(request.url).searchParams.get("provider") ?? ""] ?? []),
    ),
    http.post("*/api/v1/tts/quote", () =>
      HttpResponse.json(aQuote({ language: language ?? null })),
    ),
    http.post("*/api/v1/library/projects", async ({ request }) => {
      sent.push(((await request.json()) as NewProject).voice);
      return HttpResponse.json(aProject(), { status: 201 });
    }),
    http.post("*/api/v1/library/projects/:id/generate-variants", () =>
      HttpResponse.json(aJob({ kind: "generate_variants", state: "ready" }), { status: 202 }),
    ),
  );
  const { person } = openPage(`/p/${store.id}`);
  await person.type(await screen.findByRole("textbox", { name: "Script" }), "Trei lămpi.");
  const generated = async () => {
    const generate = await screen.findByRole("button", { name: "Generate video" });
    await waitFor(() => expect(generate).toBeEnabled());
    await person.click(generate);
    await waitFor(() => expect(sent).toHaveLength(1));
    return sent[0];
  };
  return { person, store, generated };
}

const TUNING = {
  pitch_hz: null,
  similarity_percent: null,
  stability_percent: null,
  style_percent: null,
  volume_percent: null,
};

const settled = (voice: string, speed: number) => ({ voice, speed, model: null, tuning: TUNING });

const box = (name: string) => screen.getByRole("combobox", { name });

describe("while the person has chosen no voice", () => {
  it("the store's engine speaks by the store's voice, as fast as the store says", async () => {
    const { generated } = await write({
      settings: { provider: "kokoro", voices: { kokoro: settled("bf_emma", 1.2) } },
    });
    expect(await screen.findByRole("slider", { name: "Speed: 1.20 ×" })).toBeVisible();
    await screen.findByRole("option", { name: "bf_emma" });
    expect(await generated()).toEqual({ provider: "kokoro", voice: "bf_emma", speed: 1.2 });
  });

  it("a voice of the script's language speaks, where the store has settled none", async () => {
    const { generated } = await write({ language: "ro" });
    await waitFor(() => expect(box("Voice")).toHaveValue("ro"));
    expect(await generated()).toEqual({ provider: "espeak-ng", voice: "ro", speed: 1 });
  });

  it("no engine speaks unasked that costs or sends the text away", async () => {
    const edge = { ...KOKORO, name: "edge", privacy: { leaves_machine: true, sent_to: "Edge" } };
    const dear = { ...KOKORO, name: "dear", cost_micro_usd_per_1000_characters: 10 };
    const { generated } = await write({ engines: [edge, dear, ESPEAK] });
    expect(await generated()).toEqual({ provider: "espeak-ng", voice: "en-us", speed: 1 });
  });

  it("another engine speaks for the store's that cannot, and says so", async () => {
    const { generated } = await write({
      settings: { provider: "kokoro", voices: { kokoro: settled("bf_emma", 1.2) } },
      engines: [ESPEAK, { ...KOKORO, availability: OFF }],
    });
    expect(
      await screen.findByText(/^Kokoro, which speaks for this store, cannot now/),
    ).toBeVisible();
    expect(await generated()).toEqual({ provider: "espeak-ng", voice: "en-us", speed: 1 });
  });
});

describe("a chosen engine", () => {
  it("speaks by the voice that the store has settled for it", async () => {
    const { person, generated } = await write({
      settings: { voices: { kokoro: settled("bf_emma", 0.9) } },
    });
    await person.selectOptions(box("Voice engine"), "kokoro");
    await waitFor(() => expect(box("Voice")).toHaveValue("bf_emma"));
    expect(await generated()).toEqual({ provider: "kokoro", voice: "bf_emma", speed: 0.9 });
  });

  it("says when its voice does not speak the script's language", async () => {
    const { person } = await write({ language: "ro" });
    const warning = "The script is Romanian, which this voice does not speak.";
    await waitFor(() => expect(box("Voice")).toHaveValue("ro"));
    expect(screen.queryByText(warning)).toBeNull();
    await person.selectOptions(box("Voice engine"), "kokoro");
    expect(await screen.findByText(warning)).toBeVisible();
  });

  it("is that of a chosen voice, whatever the store settles on later", async () => {
    const { person, store } = await write({});
    await person.selectOptions(box("Language"), "British English");
    expect(drafts.get(store.id)).toMatchObject({ provider: "espeak-ng", voice: "en-gb" });
  });
});
