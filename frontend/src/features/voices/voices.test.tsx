import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { ProfilePatch } from "@/api/types";
import { api, Backend, ESPEAK, refusal } from "@/testing/api";
import { openPage } from "@/testing/open-page";
import { aProfile } from "@/testing/things";

const ELEVEN = {
  ...ESPEAK,
  name: "elevenlabs",
  label: "ElevenLabs",
  draft: false,
  availability: { state: "unavailable" as const, version: null, cure: "Store a key first." },
  privacy: { leaves_machine: true, sent_to: "ElevenLabs" },
  clones_voices: true,
  cost_micro_usd_per_1000_characters: 110_000,
  languages: [],
};
const KOKORO = { ...ESPEAK, name: "kokoro", label: "Kokoro", draft: false };

function openVoices(fallback: string[] = []) {
  const base = aProfile();
  const profile = { ...base, tts_settings: { ...base.tts_settings, fallback } };
  new Backend([profile]);
  const sent: unknown[] = [];
  const page = (items: unknown[]) => HttpResponse.json({ items, next_cursor: null });
  let keys: unknown[] = [];
  let sentences = 3;
  api.use(
    http.get("*/api/v1/tts/providers", () => page([KOKORO, ELEVEN, ESPEAK])),
    http.get("*/api/v1/credentials", () => page(keys)),
    http.put("*/api/v1/credentials/:kind", async ({ request, params }) => {
      sent.push({ [String(params.kind)]: await request.json() });
      const key = { kind: params.kind, last_four: "wxyz", updated_at: "2026-11-01T10:00:00Z" };
      keys = [key];
      return HttpResponse.json(key);
    }),
    http.get("*/api/v1/tts/account", () =>
      HttpResponse.json({
        account: {
          plan: "creator",
          status: "active",
          used_characters: 100,
          limit_characters: 1000,
          resets_at: null,
          can_clone: true,
        },
      }),
    ),
    http.patch("*/api/v1/profiles/:id", async ({ request }) => {
      const body = (await request.json()) as ProfilePatch;
      sent.push(body);
      const tts_settings = { ...profile.tts_settings, ...body.tts_settings };
      return HttpResponse.json({ ...profile, tts_settings });
    }),
    http.get("*/api/v1/tts/cache", () =>
      HttpResponse.json({ sentences, size_bytes: sentences * 1e6, limit_bytes: 1e9 }),
    ),
    http.delete("*/api/v1/tts/cache", () => {
      sentences = 0;
      return HttpResponse.json({ sentences, size_bytes: 0, limit_bytes: 1e9 });
    }),
  );
  return { ...openPage(`/p/${profile.id}/voices`), sent };
}

async function card(name: string) {
  const heading = await screen.findByRole("heading", { name, level: 3 });
  return within(heading.closest("li") as HTMLElement);
}

describe("a store's voices", () => {
  it("tells of each engine what it costs, where the text goes, and the cure", async () => {
    openVoices();
    const eleven = await card("ElevenLabs");
    expect(eleven.getByText("$0.11 for 1,000 characters")).toBeVisible();
    expect(eleven.getByText("is sent to ElevenLabs")).toBeVisible();
    expect(eleven.getByText("Store a key first.")).toBeVisible();
    const espeak = await card("eSpeak NG");
    expect(espeak.getByText("Draft voice")).toBeVisible();
    expect(espeak.getByText("stays on this machine")).toBeVisible();
  });

  it("lets an engine speak unless a video says otherwise", async () => {
    const { person, sent } = openVoices();
    await person.click((await card("Kokoro")).getByRole("button", { name: "Let Kokoro speak" }));
    await waitFor(() => expect(sent).toEqual([{ tts_settings: { provider: "kokoro" } }]));
  });

  it("stores a key without ever showing it, and tells what is left of the plan", async () => {
    const { person, sent } = openVoices();
    const eleven = await card("ElevenLabs");
    await person.type(await eleven.findByLabelText("ElevenLabs key"), " sk_abc_wxyz ");
    await person.click(eleven.getByRole("button", { name: "Store the key" }));
    expect(await eleven.findByText("wxyz")).toBeVisible();
    expect(await eleven.findByText(/900 of 1,000 characters left/)).toBeVisible();
    expect(sent).toEqual([{ elevenlabs: { secret: "sk_abc_wxyz" } }]);
    expect(screen.queryByDisplayValue(/sk_abc/)).toBeNull();
  });

  it("keeps the person's own order of stand-ins, of free engines alone", async () => {
    const { person, sent } = openVoices(["kokoro"]);
    const section = within(await screen.findByRole("region", { name: "Who speaks instead" }));
    await person.click(await section.findByRole("button", { name: "Add eSpeak NG" }));
    await waitFor(() =>
      expect(sent).toEqual([{ tts_settings: { fallback: ["kokoro", "espeak-ng"] } }]),
    );
    await person.click(await section.findByRole("button", { name: /eSpeak NG speak earlier/ }));
    await waitFor(() =>
      expect(sent[1]).toEqual({ tts_settings: { fallback: ["espeak-ng", "kokoro"] } }),
    );
    expect(section.queryByRole("button", { name: "Add ElevenLabs" })).toBeNull();
  });

  it("compares the engines for a text, and lets it be heard", async () => {
    const { person } = openVoices();
    const engine = { provider: "espeak-ng", label: "eSpeak NG", draft: true, available: true };
    const free = { cost_micro_usd: 0, cure: null, level: "fine", leaves_machine: false };
    let heard: unknown;
    api.use(
      http.post("*/api/v1/tts/quote", () =>
        HttpResponse.json({
          characters: 6,
          language: "en",
          month: {},
          providers: [
            { ...engine, ...free, speaks_language: true, expected_ms: 1200 },
            { ...engine, ...free, provider: "x", label: "Mute", speaks_language: false },
          ],
        }),
      ),
      http.post("*/api/v1/tts/preview", async ({ request }) => {
        expect(request.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f]{32}$/);
        heard = await request.json();
        return HttpResponse.json({ audio_url: "/media/a.wav", words: [] });
      }),
    );
    const section = within(await screen.findByRole("region", { name: "Hear and compare" }));
    await person.type(section.getByRole("textbox"), "Hello.");
    await person.click(section.getByRole("button", { name: "Compare the engines" }));
    expect(await section.findByText("Free, about 1.2 s")).toBeVisible();
    expect(section.queryByText("Mute")).toBeNull();
    const listen = await section.findByRole("button", { name: "Listen" });
    await waitFor(() => expect(listen).toBeEnabled());
    await person.click(listen);
    await waitFor(() => expect(document.querySelector("audio")?.src).toContain("/media/a.wav"));
    expect(heard).toMatchObject({
      text: "Hello.",
      voice: { provider: "espeak-ng", voice: "en-us", speed: 1 },
    });
  });

  it("empties the spoken sentences after asking, and says why it cannot", async () => {
    const { person } = openVoices();
    await person.click(await screen.findByRole("button", { name: "Empty it…" }));
    api.use(
      http.delete("*/api/v1/tts/cache", () => refusal(409, "cache_in_use", "A job runs."), {
        once: true,
      }),
    );
    await person.click(screen.getByRole("button", { name: "Empty it" }));
    expect(await screen.findByText("A job runs.")).toBeVisible();
    await person.click(screen.getByRole("button", { name: "Empty it" }));
    expect(await screen.findByText("Nothing has been spoken yet.")).toBeVisible();
  });
});
