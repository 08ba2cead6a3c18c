import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { ClonedVoice } from "@/api/types";
import { api, Backend, refusal } from "@/testing/api";
import { openPage } from "@/testing/open-page";
import { anId, aProfile } from "@/testing/things";

const CONSENT = "The voice is my own, or its speaker has agreed.";

function aCloner(part = {}) {
  return {
    name: "coqui",
    label: "Coqui XTTS",
    draft: false,
    availability: { state: "available", version: "1", cure: null },
    privacy: { leaves_machine: false, sent_to: null },
    clones_voices: true,
    notice: null,
    cost_micro_usd_per_1000_characters: 0,
    languages: ["de", "en"],
    ...part,
  };
}

function aClonedVoice(part: Partial<ClonedVoice> = {}): ClonedVoice {
  const id = anId();
  return {
    id,
    provider: "coqui",
    voice: `voice-${id}`,
    name: "Ana",
    language: "en",
    sample_duration_ms: 7200,
    sample_sha256: "ab".repeat(32),
    sample_url: "/media/x.wav",
    consent_text: CONSENT,
    consent_by: id,
    consent_at: "2026-03-01T10:00:00Z",
    created_at: "2026-03-01T10:00:00Z",
    ...part,
  };
}

function openVoices(voices: ClonedVoice[], engines: object[] = [aCloner()]) {
  const profile = aProfile();
  new Backend([profile]);
  const sent: Record<string, unknown>[] = [];
  const lists = { voices };
  api.use(
    http.get("*/api/v1/auth/me", () =>
      HttpResponse.json({ mode: "local", user_id: "u", email: null }),
    ),
    http.get("*/api/v1/tts/providers", () => HttpResponse.json({ items: engines })),
    http.get("*/api/v1/tts/cloned-voices", () =>
      HttpResponse.json({ items: lists.voices, next_cursor: null, consent_text: CONSENT }),
    ),
    http.post("*/api/v1/tts/clone-voice", async ({ request }) => {
      const body = await request.text();
      sent.push({
        body,
        store: request.headers.get("X-Profile-Id"),
        key: request.headers.get("Idempotency-Key"),
      });
      lists.voices = [aClonedVoice({ name: "Bea" }), ...lists.voices];
      return HttpResponse.json(lists.voices[0], { status: 201 });
    }),
  );
  return { ...openPage(`/p/${profile.id}/voices`), profile, sent, lists };
}

async function fillIn(person: ReturnType<typeof openPage>["person"], agrees: boolean) {
  const form = await screen.findByRole("form", { name: "Clone a voice" });
  await person.type(within(form).getByRole("textbox", { name: "Name of the voice" }), "Bea");
  const language = within(form).getByRole("combobox", { name: "Language of the recording" });
  await person.selectOptions(language, "de");
  const file = new File(["RIFF"], "bea.wav", { type: "audio/wav" });
  await person.upload(within(form).getByLabelText("Recording"), file);
  if (agrees) await person.click(within(form).getByRole("checkbox", { name: CONSENT }));
  await person.click(within(form).getByRole("button", { name: "Clone the voice" }));
}

describe("cloned voices", () => {
  it("sends the recording with the consent, and shows the new voice", async () => {
    const { person, sent, profile } = openVoices([]);
    expect(await screen.findByText(/No voice has been cloned/)).toBeVisible();
    await fillIn(person, true);
    expect(await screen.findByText(/Bea is learned/)).toBeVisible();
    expect(await screen.findByRole("button", { name: "Hear Bea" })).toBeVisible();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ store: profile.id, key: expect.stringMatching(/^\w{32}$/) });
    const body = String(sent[0]?.body);
    for (const [name, value] of [
      ["name", "Bea"],
      ["provider", "coqui"],
      ["language", "de"],
      ["consent", "true"],
    ]) {
      expect(body).toMatch(new RegExp(`name="${name}"\\s+${value}`));
    }
    expect(body).toContain('filename="bea.wav"');
  });

  it("sends nothing without consent", async () => {
    const { person, sent } = openVoices([]);
    await fillIn(person, false);
    expect(screen.getByRole("checkbox", { name: CONSENT })).toBeInvalid();
    expect(sent).toHaveLength(0);
  });

  it("says why a recording is refused, and keeps what was filled in", async () => {
    const { person } = openVoices([]);
    const detail = "The recording is 2.0 s long, and a voice needs at least 6 s.";
    api.use(http.post("*/api/v1/tts/clone-voice", () => refusal(422, "sample_too_short", detail)));
    await fillIn(person, true);
    expect(await screen.findByRole("alert")).toHaveTextContent("2.0 s long");
    expect(screen.getByRole("textbox", { name: "Name of the voice" })).toHaveValue("Bea");
  });

  it("lets a voice be heard", async () => {
    const { person } = openVoices([aClonedVoice()]);
    api.use(
      http.post("*/api/v1/tts/preview", () => HttpResponse.json({ audio_url: "/media/said.wav" })),
    );
    await person.click(await screen.findByRole("button", { name: "Hear Ana" }));
    expect(await screen.findByLabelText("Ana speaks")).toHaveAttribute("src", "/media/said.wav");
  });

  it("deletes a voice after asking, and says when it cannot", async () => {
    const { person, lists } = openVoices([aClonedVoice()]);
    const detail = "The engine cannot be reached.";
    api.use(
      http.delete("*/api/v1/tts/cloned-voices/:id", () => refusal(503, "voice_busy", detail), {
        once: true,
      }),
      http.delete("*/api/v1/tts/cloned-voices/:id", () => {
        lists.voices = [];
        return new HttpResponse(null, { status: 204 });
      }),
    );
    await person.click(await screen.findByRole("button", { name: "Delete Ana" }));
    await person.click(screen.getByRole("button", { name: "Delete the voice" }));
    expect(await screen.findByText(detail)).toBeVisible();
    await person.click(screen.getByRole("button", { name: "Delete the voice" }));
    await waitFor(() => expect(screen.queryByRole("button", { name: "Hear Ana" })).toBeNull());
    expect(await screen.findByText(/No voice has been cloned/)).toBeVisible();
  });

  it("says what makes an engine ready, and when none clones", async () => {
    const cure = "start the voices service";
    const away = aCloner({ availability: { state: "unavailable", version: null, cure } });
    openVoices([], [away]);
    const form = within(await screen.findByRole("form", { name: "Clone a voice" }));
    expect(form.getByText(cure)).toBeVisible();
    expect(form.getByRole("button", { name: "Clone the voice" })).toBeDisabled();
  });

  it("names the engines that clone where there is none", async () => {
    openVoices([], [aCloner({ clones_voices: false })]);
    expect(await screen.findByText(/No engine here clones voices/)).toBeVisible();
    expect(screen.queryByRole("form", { name: "Clone a voice" })).toBeNull();
  });
});
