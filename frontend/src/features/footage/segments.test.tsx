import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it, vi } from "vitest";
import type { Segment, SegmentPatch } from "@/api/types";
import { api, Backend, refusal } from "@/testing/api";
import { openPage } from "@/testing/open-page";
import { aProfile, aSegment, aSourceVideo } from "@/testing/things";

/** A source video with two scenes, in a store of its own; the first is shown as it is said. */
function aDesk(
  part: Parameters<typeof aSourceVideo>[0] = {},
  transform: Partial<Segment["transform"]> = {},
) {
  const store = aProfile();
  new Backend([store]);
  const video = aSourceVideo(part);
  const source_video_id = video.id;
  let segments = [
    aSegment({ source_video_id, transform: { ...aSegment().transform, ...transform } }),
    aSegment({ source_video_id, start_ms: 4000, end_ms: 6000 }),
  ];
  const patches: SegmentPatch[] = [];
  const find = (id: unknown) => segments.find((segment) => segment.id === id) as Segment;
  const removed: Segment[] = [];
  api.use(
    http.get(`*/api/v1/source-videos/${video.id}`, () => HttpResponse.json(video)),
    http.get(`*/api/v1/source-videos/${video.id}/segments`, () =>
      HttpResponse.json({ items: segments, next_cursor: null }),
    ),
    http.post(`*/api/v1/source-videos/${video.id}/segments`, async ({ request }) => {
      const made = aSegment({ source_video_id, ...((await request.json()) as object) });
      segments = [...segments, made];
      return HttpResponse.json(made, { status: 201 });
    }),
    http.patch("*/api/v1/segments/:id", async ({ request, params }) => {
      const patch = (await request.json()) as SegmentPatch;
      patches.push(patch);
      const changed = { ...find(params.id), ...patch } as Segment;
      segments = segments.map((segment) => (segment.id === changed.id ? changed : segment));
      return HttpResponse.json(changed);
    }),
    http.delete("*/api/v1/segments/:id", ({ params }) => {
      removed.push(find(params.id));
      segments = segments.filter(({ id }) => id !== params.id);
      return new HttpResponse(null, { status: 204 });
    }),
    http.post("*/api/v1/segments/:id/restore", ({ params }) => {
      const back = removed.find(({ id }) => id === params.id) as Segment;
      segments = [back, ...segments];
      return HttpResponse.json(back);
    }),
  );
  return { address: `/p/${store.id}/footage/${video.id}`, patches };
}

const FIRST = "scene from 0:01.0 to 0:03.5";
const SECOND = "scene from 0:04.0 to 0:06.0";

/** Holds requests of a method back until the returned function lets all of them through. */
function hold(method: "patch" | "delete") {
  let letGo = () => {};
  const gone = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  api.use(http[method]("*/api/v1/segments/:id", () => gone.then(() => undefined)));
  return () => letGo();
}

/** The scene's entry in the list. */
function cardOf(name: string) {
  const card = screen.getByRole("button", { name: `Play ${name}` }).closest("li");
  if (!card) throw new Error(`${name} stands in no list`);
  return within(card);
}

