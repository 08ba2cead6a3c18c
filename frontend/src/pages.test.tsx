import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { rememberLastProfile } from "@/features/profiles/last-profile";
import { api, Backend, refusal } from "@/testing/api";
import { openPage } from "@/testing/open-page";
import { aClip, aJob, aProfile, aSourceVideo } from "@/testing/things";

describe("the first page", () => {
  it("goes to the store that was used last", async () => {
    const [one, two] = [aProfile({ is_default: true }), aProfile({ name: "Toy Barn" })];
    new Backend([one, two]);
    rememberLastProfile(two.id);
    const { router } = openPage("/");
    expect(await screen.findByRole("button", { name: /^Store: Toy Barn/ })).toBeVisible();
    expect(router.state.location.pathname).toBe(`/p/${two.id}`);
  });

  it("goes to the default store when the last one is gone", async () => {
    new Backend([aProfile(), aProfile({ name: "Toy Barn", is_default: true })]);
    rememberLastProfile("00000000-0000-4000-8000-00000000dead");
    openPage("/");
    expect(await screen.findByRole("button", { name: /^Store: Toy Barn/ })).toBeVisible();
  });

  it("asks someone without a store to create one", async () => {
    const backend = new Backend([]);
    api.use(
      http.post("*/api/v1/profiles", async ({ request }) => {
        const body = (await request.json()) as { name: string };
        const profile = aProfile({ name: body.name });
        backend.profiles.push(profile);
        backend.shelves.set(profile.id, new Backend([profile]).shelf(profile));
        return HttpResponse.json(profile, { status: 201 });
      }),
    );
    const { person } = openPage("/");
    await person.type(await screen.findByRole("textbox", { name: "Name" }), "Tea House");
    await person.click(screen.getByRole("button", { name: "Create store" }));
    expect(await screen.findByRole("button", { name: /^Store: Tea House/ })).toBeVisible();
  });

  it("says that the API is down, how to start it, and loads once it is up", async () => {
    api.use(http.get("*/api/v1/*", () => HttpResponse.error()));
    const { person } = openPage("/");
    expect(await screen.findByRole("heading", { name: "The API is not running" })).toBeVisible();
    expect(screen.getByRole("alert")).toHaveTextContent("./start-dev.sh");
    new Backend([aProfile({ is_default: true })]);
    await person.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("heading", { name: "Make a video" })).toBeVisible();
  });

  it("says so when an address names a store that does not exist", async () => {
    new Backend([aProfile()]);
    openPage("/p/00000000-0000-4000-8000-00000000dead");
    expect(
      await screen.findByRole("heading", { name: "There is nothing at this address" }),
    ).toBeVisible();
  });

  it("shows the API's own sentence when a list is refused", async () => {
    const store = aProfile();
    new Backend([store]);
    api.use(
      http.get("*/api/v1/library/clips", () =>
        refusal(400, "cursor_invalid", "The cursor is not one of ours. Leave it out."),
      ),
    );
    openPage(`/p/${store.id}/library`);
    expect(await screen.findByText("The cursor is not one of ours. Leave it out.")).toBeVisible();
  });
});

describe("a switch to another store", () => {
  it("shows nothing of the old store and closes its event stream", async () => {
    const [lamps, toys] = [aProfile({ colour: "#c4512d" }), aProfile({ name: "Toy Barn" })];
    const backend = new Backend([lamps, toys]);
    backend.shelf(lamps).footage = [aSourceVideo({ name: "brass-lamp.mp4" })];
    backend.shelf(toys).footage = [aSourceVideo({ name: "bear.mp4" })];
    const { person } = openPage(`/p/${lamps.id}`);
    await person.type(await screen.findByRole("textbox", { name: "Script" }), "A brass lamp.");
    expect(screen.getByText("brass-lamp.mp4")).toBeVisible();
    await waitFor(() => expect(backend.shelf(lamps).events.listeners).toBe(1));

    await person.click(screen.getByRole("button", { name: /Switch store/ }));
    await person.click(await screen.findByRole("menuitem", { name: /Toy Barn/ }));

    expect(await screen.findByText("bear.mp4")).toBeVisible();
    expect(screen.queryByText("brass-lamp.mp4")).not.toBeInTheDocument();
    expect(screen.queryByText("Northern Lamps")).not.toBeInTheDocument();
    expect(screen.getByRole("textbox", { name: "Script" })).toHaveValue("");
    await waitFor(() => expect(backend.shelf(toys).events.listeners).toBe(1));
    expect(backend.shelf(lamps).events.listeners).toBe(0);
  });
});

