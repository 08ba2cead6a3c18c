import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { api, Backend } from "@/testing/api";
import { openPage } from "@/testing/open-page";
import { aProfile } from "@/testing/things";

const PIECE = {
  id: "m1",
  name: "evening.mp3",
  duration_ms: 90_000,
  loudness_lufs: -11.2,
  audio_url: "/media/music",
  created_at: "2026-11-21T10:00:00Z",
};

function openSettings() {
  const profile = aProfile();
  const backend = new Backend([profile]);
  const music: (typeof PIECE)[] = [];
  const stores: (string | null)[] = [];
  const keys: (string | null)[] = [];
  let cache = { sentences: 12, size_bytes: 30_000_000, limit_bytes: 5_000_000_000 };
  api.use(
    http.get("*/api/v1/auth/me", () =>
      HttpResponse.json({ mode: "local", user_id: "u", email: null }),
    ),
    http.get("*/api/v1/music", () => HttpResponse.json({ items: music, next_cursor: null })),
    http.get("*/api/v1/pictures", () => HttpResponse.json({ items: [], next_cursor: null })),
    http.post("*/api/v1/music", async ({ request }) => {
      stores.push(request.headers.get("X-Profile-Id"));
      keys.push(request.headers.get("Idempotency-Key"));
      const file = (await request.formData()).get("file");
      if (!(file instanceof File) || file.size < 3) {
        const detail = "There is nothing to hear in this file.";
        const problem = { code: "music_unusable", detail, status: 422, title: "No music" };
        return HttpResponse.json(problem, { status: 422 });
      }
      music.push({ ...PIECE, name: file.name });
      return HttpResponse.json(PIECE, { status: 201 });
    }),
    http.delete("*/api/v1/music/:id", ({ params }) => {
      music.splice(
        music.findIndex(({ id }) => id === params.id),
        1,
      );
      return new HttpResponse(null, { status: 204 });
    }),
    http.get("*/api/v1/library/cache", () => HttpResponse.json(cache)),
    http.delete("*/api/v1/library/cache", () => {
      cache = { ...cache, sentences: 0, size_bytes: 0 };
      return HttpResponse.json(cache);
    }),
  );
  return { ...openPage(`/p/${profile.id}/settings`), backend, profile, stores, keys };
}

describe("what a store's videos are made of beside footage", () => {
  it("takes music, shows it, and removes it", async () => {
    const { person, profile, stores } = openSettings();
    const section = await screen.findByRole("region", { name: "Music" });
    expect(await within(section).findByText(/No music yet/)).toBeVisible();
    const file = new File(["some sound"], "evening.mp3", { type: "audio/mpeg" });
    await person.upload(within(section).getByLabelText("Add music…", { selector: "input" }), file);
    expect(await within(section).findByText("evening.mp3")).toBeVisible();
    expect(within(section).getByText(/-11.2 LUFS/)).toBeVisible();
    expect(stores).toEqual([profile.id]);
    await person.click(within(section).getByRole("button", { name: "Remove evening.mp3" }));
    await person.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Remove" }));
    expect(await within(section).findByText(/No music yet/)).toBeVisible();
  });

  it("says why a file is not taken", async () => {
    const { person } = openSettings();
    const section = await screen.findByRole("region", { name: "Music" });
    const input = await within(section).findByLabelText("Add music…", { selector: "input" });
    await person.upload(input, new File([""], "empty.mp3", { type: "audio/mpeg" }));
    expect(
      await within(section).findByText("There is nothing to hear in this file."),
    ).toBeVisible();
  });

  it("takes the same file again, under a key that a page on plain http can make, too", async () => {
    const { person, keys } = openSettings();
    const section = await screen.findByRole("region", { name: "Music" });
    const input = await within(section).findByLabelText("Add music…", { selector: "input" });
    const file = new File(["some sound"], "evening.mp3", { type: "audio/mpeg" });
    await person.upload(input, file);
    expect(await within(section).findAllByText("evening.mp3")).toHaveLength(1);
    expect(input).toHaveValue("");
    await person.upload(input, file);
    await waitFor(() => expect(keys).toHaveLength(2));
    // Not a UUID: the browser makes those for secure pages alone.
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).not.toBe(keys[0]);
  });

  it("empties the rendered sentences after asking", async () => {
    const { person } = openSettings();
    const section = await screen.findByRole("region", { name: "Rendered sentences" });
    expect(await within(section).findByText(/12 sentences/)).toBeVisible();
    await person.click(within(section).getByRole("button", { name: "Empty it…" }));
    await person.click(
      within(screen.getByRole("dialog")).getByRole("button", { name: "Empty it" }),
    );
    expect(await within(section).findByText("Nothing has been rendered yet.")).toBeVisible();
  });
});