describe("scenes", () => {
  it("plays a scene from its beginning", async () => {
    const play = vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
    const { person } = openPage(aDesk().address);
    await person.click(
      await screen.findByRole("button", { name: "Play scene from 0:04.0 to 0:06.0" }),
    );
    const player = screen.getByLabelText("Player of lamp.mp4") as HTMLVideoElement;
    expect(play).toHaveBeenCalled();
    expect(player.currentTime).toBe(4);
    expect(screen.getByLabelText("In (seconds)")).toHaveValue(4);
  });

  it("frames what an upright video shows, as the render cuts it out", async () => {
    const corner = { flip: true, zoom_percent: 150, pan_x_percent: -100, pan_y_percent: 100 };
    const { person } = openPage(aDesk({}, corner).address);
    const part = await screen.findByRole("img", { name: /that a 9:16 video shows/ });
    expect(screen.getByLabelText("Player of lamp.mp4")).toHaveClass("-scale-x-100");
    // Of 1920 x 1080, 405 x 720 in the mirrored picture's lower left corner.
    expect(part).toHaveStyle({ left: "0%", width: "21.09%", top: "33.33%", height: "66.67%" });

    vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
    await person.click(screen.getByRole("button", { name: "Play scene from 0:04.0 to 0:06.0" }));
    expect(screen.getByLabelText("Player of lamp.mp4")).not.toHaveClass("-scale-x-100");
    expect(part).toHaveStyle({ left: "34.18%", width: "31.64%", top: "0%", height: "100%" });
  });

  it("moves the frame to the right without any zoom", async () => {
    openPage(aDesk({}, { pan_x_percent: 100 }).address);
    const part = await screen.findByRole("img", { name: /that a 9:16 video shows/ });
    expect(part).toHaveStyle({ left: "68.36%", width: "31.64%", top: "0%", height: "100%" });
  });

  it("saves what the person notes, and sends no place that did not move", async () => {
    const { address, patches } = aDesk();
    const { person } = openPage(address);
    await person.type(await screen.findByLabelText("Keywords"), "lamp, warm light,");
    await person.click(screen.getByLabelText("Show it in one video only"));
    const end = screen.getByLabelText("Out (seconds)");
    await person.clear(end);
    await person.type(end, "3.2");
    await person.click(screen.getByRole("button", { name: "Save the scene" }));
    await waitFor(() => expect(patches).toHaveLength(1));
    expect(patches[0]).toMatchObject({
      end_ms: 3200,
      keywords: ["lamp", "warm light"],
      single_use: true,
    });
    expect(patches[0]).not.toHaveProperty("start_ms");
    const scenes = within(screen.getByRole("list", { name: "Scenes" }));
    expect(await scenes.findByText("warm light")).toBeVisible();
    expect(scenes.getByText("once")).toBeVisible();
  });

  it("does not send a scene that is too short", async () => {
    const { address, patches } = aDesk();
    const { person } = openPage(address);
    const end = await screen.findByLabelText("Out (seconds)");
    await person.clear(end);
    await person.type(end, "1.4");
    expect(screen.getByRole("alert")).toHaveTextContent("at least half a second");
    expect(screen.getByRole("button", { name: "Save the scene" })).toBeDisabled();
    expect(patches).toEqual([]);
  });

  it("keeps what was changed of a scene while another is looked at, and says so", async () => {
    vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
    const { address, patches } = aDesk();
    const { person } = openPage(address);
    expect(await screen.findByRole("button", { name: "Save the scene" })).toBeDisabled();
    await person.type(screen.getByLabelText("Notes"), "The warm one.");
    expect(cardOf(FIRST).getByText("not saved")).toBeVisible();
    await person.click(screen.getByRole("button", { name: `Play ${SECOND}` }));
    expect(screen.getByLabelText("Notes")).toHaveValue("");
    expect(cardOf(SECOND).queryByText("not saved")).toBeNull();
    await person.click(screen.getByRole("button", { name: `Star ${FIRST}` }));
    await cardOf(FIRST).findByRole("button", { name: `Take the star from ${FIRST}` });
    await person.click(screen.getByRole("button", { name: `Play ${FIRST}` }));
    expect(screen.getByLabelText("Notes")).toHaveValue("The warm one.");
    await person.click(screen.getByRole("button", { name: "Save the scene" }));
    await waitFor(() => expect(cardOf(FIRST).queryByText("not saved")).toBeNull());
    expect(patches).toEqual([{ favourite: true }, { notes: "The warm one." }]);
    expect(screen.getByLabelText("Notes")).toHaveValue("The warm one.");
  });

  it("discards what was changed when it is told to", async () => {
    const { address, patches } = aDesk();
    const { person } = openPage(address);
    await person.type(await screen.findByLabelText("Notes"), "Never mind.");
    await person.click(screen.getByRole("button", { name: "Discard the changes" }));
    expect(screen.getByLabelText("Notes")).toHaveValue("");
    expect(screen.queryByText("not saved")).toBeNull();
    expect(patches).toEqual([]);
  });

  it("moves the frame while the sliders are moved", async () => {
    openPage(aDesk().address);
    const part = await screen.findByRole("img", { name: /that a 9:16 video shows/ });
    fireEvent.change(screen.getByLabelText("Zoom: 100 %"), { target: { value: "150" } });
    fireEvent.change(screen.getByLabelText("Left and right: 0 %"), { target: { value: "-100" } });
    expect(part).toHaveStyle({ left: "0%", width: "21.09%" });
  });

  it("keeps what is typed while a moved scene is being saved", async () => {
    const { address, patches } = aDesk();
    const letGo = hold("patch");
    const { person } = openPage(address);
    const end = await screen.findByLabelText("Out (seconds)");
    await person.clear(end);
    await person.type(end, "3.2");
    await person.click(screen.getByRole("button", { name: "Save the scene" }));
    await person.type(screen.getByLabelText("Notes"), "Meanwhile.");
    letGo();
    const moved = "scene from 0:01.0 to 0:03.2";
    await screen.findByRole("button", { name: `Play ${moved}` });
    expect(screen.getByLabelText("Notes")).toHaveValue("Meanwhile.");
    expect(cardOf(moved).getByText("not saved")).toBeVisible();
    await person.click(await screen.findByRole("button", { name: "Save the scene" }));
    await waitFor(() => expect(patches).toEqual([{ end_ms: 3200 }, { notes: "Meanwhile." }]));
  });

  it("asks before unsaved changes are left behind", async () => {
    const { address } = aDesk();
    const { person, router } = openPage(address);
    await person.type(await screen.findByLabelText("Notes"), "The warm one.");
    await person.click(screen.getByRole("link", { name: "Back to the footage" }));
    await person.click(await screen.findByRole("button", { name: "Stay here" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(router.state.location.pathname).toBe(address);
    expect(screen.getByLabelText("Notes")).toHaveValue("The warm one.");
    await person.click(screen.getByRole("link", { name: "Back to the footage" }));
    await person.click(await screen.findByRole("button", { name: "Leave" }));
    await waitFor(() => expect(router.state.location.pathname).not.toBe(address));
  });

  it("leaves without a question when nothing is unsaved", async () => {
    const { address } = aDesk();
    const { person, router } = openPage(address);
    await person.type(await screen.findByLabelText("Notes"), "x{Backspace}");
    await person.click(screen.getByRole("link", { name: "Back to the footage" }));
    await waitFor(() => expect(router.state.location.pathname).not.toBe(address));
  });

  it("says at the scene why it was not saved, until it is changed", async () => {
    const { person } = openPage(aDesk().address);
    api.use(
      http.patch("*/api/v1/segments/:id", () =>
        refusal(422, "invalid_segment", "A keyword has at most 40 characters."),
      ),
    );
    const form = within(await screen.findByRole("form", { name: "The chosen scene" }));
    await person.type(form.getByLabelText("Keywords"), "lamp");
    await person.click(form.getByRole("button", { name: "Save the scene" }));
    expect(await form.findByRole("alert")).toHaveTextContent("at most 40 characters");
    expect(form.getByLabelText("Keywords")).toHaveValue("lamp");
    await person.type(form.getByLabelText("Keywords"), "{Backspace}");
    expect(form.queryByRole("alert")).toBeNull();
  });

  it("stars by keyboard, removes, and brings back on request", async () => {
    const { address, patches } = aDesk();
    const { person } = openPage(address);
    const name = "scene from 0:01.0 to 0:03.5";
    (await screen.findByRole("button", { name: `Star ${name}` })).focus();
    await person.keyboard("{Enter}");
    expect(await screen.findByRole("button", { name: `Take the star from ${name}` })).toBeVisible();
    expect(patches).toEqual([{ favourite: true }]);
    await person.click(screen.getByRole("button", { name: `Remove ${name}` }));
    await waitFor(() =>
      expect(screen.queryByRole("button", { name: `Play ${name}` })).not.toBeInTheDocument(),
    );
    await person.click(await screen.findByRole("button", { name: "Undo" }));
    expect(await screen.findByRole("button", { name: `Play ${name}` })).toBeVisible();
  });

  it("brings back each of two scenes that were removed in one go", async () => {
    const { address } = aDesk();
    const letGo = hold("delete");
    const { person } = openPage(address);
    await person.click(await screen.findByRole("button", { name: `Remove ${FIRST}` }));
    await person.click(screen.getByRole("button", { name: `Remove ${SECOND}` }));
    letGo();
    expect(await screen.findByText("No scene left")).toBeVisible();
    for (const name of [FIRST, SECOND]) {
      const toast = (await screen.findByText(`The ${name} is removed.`)).closest("li");
      await person.click(within(toast as HTMLElement).getByRole("button", { name: "Undo" }));
      expect(await screen.findByRole("button", { name: `Play ${name}` })).toBeVisible();
    }
  });

  it("forgets an old refusal with the next action, and shows the new one", async () => {
    const { address } = aDesk();
    api.use(
      http.post("*/api/v1/source-videos/:id/segments", () =>
        refusal(422, "invalid_segment", "It would end after the video."),
      ),
      http.delete("*/api/v1/segments/:id", () => refusal(409, "in_use", "A video uses it."), {
        once: true,
      }),
    );
    const { person } = openPage(address);
    await person.click(await screen.findByRole("button", { name: "New scene here" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("after the video");
    await person.click(screen.getByRole("button", { name: `Remove ${FIRST}` }));
    await waitFor(() => expect(screen.getByRole("alert")).toHaveTextContent("A video uses it."));
    await person.click(screen.getByRole("button", { name: `Star ${FIRST}` }));
    await screen.findByRole("button", { name: `Take the star from ${FIRST}` });
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("says why a scene could not be made", async () => {
    const { address } = aDesk({ state: "analysing" });
    const { person } = openPage(address);
    expect(await screen.findByText(/so far; the rest is being found/)).toBeVisible();
    api.use(
      http.post("*/api/v1/source-videos/:id/segments", () =>
        refusal(422, "invalid_segment", "A segment lasts at least half a second."),
      ),
    );
    await person.click(screen.getByRole("button", { name: "New scene here" }));
    expect(await screen.findByText("A segment lasts at least half a second.")).toBeVisible();
  });
});
