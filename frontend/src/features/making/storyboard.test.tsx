import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { PlannedShot, ShotPin } from "@/api/types";
import { pinsWith } from "@/features/making/pins";
import { api, Backend, refusal } from "@/testing/api";
import { openPage } from "@/testing/open-page";
import { aJob, anId, aProfile, aProject, aSourceVideo } from "@/testing/things";

function aShot(part: Partial<PlannedShot> = {}): PlannedShot {
  const segment_id = anId();
  return {
    segment_id,
    source_video_id: anId(),
    start_ms: 0,
    duration_ms: 1500,
    is_pinned: false,
    reason: "sharp, not shown yet",
    thumbnail_url: `/media/${segment_id}.jpg?sig=1`,
    ...part,
  };
}

/** A store whose API plans two shots for the one sentence, with the pins that it was sent or that there were. */
function aPlanner(pins: ShotPin[] = []) {
  const store = aProfile();
  const backend = new Backend([store]);
  backend.shelf(store).footage = [aSourceVideo()];
  const project = aProject();
  project.making.pins = pins;
  const shots = [aShot({ reason: "says “lamp”, sharp, not shown yet" }), aShot()];
  const sent: ShotPin[][] = [];
  api.use(
    http.post("*/api/v1/library/projects", () => HttpResponse.json(project, { status: 201 })),
    http.patch("*/api/v1/library/projects/:id", async ({ request }) => {
      const body = (await request.json()) as { making: { pins?: ShotPin[] } };
      if (body.making.pins) sent.push(body.making.pins);
      project.making.pins = body.making.pins ?? project.making.pins;
      return HttpResponse.json(project);
    }),
    http.post("*/api/v1/library/projects/:id/generate-variants", ({ params }) => {
      const subject_id = String(params.id);
      const job = aJob({ kind: "generate_variants", state: "done", subject_id });
      return HttpResponse.json(job, { status: 202 });
    }),
    http.get("*/api/v1/library/projects/:id", () => HttpResponse.json(project)),
    http.post("*/api/v1/library/projects/:id/plan", () => {
      const { pins } = project.making;
      const planned = shots.map((shot) => ({
        ...shot,
        is_pinned: pins.some(({ segment_id }) => segment_id === shot.segment_id),
      }));
      const sentence = {
        sentence: 0,
        text: "Three lamps for a dark November.",
        duration_ms: 3000,
        is_estimated: true,
        shots: planned,
      };
      const warnings = ["The footage is too little."];
      return HttpResponse.json({
        variants: [{ variant: 1, sentences: [sentence], warnings }],
        warnings: [],
      });
    }),
  );
  return { store, shots, sent, backend };
}

async function openPlan(profile: string) {
  const page = openPage(`/p/${profile}`);
  const script = await screen.findByRole("textbox", { name: "Script" });
  await page.person.type(script, "Three lamps for a dark November.");
  const plan = screen.getByRole("button", { name: "Plan the shots" });
  await waitFor(() => expect(plan).toBeEnabled());
  await page.person.click(plan);
  return page;
}

