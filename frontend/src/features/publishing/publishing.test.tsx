import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Channel, NetworkRules, Publication, PublicationPlan } from "@/api/types";
import { api, Backend } from "@/testing/api";
import { openPage } from "@/testing/open-page";
import { aClip, aJob, aProfile } from "@/testing/things";

const CHANNEL: Channel = {
  id: "channel-1",
  remote_id: "c1",
  network: "threads",
  name: "Lumina",
  handle: "lumina",
  settings: {},
  gap_minutes: 15,
  created_at: "2026-11-21T10:00:00Z",
};
const THREADS: NetworkRules = {
  network: "threads",
  label: "Threads",
  max_length: 500,
  unit: "utf16",
  fields: [],
};

function aPlan(change: Partial<PublicationPlan> = {}): PublicationPlan {
  return {
    plan_hash: "ab".repeat(32),
    sound: true,
    store: "Lumina",
    zone: "Europe/Bucharest",
    posts: [
      {
        clip_id: "clip-1",
        clip_name: "Candles",
        channel_id: "channel-1",
        network: "threads",
        account: "@lumina at Threads",
        due_at: null,
        text: "Tom & Jerry <b>",
        length: 15,
        max_length: 500,
        size_bytes: 1_000_000,
        with_cover: false,
        settings: {},
        faults: [],
      },
    ],
    ...change,
  };
}

function aPublication(change: Partial<Publication>): Publication {
  return {
    id: "publication-1",
    batch_id: "batch-1",
    clip_id: "clip-1",
    clip_name: "Candles",
    channel_id: "channel-1",
    network: "threads",
    account: "@lumina at Threads",
    state: "scheduled",
    due_at: "2026-12-01T10:00:00Z",
    zone: "UTC",
    text: "x",
    reason: null,
    url: null,
    created_at: "2026-11-21T10:00:00Z",
    updated_at: "2026-11-21T10:00:00Z",
    ...change,
  };
}

interface Scene {
  connected?: boolean;
  plan?: PublicationPlan;
  publications?: Publication[];
}

function open({ connected = true, plan = aPlan(), publications = [] }: Scene = {}) {
  const profile = aProfile();
  const backend = new Backend([profile]);
  backend.shelf(profile).clips = [aClip({ id: "clip-1", project_name: "Candles" })];
  const sent: { path: string; body: unknown; key: string | null }[] = [];
  const list = (items: unknown[]) => HttpResponse.json({ items, next_cursor: null });
  const note = async (request: Request) => {
    sent.push({
      path: new URL(request.url).pathname,
      body: await request.json(),
      key: request.headers.get("Idempotency-Key"),
    });
  };
  const state = { connected };
  const connection = () => ({
    connected: state.connected,
    base_url: state.connected ? "https://api.postiz.com" : null,
    last_four: state.connected ? "6789" : null,
    updated_at: state.connected ? "2026-11-21T10:00:00Z" : null,
  });
  api.use(
    http.get("*/api/v1/publishing/connection", () => HttpResponse.json(connection())),
    http.put("*/api/v1/publishing/connection", async ({ request }) => {
      await note(request);
      state.connected = true;
      return HttpResponse.json(connection());
    }),
    http.get("*/api/v1/publishing/networks", () => list([THREADS])),
    http.get("*/api/v1/publishing/channels", () => list(state.connected ? [CHANNEL] : [])),
    http.get("*/api/v1/publishing/accounts", () => list([])),
    http.get("*/api/v1/publications", () => list(publications)),
    http.post("*/api/v1/publications/plan", async ({ request }) => {
      await note(request);
      return HttpResponse.json(plan);
    }),
    http.post("*/api/v1/publications", async ({ request }) => {
      await note(request);
      return HttpResponse.json(aJob({ kind: "publish" }), { status: 202 });
    }),
  );
  return { ...openPage(`/p/${profile.id}/publishing`), profile, sent };
}

async function planned(scene: ReturnType<typeof open>) {
  const { person } = scene;
  await person.click(await screen.findByRole("button", { name: "Publish clips" }));
  const dialog = within(await screen.findByRole("dialog"));
  await person.click(dialog.getByRole("checkbox", { name: /Candles/ }));
  await person.click(dialog.getByRole("checkbox", { name: "lumina at threads" }));
  await person.type(dialog.getByLabelText("Text of the posts"), "Tom & Jerry <b>");
  await person.click(dialog.getByRole("button", { name: "Show the plan" }));
  await dialog.findByRole("region", { name: "The plan" });
  return dialog;
}

describe("publishing", () => {
  it("connects by address and key", async () => {
    const { person, sent } = open({ connected: false });
    expect(await screen.findByRole("button", { name: "Publish clips" })).toBeDisabled();
    await person.type(screen.getByLabelText("Address of Postiz"), "https://api.postiz.com");
    await person.type(screen.getByLabelText("Key of Postiz"), "key-0123456789");
    await person.click(screen.getByRole("button", { name: "Connect" }));
    expect(await screen.findByText(/Connected with/)).toBeVisible();
    expect(sent[0]?.body).toEqual({ base_url: "https://api.postiz.com", key: "key-0123456789" });
  });

  it("shows the plan first, and confirms exactly that", async () => {
    const scene = open();
    const dialog = await planned(scene);
    expect(dialog.getByText(/15 of 500 characters/)).toBeVisible();
    await scene.person.click(dialog.getByRole("button", { name: "Publish exactly this" }));
    const [plan, confirmed] = scene.sent;
    expect(confirmed?.body).toEqual({ order: plan?.body, plan_hash: "ab".repeat(32) });
    expect(confirmed?.key).toBeTruthy();
  });

  it("asks for a new plan when something was changed", async () => {
    const scene = open();
    const dialog = await planned(scene);
    await scene.person.type(dialog.getByLabelText("Text of the posts"), "!");
    expect(dialog.queryByRole("button", { name: "Publish exactly this" })).toBeNull();
  });

  it("does not confirm a plan with faults, and says them", async () => {
    const [post] = aPlan().posts;
    if (!post) throw new Error("a plan has a post");
    const faults = [{ field: "time", detail: "It is in the past; take a later time." }];
    const dialog = await planned(
      open({ plan: aPlan({ sound: false, posts: [{ ...post, faults }] }) }),
    );
    expect(dialog.getByText(/in the past/)).toBeVisible();
    expect(dialog.getByRole("button", { name: "Publish exactly this" })).toBeDisabled();
  });

  it("lists publications with their states and reasons", async () => {
    open({
      publications: [
        aPublication({ state: "published", url: "https://social.example/1" }),
        aPublication({ id: "2", state: "needs_review", reason: "Look at Postiz first." }),
      ],
    });
    expect(await screen.findByText("Published")).toBeVisible();
    expect(screen.getByRole("link", { name: "See it" })).toHaveAttribute(
      "href",
      "https://social.example/1",
    );
    expect(screen.getByText("Look at Postiz first.")).toBeVisible();
    expect(screen.getAllByRole("button", { name: /Another time/ })).toHaveLength(1);
  });
});
