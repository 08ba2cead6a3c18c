import { screen, waitFor, within } from "@testing-library/react";
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
    http.post("*/api/v1/segments/:id/restore", () => {
      const back = removed.pop() as Segment;
      segments = [back, ...segments];
      return HttpResponse.json(back);
    }),
  );
  return { address: `/p/${store.id}/footage/${video.id}`, patches };
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
