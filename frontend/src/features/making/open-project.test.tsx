import { act, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { NewProject, SourceVideo } from "@/api/types";
import { drafts } from "@/features/making/draft";
import { api, Backend } from "@/testing/api";
import { openPage } from "@/testing/open-page";
import { aClip, aJob, aProfile, aProject, aSourceVideo } from "@/testing/things";

/** A store whose footage is listed on two pages, with a project that uses something of each. */
function aLongShelf() {
  const store = aProfile();
  const backend = new Backend([store]);
  const shelf = backend.shelf(store);
  const named = (name: string) => aSourceVideo({ name });
  const [used, other] = [named("v1.mp4"), named("v2.mp4")];
  const [oldUsed, oldOther] = [named("v60.mp4"), named("v61.mp4")];
  shelf.footage = [used, other];
  const project = aProject({ source_video_ids: [used.id, oldUsed.id] });
  shelf.clips = [aClip({ project_id: project.id })];
  const sent: string[][] = [];
  const older = () => HttpResponse.json({ items: [oldUsed, oldOther], next_cursor: null });
  async function take(request: Request) {
    const body = (await request.json()) as NewProject;
    sent.push(body.source_video_ids);
    return HttpResponse.json({ ...project, ...body, making: project.making });
  }
  api.use(
    http.get("*/api/v1/source-videos", ({ request }) =>
      new URL(request.url).searchParams.has("cursor")
        ? older()
        : HttpResponse.json({ items: shelf.footage, next_cursor: "older" }),
    ),
    http.get("*/api/v1/library/projects/:id", () => HttpResponse.json(project)),
    http.post("*/api/v1/library/projects", ({ request }) => take(request)),
    http.patch("*/api/v1/library/projects/:id", ({ request }) => take(request)),
    http.post("*/api/v1/library/projects/:id/plan", () =>
      HttpResponse.json({ variants: [], warnings: [] }),
    ),
    http.delete("*/api/v1/source-videos/:id", ({ params }) => {
      shelf.footage = shelf.footage.filter(({ id }) => id !== params.id);
      return new HttpResponse(null, { status: 204 });
    }),
  );
  return { store, shelf, sent, videos: { used, other, oldUsed, oldOther } };
}

async function openProject(profile: string) {
  const page = openPage(`/p/${profile}/library`);
  const { person } = page;
  await person.click(await screen.findByRole("button", { name: /^Play November, variant 1/ }));
  await person.click(screen.getByRole("button", { name: "Open project" }));
  await screen.findByRole("heading", { name: "Make a video" });
  return page;
}

afterEach(() => {
  vi.useRealTimers();
});

const MP4 = { type: "video/mp4" };

type Person = ReturnType<typeof openPage>["person"];

async function planShots(person: Person) {
  const plan = screen.getByRole("button", { name: /^Plan the shots/ });
  await waitFor(() => expect(plan).toBeEnabled());
  await person.click(plan);
}

const box = (name: string) => screen.findByRole("checkbox", { name: `Use this file: ${name}` });
const ids = (...videos: SourceVideo[]) => videos.map(({ id }) => id);

describe("an opened project", () => {
  it("keeps footage that is not shown, and says that there is more", async () => {
    const { store, sent, videos } = aLongShelf();
    const { person } = await openProject(store.id);
    expect(
      await screen.findByText("1 file chosen here, and 1 more that is not shown."),
    ).toBeVisible();
    await planShots(person);
    await waitFor(() => expect(sent).toEqual([ids(videos.used, videos.oldUsed)]));
  });

  it("takes nothing along that is shown later, unless the person ticks it", async () => {
    const { store, sent, videos } = aLongShelf();
    const { person } = await openProject(store.id);
    await person.click(await screen.findByRole("button", { name: "Show older footage" }));
    expect(await box("v60.mp4")).toBeChecked();
    expect(await box("v61.mp4")).not.toBeChecked();
    expect(await box("v2.mp4")).not.toBeChecked();
    expect(screen.queryByText(/not shown/)).toBeNull();
    await person.click(await box("v61.mp4"));
    await person.click(await box("v1.mp4"));
    await planShots(person);
    await waitFor(() => expect(sent).toEqual([ids(videos.oldUsed, videos.oldOther)]));
  });

  it("leaves out what is not shown when the person says so, and takes it back", async () => {
    const { store, sent, videos } = aLongShelf();
    const { person } = await openProject(store.id);
    await person.click(await screen.findByRole("button", { name: "Leave it out" }));
    expect(screen.queryByText(/not shown/)).toBeNull();
    await planShots(person);
    await waitFor(() => expect(sent).toEqual([ids(videos.used)]));
    await person.click(await screen.findByRole("button", { name: "Undo" }));
    expect(await screen.findByText(/and 1 more that is not shown/)).toBeVisible();
  });

  it("ticks a file that is uploaded for it, and forgets one that is removed", async () => {
    const { store, shelf, sent, videos } = aLongShelf();
    const made = aSourceVideo({ name: "new.mp4" });
    api.use(
      http.post("*/api/v1/source-videos", () => {
        shelf.footage = [made, ...shelf.footage];
        const job = aJob({ subject_id: made.id, state: "done" });
        return HttpResponse.json({ source_video: made, job }, { status: 202 });
      }),
    );
    const { person } = await openProject(store.id);
    await person.upload(
      await screen.findByLabelText("Footage files"),
      new File(["x"], "new.mp4", MP4),
    );
    expect(await box("new.mp4")).toBeChecked();
    await person.click(screen.getByRole("button", { name: "Remove v1.mp4" }));
    await person.click(await screen.findByRole("button", { name: "Remove" }));
    await waitFor(() => expect(screen.queryByText("v1.mp4")).toBeNull());
    await planShots(person);
    await waitFor(() => expect(sent).toEqual([ids(videos.oldUsed, made)]));
  });
});

describe("a script that was not saved", () => {
  it("is offered back as long as the person likes when a project is opened", async () => {
    const { store } = aLongShelf();
    const { person, router } = openPage(`/p/${store.id}`);
    await person.type(await screen.findByRole("textbox", { name: "Script" }), "Nowhere else.");
    await router.navigate({ to: "/p/$profile/library", params: { profile: store.id } });
    await person.click(await screen.findByRole("button", { name: /^Play November, variant 1/ }));
    vi.useFakeTimers({ shouldAdvanceTime: true });
    await person.click(screen.getByRole("button", { name: "Open project" }));
    const back = await screen.findByRole("button", { name: "Back to my draft" });
    expect(await screen.findByRole("textbox", { name: "Script" })).toHaveValue("A lamp.");
    act(() => vi.advanceTimersByTime(60_000));
    await person.click(back);
    expect(screen.getByRole("textbox", { name: "Script" })).toHaveValue("Nowhere else.");
  });

  it("is offered back when a new video is begun", async () => {
    const { store } = aLongShelf();
    const { person } = await openProject(store.id);
    await person.type(await screen.findByRole("textbox", { name: "Script" }), " And more.");
    vi.useFakeTimers({ shouldAdvanceTime: true });
    await person.click(screen.getByRole("button", { name: "New video" }));
    expect(screen.getByRole("textbox", { name: "Script" })).toHaveValue("");
    const undo = await screen.findByRole("button", { name: "Undo" });
    act(() => vi.advanceTimersByTime(60_000));
    await person.click(undo);
    expect(screen.getByRole("textbox", { name: "Script" })).toHaveValue("A lamp. And more.");
  });
});

describe("a new draft", () => {
  it("ticks what is shown, and keeps it through a reload once it is a project", async () => {
    const { store, sent, videos } = aLongShelf();
    const { person } = openPage(`/p/${store.id}`);
    await person.type(await screen.findByRole("textbox", { name: "Script" }), "A lamp.");
    await person.click(await screen.findByRole("button", { name: "Show older footage" }));
    expect(await box("v60.mp4")).toBeChecked();
    await person.click(await box("v61.mp4"));
    await planShots(person);
    const { used, other, oldUsed } = videos;
    await waitFor(() => expect(sent).toEqual([ids(used, other, oldUsed)]));
    await screen.findByRole("button", { name: "Plan the shots again" });

    document.body.innerHTML = "";
    drafts.reload();
    const again = openPage(`/p/${store.id}`);
    expect(await screen.findByText(/^2 files chosen here, and 1 more/)).toBeVisible();
    await planShots(again.person);
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]).toEqual(sent[0]);
  });
});