describe("the query cache", () => {
  it("begins every key with the store, what belongs to none apart", async () => {
    const store = aProfile();
    const backend = new Backend([store]);
    const project = aClip().project_id ?? "";
    backend.shelf(store).footage = [aSourceVideo()];
    backend.shelf(store).clips = [aClip({ project_id: project })];
    backend.shelf(store).jobs = [aJob({ kind: "generate_variants", subject_id: project })];
    const { router, queryClient } = openPage(`/p/${store.id}`);
    await screen.findByRole("heading", { name: "Make a video" });
    await router.navigate({ to: "/p/$profile/library", params: { profile: store.id } });
    await screen.findByRole("list", { name: "Finished videos" });
    await router.navigate({ to: "/p/$profile/jobs", params: { profile: store.id } });
    await screen.findByRole("list", { name: "Jobs" });

    const firsts = queryClient
      .getQueryCache()
      .getAll()
      .map((query) => query.queryKey[0]);
    expect(firsts.length).toBeGreaterThan(6);
    expect(new Set(firsts)).toEqual(new Set([store.id, "profiles", "caption-presets"]));
    expect(firsts.filter((first) => first === "profiles")).toHaveLength(1);
  });
});

describe("the library", () => {
  it("says what to do while it is empty", async () => {
    const store = aProfile();
    new Backend([store]);
    openPage(`/p/${store.id}/library`);
    expect(await screen.findByRole("heading", { name: "No videos yet" })).toBeVisible();
    const main = within(screen.getByRole("main"));
    expect(main.getByRole("link", { name: "Make a video" })).toHaveAttribute(
      "href",
      `/p/${store.id}`,
    );
  });

  it("says of an adopted video that its file is missing, and offers nothing to play", async () => {
    const store = aProfile();
    const backend = new Backend([store]);
    const note = "Its file final.mp4 was not brought along from the original.";
    const part = { project_name: "Old lamp", missing_file: "output/final.mp4", notes: [note] };
    backend.shelf(store).clips = [aClip(part)];
    const { person } = openPage(`/p/${store.id}/library`);
    await person.click(await screen.findByRole("button", { name: /^About Old lamp/ }));
    expect(await screen.findByText(note)).toBeVisible();
    expect(screen.queryByRole("link", { name: /Download/ })).toBeNull();
    expect(document.querySelector("video")).toBeNull();
  });

  it("deletes a video only after asking", async () => {
    const store = aProfile();
    const backend = new Backend([store]);
    const clip = aClip({ project_name: "Brass lamp" });
    backend.shelf(store).clips = [clip];
    api.use(
      http.delete(`*/api/v1/library/clips/${clip.id}`, () => {
        backend.shelf(store).clips = [];
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { person } = openPage(`/p/${store.id}/library`);
    await person.click(await screen.findByRole("button", { name: /^Delete Brass lamp/ }));
    await person.click(await screen.findByRole("button", { name: "Keep it" }));
    expect(screen.getByRole("button", { name: /^Play Brass lamp/ })).toBeInTheDocument();
    await person.click(screen.getByRole("button", { name: /^Delete Brass lamp/ }));
    await person.click(await screen.findByRole("button", { name: "Delete" }));
    expect(await screen.findByRole("heading", { name: "No videos yet" })).toBeVisible();
  });
});
