import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type {
  Channel,
  Clip,
  NetworkField,
  NetworkRules,
  Publication,
  PublicationPlan,
  PublishingEvent,
} from "@/api/types";
import { api, Backend, refusal } from "@/testing/api";
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

const X: NetworkRules = {
  ...THREADS,
  network: "x",
  label: "X",
  max_length: 280,
  unit: "weighted",
  fields: [aField({ name: "is_premium", label: "Premium", kind: "flag", max_length: 4000 })],
};

function aField(part: Partial<NetworkField>): NetworkField {
  return {
    name: "",
    label: "",
    kind: "text",
    choices: [],
    max_length: null,
    required: false,
    ...part,
  };
}

const INSTAGRAM: NetworkRules = {
  ...THREADS,
  network: "instagram",
  label: "Instagram",
  max_length: 2200,
  fields: [
    aField({
      name: "post_type",
      label: "Post or story",
      kind: "choice",
      choices: ["post", "story"],
      required: true,
    }),
    aField({ name: "is_trial_reel", label: "Trial reel", kind: "flag" }),
    aField({ name: "collaborators", label: "Collaborators", kind: "labels" }),
    aField({ name: "audio", label: "Sound of Instagram's library", kind: "audio" }),
  ],
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
  activity?: PublishingEvent[];
  channels?: Channel[];
  /** A clip on the list's second page. */
  older?: Clip;
  /** The clip that the address names. */
  clip?: string;
}