describe("the storyboard", () => {
  it("shows each sentence's shots with their reasons, and what is not as one would wish", async () => {
    const { store } = aPlanner();
    await openPlan(store.id);
    expect(await screen.findByText("says “lamp”, sharp, not shown yet")).toBeVisible();
    expect(screen.getByText("about 3.0 s")).toBeVisible();
    expect(screen.getByText("The footage is too little.")).toBeVisible();
  });

  it("keeps a shot by keyboard, and lets it go again by mouse", async () => {
    const { store, shots, sent } = aPlanner();
    const { person } = await openPlan(store.id);
    const keep = await screen.findByRole("button", { name: "Keep shot 2 of sentence 1" });
    expect(keep).toHaveAttribute("aria-pressed", "false");
    keep.focus();
    await person.keyboard("{Enter}");
    await waitFor(() =>
      expect(screen.getByRole("button", { name: "Keep shot 2 of sentence 1" })).toHaveAttribute(
        "aria-pressed",
        "true",
      ),
    );
    expect(sent).toEqual([[{ sentence: 0, segment_id: shots[1]?.segment_id, shot: 1 }]]);
    await person.click(screen.getByRole("button", { name: "Keep shot 2 of sentence 1" }));
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]).toEqual([]);
  });

  it("puts another scene in a shot's place by keyboard, and takes it back", async () => {
    const { store, sent } = aPlanner();
    const other = {
      segment_id: anId(),
      source_video_id: anId(),
      start_ms: 4000,
      end_ms: 6500,
      reason: "lively, not shown yet",
      thumbnail_url: "/media/other.jpg?sig=1",
    };
    const asked: unknown[] = [];
    api.use(
      http.post("*/api/v1/library/projects/:id/plan/alternatives", async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json({ items: [other] });
      }),
    );
    const { person } = await openPlan(store.id);
    const swap = { name: "Use another scene for shot 2 of sentence 1" };
    (await screen.findByRole("button", swap)).focus();
    await person.keyboard("{Enter}");
    const take = await screen.findByRole("button", {
      name: /^Use the scene from 4.0 to 6.5 s: live/,
    });
    expect(asked).toEqual([{ variants: 1, variant: 1, sentence: 0, shot: 1 }]);
    take.focus();
    await person.keyboard("{Enter}");
    await waitFor(() =>
      expect(sent).toEqual([[{ sentence: 0, segment_id: other.segment_id, shot: 1 }]]),
    );
    await person.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(sent[1]).toEqual([]));
  });

  it("says when no other scene is left", async () => {
    const { store } = aPlanner();
    api.use(
      http.post("*/api/v1/library/projects/:id/plan/alternatives", () =>
        HttpResponse.json({ items: [] }),
      ),
    );
    const { person } = await openPlan(store.id);
    await person.click(
      await screen.findByRole("button", { name: "Use another scene for shot 1 of sentence 1" }),
    );
    expect(await screen.findByText(/No other scene is left/)).toBeVisible();
  });

  it("shows the API's own sentence when it refuses", async () => {
    const { store } = aPlanner();
    api.use(
      http.post("*/api/v1/library/projects/:id/plan", () =>
        refusal(422, "no_segments", "The chosen footage has no segment to show; add footage."),
      ),
    );
    await openPlan(store.id);
    expect(await screen.findByRole("alert")).toHaveTextContent("no segment to show; add footage.");
  });

  it("keeps the pins that it does not show, but those whose scene is gone", async () => {
    const [unticked, gone] = [0, 1].map((n) => ({ sentence: 4 + n, segment_id: anId(), shot: 0 }));
    const { store, shots, sent } = aPlanner([unticked, gone] as ShotPin[]);
    const { person } = await openPlan(store.id);
    await person.click(await screen.findByRole("button", { name: "Keep shot 2 of sentence 1" }));
    const kept = { sentence: 0, segment_id: shots[1]?.segment_id, shot: 1 };
    await waitFor(() => expect(sent).toEqual([[kept, unticked, gone]]));
    expect(await screen.findByText("Kept")).toBeVisible();

    api.use(
      http.patch("*/api/v1/library/projects/:id", async ({ request }) => {
        const body = await request.clone().text();
        return body.includes(String(gone?.segment_id))
          ? refusal(404, "not_found", "It is not in this store.")
          : undefined;
      }),
    );
    await person.click(screen.getByRole("button", { name: "Keep shot 1 of sentence 1" }));
    await waitFor(() => expect(screen.getAllByText("Kept")).toHaveLength(2));
    const first = { sentence: 0, segment_id: shots[0]?.segment_id, shot: 0 };
    expect(sent.at(-1)).toEqual([kept, first, unticked]);
  });

  it("keeps its shots and the focus while it is planned again, and when that fails", async () => {
    const { store, sent } = aPlanner();
    const { person } = await openPlan(store.id);
    const keep = await screen.findByRole("button", { name: "Keep shot 2 of sentence 1" });
    let answer = () => {};
    api.use(
      http.post("*/api/v1/library/projects/:id/plan", async () => {
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return refusal(500, "internal", "Something broke. Try again.");
      }),
    );
    keep.focus();
    await person.keyboard("{Enter}");
    await waitFor(() => expect(screen.getByRole("button", { name: "Planning…" })).toBeDisabled());
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(screen.getByRole("list", { name: "Sentences" })).toHaveAttribute("aria-busy", "true");
    expect(keep).toHaveFocus();
    await waitFor(() => {
      answer();
      expect(screen.getByRole("alert")).toHaveTextContent("Something broke. Try again.");
    });
    expect(keep).toBeVisible();
    expect(keep).toHaveFocus();
  });
});

