import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { api, Backend, refusal } from "@/testing/api";
import { openPage } from "@/testing/open-page";
import { aJob, aProfile, aSourceVideo } from "@/testing/things";

const FILE = new File(["not a video"], "notes.mp4", { type: "video/mp4" });

function aStore() {
  const store = aProfile();
  const backend = new Backend([store]);
  return { store, backend, shelf: backend.shelf(store) };
}

/** Lets uploads succeed, each when the returned function is called. */
function takeUploads(shelf: ReturnType<typeof aStore>["shelf"]) {
  const arrived: (() => void)[] = [];
  api.use(
    http.post("*/api/v1/source-videos", async ({ request }) => {
      expect(request.headers.get("X-Profile-Id")).not.toBeNull();
      await new Promise<void>((resolve) => arrived.push(resolve));
      const source_video = aSourceVideo({ state: "analysing", name: "lamp.mp4" });
      const job = aJob({ subject_id: source_video.id, step: "Reading" });
      shelf.footage = [source_video, ...shelf.footage];
      shelf.jobs = [job, ...shelf.jobs];
      return HttpResponse.json({ source_video, job }, { status: 202 });
    }),
  );
  return arrived;
}

describe("footage", () => {
  it("shows why an upload was refused, and sends it again on request", async () => {
    const { store, shelf } = aStore();
    api.use(
      http.post("*/api/v1/source-videos", () =>
        refusal(415, "footage_unsupported", "notes.mp4 is text, not a video. Send MP4 or MOV."),
      ),
    );
    const { person } = openPage(`/p/${store.id}`);
    await person.upload(await screen.findByLabelText("Footage files"), FILE);
    expect(
      await screen.findByText("notes.mp4 is text, not a video. Send MP4 or MOV."),
    ).toBeVisible();

    const arrived = takeUploads(shelf);
    await person.click(screen.getByRole("button", { name: "Try notes.mp4 again" }));
    await waitFor(() => expect(arrived).toHaveLength(1));
    arrived[0]?.();
    expect(await screen.findByText("lamp.mp4")).toBeVisible();
    expect(screen.queryByText("notes.mp4")).not.toBeInTheDocument();
  });

  it("names the likely cures when the connection breaks off", async () => {
    const { store } = aStore();
    api.use(http.post("*/api/v1/source-videos", () => HttpResponse.error()));
    const { person } = openPage(`/p/${store.id}`);
    await person.upload(await screen.findByLabelText("Footage files"), FILE);
    expect(await screen.findByText(/The connection broke off while “notes.mp4”/)).toBeVisible();
  });

  it("sends a file again under the same key, so that it is stored once", async () => {
    const { store, shelf } = aStore();
    const keys: (string | null)[] = [];
    api.use(
      http.post("*/api/v1/source-videos", ({ request }) => {
        keys.push(request.headers.get("Idempotency-Key"));
        return HttpResponse.error();
      }),
    );
    const { person } = openPage(`/p/${store.id}`);
    const other = new File(["another"], "other.mp4", { type: "video/mp4" });
    await person.upload(await screen.findByLabelText("Footage files"), [FILE, other]);
    await person.click(await screen.findByRole("button", { name: "Try notes.mp4 again" }));
    await waitFor(() => expect(keys).toHaveLength(3));
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).not.toBe(keys[0]);
    expect(keys[2]).toBe(keys[0]);
    expect(shelf.footage).toEqual([]);
  });

  it("takes several dropped files and sends two at a time", async () => {
    const { store, shelf } = aStore();
    const arrived = takeUploads(shelf);
    openPage(`/p/${store.id}`);
    const zone = (await screen.findByText(/drop them here/)).parentElement as HTMLElement;
    const files = ["a.mp4", "b.mp4", "c.mp4"].map((name) => new File(["x"], name));
    fireEvent.drop(zone, { dataTransfer: { files } });
    const rows = within(await screen.findByRole("list", { name: "Uploads" }));
    expect(rows.getAllByRole("listitem")).toHaveLength(3);
    await waitFor(() => expect(arrived).toHaveLength(2));
    expect(rows.getByText(/^Waiting/)).toBeVisible();
    arrived[0]?.();
    await waitFor(() => expect(arrived).toHaveLength(3));
    arrived[1]?.();
    arrived[2]?.();
    await waitFor(() =>
      expect(screen.queryByRole("list", { name: "Uploads" })).not.toBeInTheDocument(),
    );
  });

  it("goes on uploading while the person looks at another page", async () => {
    const { store, shelf } = aStore();
    const arrived = takeUploads(shelf);
    const { person, router } = openPage(`/p/${store.id}`);
    await person.upload(await screen.findByLabelText("Footage files"), FILE);
    await waitFor(() => expect(arrived).toHaveLength(1));
    await router.navigate({ to: "/p/$profile/library", params: { profile: store.id } });
    await screen.findByRole("heading", { name: "Library" });
    await router.navigate({ to: "/p/$profile", params: { profile: store.id } });
    expect(await screen.findByText("notes.mp4")).toBeVisible();
    arrived[0]?.();
    expect(await screen.findByText("lamp.mp4")).toBeVisible();
  });

  it("shows how far the analysis is, then the scenes", async () => {
    const { store, shelf } = aStore();
    const video = aSourceVideo({ state: "analysing", segment_count: 0 });
    const job = aJob({ subject_id: video.id });
    shelf.footage = [video];
    shelf.jobs = [job];
    openPage(`/p/${store.id}`);
    expect(await screen.findByText("Finding scenes")).toBeVisible();
    await waitFor(() => expect(shelf.events.listeners).toBe(1));
    const updated_at = "2026-03-01T10:01:00Z";
    shelf.events.sendJob({ ...job, step: "Making thumbnails", progress: 0.9, updated_at });
    expect(await screen.findByText("Making thumbnails")).toBeVisible();
    const done = { ...job, state: "done", step: "Done", progress: 1 } as const;
    shelf.events.sendJob({ ...done, updated_at: "2026-03-01T10:02:00Z" });
    expect(await screen.findByText("100 %")).toBeVisible();
    shelf.footage = [{ ...video, state: "ready", segment_count: 6 }];
    shelf.events.sendJob({ ...done, updated_at: "2026-03-01T10:03:00Z" });
    expect(await screen.findByText("30.0 s · 6 scenes")).toBeVisible();
  });

  it("leads to a file whose scenes were all removed, so that new ones can be made", async () => {
    const { store, shelf } = aStore();
    shelf.footage = [
      aSourceVideo({ segment_count: 0 }),
      aSourceVideo({ name: "new.mp4", state: "analysing", segment_count: 0 }),
    ];
    openPage(`/p/${store.id}`);
    expect(await screen.findByRole("link", { name: "Scenes of lamp.mp4" })).toBeVisible();
    expect(screen.queryByRole("link", { name: "Scenes of new.mp4" })).toBeNull();
  });

  it("says why an analysis failed, and removes the file after asking", async () => {
    const { store, shelf } = aStore();
    const video = aSourceVideo({ state: "failed", error: "The file ends in the middle." });
    shelf.footage = [video];
    api.use(
      http.delete(`*/api/v1/source-videos/${video.id}`, () => {
        shelf.footage = [];
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { person } = openPage(`/p/${store.id}`);
    expect(await screen.findByText("The file ends in the middle.")).toBeVisible();
    await person.click(screen.getByRole("button", { name: "Remove lamp.mp4" }));
    await person.click(await screen.findByRole("button", { name: "Remove" }));
    await waitFor(() => expect(screen.queryByText("lamp.mp4")).not.toBeInTheDocument());
  });
});