function open(scene: Scene = {}) {
  const { connected = true, plan = aPlan(), publications = [], activity = [] } = scene;
  const channels = scene.channels ?? [CHANNEL];
  const profile = aProfile();
  const backend = new Backend([profile]);
  const candles = aClip({ id: "clip-1", project_name: "Candles" });
  backend.shelf(profile).clips = [candles];
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
  if (scene.older) serveOlder(candles, scene.older);
  api.use(
    http.get("*/api/v1/publishing/connection", () => HttpResponse.json(connection())),
    http.put("*/api/v1/publishing/connection", async ({ request }) => {
      await note(request);
      state.connected = true;
      return HttpResponse.json(connection());
    }),
    http.get("*/api/v1/auth/me", () =>
      HttpResponse.json({ mode: "local", user_id: "user-1", email: null }),
    ),
    http.get("*/api/v1/publishing/networks", () => list([THREADS, INSTAGRAM, X])),
    http.get("*/api/v1/publishing/channels", () => list(state.connected ? channels : [])),
    http.patch("*/api/v1/publishing/channels/:id", async ({ request }) => {
      await note(request);
      return HttpResponse.json(channels[0]);
    }),
    http.delete("*/api/v1/publishing/channels/:id", ({ params }) => {
      channels.splice(
        channels.findIndex(({ id }) => id === params.id),
        1,
      );
      return new HttpResponse(null, { status: 204 });
    }),
    http.get("*/api/v1/publishing/activity", () => list(activity)),
    http.patch("*/api/v1/publications/:id", async ({ request }) => {
      await note(request);
      return HttpResponse.json(aJob({ kind: "publish" }), { status: 202 });
    }),
    http.delete("*/api/v1/publications/:id", ({ params }) => {
      sent.push({ path: `deleted ${params.id}`, body: null, key: null });
      return new HttpResponse(null, { status: 204 });
    }),
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
  const search = scene.clip === undefined ? "" : `?clip=${scene.clip}`;
  return { ...openPage(`/p/${profile.id}/publishing${search}`), profile, sent };
}

/** Clips on two pages; each can be asked for by its id. */
function serveOlder(newer: Clip, older: Clip) {
  api.use(
    http.get("*/api/v1/library/clips", ({ request }) =>
      new URL(request.url).searchParams.has("cursor")
        ? HttpResponse.json({ items: [older], next_cursor: null })
        : HttpResponse.json({ items: [newer], next_cursor: "older" }),
    ),
    http.get("*/api/v1/library/clips/:id", ({ params }) => {
      const clip = [newer, older].find(({ id }) => id === params.id);
      return clip ? HttpResponse.json(clip) : refusal(404, "clip_not_found", "No such clip.");
    }),
  );
}

async function planned(scene: ReturnType<typeof open>) {
  const { person } = scene;
  await person.click(await screen.findByRole("button", { name: "Publish clips" }));
  const dialog = within(await screen.findByRole("dialog"));
  await person.click(dialog.getByRole("checkbox", { name: /Candles/ }));
  // The only channel there is needs no choosing.
  expect(dialog.getByRole("checkbox", { name: "lumina at Threads" })).toBeChecked();
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
    await waitFor(() => expect(scene.sent).toHaveLength(2));
    const [plan, confirmed] = scene.sent;
    expect(confirmed?.body).toEqual({ order: plan?.body, plan_hash: "ab".repeat(32) });
    expect(confirmed?.key).toBeTruthy();
  });

  it("offers older videos, too", async () => {
    const { person, sent } = open({ older: aClip({ id: "clip-0", project_name: "Lanterns" }) });
    await person.click(await screen.findByRole("button", { name: "Publish clips" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.queryByRole("checkbox", { name: /Lanterns/ })).toBeNull();
    await person.click(dialog.getByRole("button", { name: "Show older videos" }));
    await person.click(await dialog.findByRole("checkbox", { name: /Lanterns/ }));
    expect(dialog.queryByRole("button", { name: "Show older videos" })).toBeNull();
    await person.click(dialog.getByRole("button", { name: "Show the plan" }));
    await dialog.findByRole("region", { name: "The plan" });
    expect(sent[0]?.body).toMatchObject({ clip_ids: ["clip-0"] });
  });

  it("begins with the clip that the person came from, however old it is", async () => {
    const older = aClip({ id: "clip-0", project_name: "Lanterns" });
    const { person, router } = open({ older, clip: "clip-0" });
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByRole("checkbox", { name: /Lanterns/ })).toBeChecked();
    expect(dialog.getByRole("checkbox", { name: /Candles/ })).not.toBeChecked();
    await person.click(dialog.getByRole("button", { name: "Show older videos" }));
    await waitFor(() =>
      expect(dialog.queryByRole("button", { name: "Show older videos" })).toBeNull(),
    );
    expect(dialog.getAllByRole("checkbox", { name: /Lanterns/ })).toHaveLength(1);
    await person.click(dialog.getByRole("button", { name: "Close" }));
    await waitFor(() => expect(router.state.location.search).toEqual({}));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByRole("heading", { name: "Publications" })).toBeVisible();
  });

  it("says that the clip of the address is gone, and lets another be chosen", async () => {
    open({ older: aClip({ id: "clip-0" }), clip: "clip-9" });
    const dialog = within(await screen.findByRole("dialog"));
    expect(await dialog.findByText("No such clip.")).toBeVisible();
    expect(dialog.getByRole("checkbox", { name: /Candles/ })).not.toBeChecked();
    expect(dialog.getByText("Choose at least one clip.")).toBeVisible();
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
    expect(screen.getByRole("link", { name: /^See it/ })).toHaveAttribute(
      "href",
      "https://social.example/1",
    );
    expect(screen.getByText("Look at Postiz first.")).toBeVisible();
    expect(screen.getAllByRole("button", { name: /Another time/ })).toHaveLength(1);
  });

  it("gives a network its own text and settings, and counts as each network does", async () => {
    const others = ["instagram", "x"].map((network) => ({ ...CHANNEL, id: network, network }));
    const { person, sent } = open({ channels: [CHANNEL, ...others] });
    await person.click(await screen.findByRole("button", { name: "Publish clips" }));
    const dialog = within(await screen.findByRole("dialog"));
    await person.click(dialog.getByRole("checkbox", { name: /Candles/ }));
    for (const name of ["Threads", "Instagram", "X"]) {
      await person.click(dialog.getByRole("checkbox", { name: `lumina at ${name}` }));
    }
    await person.type(dialog.getByLabelText("Text of the posts"), "蝋燭");
    expect(dialog.getByText("Threads: 2 of 500")).toBeVisible();
    expect(dialog.getByText("X: 4 of 280")).toBeVisible();
    await person.click(dialog.getByText("X", { selector: "summary *" }));
    await person.selectOptions(dialog.getByLabelText("Premium"), "Yes");
    expect(dialog.getByText("X: 4 of 4,000")).toBeVisible();
    await person.click(dialog.getByText("Instagram", { selector: "summary *" }));
    await person.click(dialog.getByRole("checkbox", { name: "Another text for Instagram" }));
    await person.type(dialog.getByLabelText("Text at Instagram"), "!");
    expect(dialog.getByText("Instagram: 3 of 2,200")).toBeVisible();
    await person.selectOptions(dialog.getByLabelText("Post or story (needed)"), "Story");
    await person.selectOptions(dialog.getByLabelText("Trial reel"), "No");
    await person.type(dialog.getByLabelText("Collaborators"), "ana, ion");
    await person.type(dialog.getByLabelText("Id at the network"), "77");
    await person.type(dialog.getByLabelText("Volume of the sound (0 to 100)"), "40");
    await person.click(dialog.getByRole("button", { name: "Show the plan" }));
    await dialog.findByRole("region", { name: "The plan" });
    expect(sent[0]?.body).toMatchObject({
      text: "蝋燭",
      network_texts: { instagram: "蝋燭!" },
      settings: {
        instagram: {
          post_type: "story",
          is_trial_reel: false,
          collaborators: ["ana", "ion"],
          audio: { id: "77", audio_volume: 40 },
        },
      },
    });
  });

  it("spreads posts over days, with a network's own times", async () => {
    const { person, sent } = open({
      channels: [CHANNEL, { ...CHANNEL, id: "channel-2", network: "x" }],
    });
    await person.click(await screen.findByRole("button", { name: "Publish clips" }));
    const dialog = within(await screen.findByRole("dialog"));
    await person.click(dialog.getByRole("checkbox", { name: /Candles/ }));
    await person.click(dialog.getByRole("checkbox", { name: "lumina at Threads" }));
    await person.click(dialog.getByRole("checkbox", { name: "lumina at X" }));
    await person.selectOptions(dialog.getByLabelText("When"), "Spread over days");
    await person.click(dialog.getByText("Other times by network"));
    await person.type(dialog.getByLabelText("Times at X"), "07:30, 12:00");
    await person.click(dialog.getByRole("button", { name: "Show the plan" }));
    await dialog.findByRole("region", { name: "The plan" });
    expect(sent[0]?.body).toMatchObject({
      when: { times: ["09:00", "18:00"], network_times: { x: ["07:30", "12:00"] } },
    });
  });

  it("keeps a channel's settings, and lets go of it only after asking", async () => {
    const { person, sent } = open({ channels: [{ ...CHANNEL, network: "instagram" }] });
    await person.click(await screen.findByText("Settings of its posts"));
    await person.selectOptions(screen.getByLabelText("Post or story (needed)"), "Post");
    await person.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Saved.")).toBeVisible();
    expect(sent[0]?.body).toEqual({ settings: { post_type: "post" }, gap_minutes: 15 });
    await person.selectOptions(screen.getByLabelText("Post or story (needed)"), "Story");
    expect(screen.queryByText("Saved.")).toBeNull();
    await person.click(screen.getByRole("button", { name: "Let go of lumina at Instagram" }));
    const dialog = within(screen.getByRole("dialog"));
    await person.click(dialog.getByRole("button", { name: "Let go" }));
    expect(await screen.findByText("No channel has been chosen for this store yet.")).toBeVisible();
  });

  it("moves a publication to another time, and deletes it after asking", async () => {
    const { person, sent } = open({ publications: [aPublication({})] });
    await person.click(await screen.findByRole("button", { name: /Another time/ }));
    await person.click(screen.getByRole("button", { name: "Send it now" }));
    await waitFor(() => expect(sent[0]?.body).toMatchObject({ local: null }));
    await person.click(screen.getByRole("button", { name: /^Delete/ }));
    const dialog = within(screen.getByRole("dialog"));
    expect(sent).toHaveLength(1);
    await person.click(dialog.getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(sent[1]?.path).toBe("deleted publication-1"));
  });

  it("logs who did what, when, with which clip and at which channel", async () => {
    const event = {
      id: "event-1",
      at: "2026-11-21T10:00:00Z",
      actor_id: "user-1",
      what: "confirmed",
      publication_id: "publication-1",
      clip_id: "clip-1",
      clip_name: "Candles",
      account: "@lumina at Threads",
      detail: "",
    };
    open({
      activity: [event, { ...event, id: "event-2", actor_id: "0123456789", what: "failed" }],
    });
    const log = within(await screen.findByRole("list", { name: "What was done" }));
    const [first, second] = log.getAllByRole("listitem");
    expect(first).toHaveTextContent(
      /21 Nov.*Confirmed the plan by you.*Candles → @lumina at Threads/,
    );
    expect(second).toHaveTextContent(/Failed by person 01234567/);
  });
});