describe("a storyboard of another script", () => {
  const LOCKED = "Something was changed since. Plan again to keep or to swap shots.";
  const keep = () => screen.findByRole("button", { name: "Keep shot 2 of sentence 1" });
  const swap = { name: "Use another scene for shot 2 of sentence 1" };

  it("can only be looked at until it is planned again", async () => {
    const { store, sent } = aPlanner();
    const { person } = await openPlan(store.id);
    expect(await keep()).toBeEnabled();
    await person.type(screen.getByRole("textbox", { name: "Script" }), " Another sentence.");
    expect(await screen.findByText(LOCKED)).toBeVisible();
    expect(await keep()).toBeDisabled();
    expect(screen.getByRole("button", swap)).toBeDisabled();
    await person.click(screen.getByRole("button", { name: "Plan again" }));
    await waitFor(() => expect(screen.queryByText(LOCKED)).toBeNull());
    await waitFor(async () => expect(await keep()).toBeEnabled());
    expect(sent).toEqual([]);
  });

  it("stays so when another script was saved, although the page shows the planned one", async () => {
    const { store, sent } = aPlanner();
    const { person } = await openPlan(store.id);
    await person.click(await keep());
    const undo = await screen.findByRole("button", { name: "Undo" });
    expect(sent).toHaveLength(1);
    const script = screen.getByRole("textbox", { name: "Script" });
    await person.type(script, "!");
    await person.click(screen.getByRole("button", { name: "Generate video" }));
    await waitFor(() => expect(screen.getByRole("button", { name: /^Generate/ })).toBeEnabled());
    await person.type(script, "{Backspace}");
    expect(script).toHaveValue("Three lamps for a dark November.");
    expect(await screen.findByText(LOCKED)).toBeVisible();
    expect(await keep()).toBeDisabled();
    await person.click(undo);
    expect(await screen.findByText(/^The project was changed since/)).toBeVisible();
    expect(sent).toHaveLength(1);
  });
});

describe("pins", () => {
  const rest = { text: "", duration_ms: 0, is_estimated: false };
  const [one, two] = [aShot({ is_pinned: true }), aShot()];
  const variant = {
    variant: 1,
    warnings: [],
    sentences: [
      { ...rest, sentence: 0, shots: [one] },
      { ...rest, sentence: 3, shots: [two] },
    ],
  };
  // Its sentence is so short that the third shot is the first.
  const first = { sentence: 0, segment_id: one.segment_id, shot: 2 };
  const hidden = { sentence: 3, segment_id: "of footage that is left out", shot: 0 };
  const elsewhere = { sentence: 0, segment_id: "of it, too", shot: 1 };
  const pins = [hidden, first, elsewhere];

  it("all stay when one is added, but what was pinned to its place", () => {
    expect(pinsWith(pins, variant, { sentence: 3, shot: 0 }, two.segment_id)).toEqual({
      shown: [first, { sentence: 3, segment_id: two.segment_id, shot: 0 }],
      hidden: [elsewhere],
    });
  });

  it("give way to another scene, and let a shot go, wherever it is shown", () => {
    const place = { sentence: 0, shot: 0 };
    expect(pinsWith(pins, variant, place, "other")).toEqual({
      shown: [{ ...place, segment_id: "other" }],
      hidden: [hidden, elsewhere],
    });
    expect(pinsWith(pins, variant, place, null)).toEqual({
      shown: [],
      hidden: [hidden, elsewhere],
    });
  });
});
