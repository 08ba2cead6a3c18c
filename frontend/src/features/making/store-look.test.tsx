import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import type { NewProject } from "@/api/types";
import { api, Backend, refusal } from "@/testing/api";
import { captionHandlers, standInForFonts } from "@/testing/captions";
import { openPage } from "@/testing/open-page";
import { aJob, aProfile, aProject, aSourceVideo } from "@/testing/things";

const LOGO = { id: "logo", name: "logo.png" };

function openSettings() {
  const store = aProfile();
  new Backend([store]);
  const sent: unknown[] = [];
  standInForFonts();
  api.use(
    ...captionHandlers(),
    http.get("*/api/v1/auth/me", () =>
      HttpResponse.json({ mode: "local", user_id: "u", email: null }),
    ),
    http.get("*/api/v1/pictures", () => HttpResponse.json({ items: [LOGO], next_cursor: null })),
    http.patch("*/api/v1/profiles/:id", async ({ request }) => {
      const body = (await request.json()) as object;
      sent.push(body);
      return HttpResponse.json({ ...store, ...body });
    }),
  );
  return { ...openPage(`/p/${store.id}/settings`), sent };
}

it("saves how new videos of a store look", async () => {
  const { person, sent } = openSettings();
  const form = within(await screen.findByRole("region", { name: "Look of new videos" }));
  await person.selectOptions(form.getByRole("combobox", { name: "Format" }), "Square (1:1)");
  await person.selectOptions(form.getByRole("combobox", { name: "Transition" }), "Dip to black");
  await person.selectOptions(form.getByRole("combobox", { name: "Colours" }), "Warm");
  await form.findByRole("option", { name: "logo.png" });
  await person.selectOptions(form.getByRole("combobox", { name: "Logo" }), "logo.png");
  await person.click(form.getByRole("checkbox", { name: "End with a card" }));
  await person.click(form.getByRole("button", { name: "Save the look" }));
  expect(await form.findByText("The look is saved.")).toBeVisible();
  expect(sent).toMatchObject([
    {
      making_defaults: {
        format: "square",
        transition: "dip",
        look: { grade: "warm", denoise: 0, logo: { picture_id: "logo", corner: "top_right" } },
        music_id: null,
        end_card: { title: "Order today" },
      },
    },
  ]);
  expect(Object.keys(sent[0] as object)).toEqual(["making_defaults"]);
});

it("says no more that a look is saved, or was not, once it is changed", async () => {
  const { person } = openSettings();
  const form = within(await screen.findByRole("region", { name: "Look of new videos" }));
  const save = form.getByRole("button", { name: "Save the look" });
  await person.click(save);
  expect(await form.findByText("The look is saved.")).toBeVisible();
  await person.selectOptions(form.getByRole("combobox", { name: "Colours" }), "Warm");
  expect(form.queryByText("The look is saved.")).toBeNull();
  api.use(http.patch("*/api/v1/profiles/:id", () => refusal(404, "not_found", "No such logo.")));
  await person.click(save);
  expect(await form.findByText("No such logo.")).toBeVisible();
  await person.selectOptions(form.getByRole("combobox", { name: "Colours" }), "Cool");
  expect(form.queryByText("No such logo.")).toBeNull();
});

it("shows why a look was not saved", async () => {
  const { person } = openSettings();
  api.use(
    http.patch("*/api/v1/profiles/:id", () =>
      refusal(404, "not_found", "The logo or the music is not in this store."),
    ),
  );
  await person.click(await screen.findByRole("button", { name: "Save the look" }));
  expect(await screen.findByText("The logo or the music is not in this store.")).toBeVisible();
});

it("begins a new video as the store's look says, and lets it differ", async () => {
  const defaults = aProfile().making_defaults;
  const look = { denoise: 0, sharpen: 0, grade: "cool", logo: null } as const;
  const making_defaults = {
    ...defaults,
    format: "square",
    music_below_voice_lu: 12,
    look,
  } as const;
  const store = aProfile({ making_defaults });
  const shelf = new Backend([store]).shelf(store);
  shelf.footage = [aSourceVideo()];
  const bodies: NewProject[] = [];
  api.use(
    http.post("*/api/v1/library/projects", async ({ request }) => {
      bodies.push((await request.json()) as NewProject);
      return HttpResponse.json(aProject(), { status: 201 });
    }),
    http.post("*/api/v1/library/projects/:id/generate-variants", () =>
      HttpResponse.json(aJob({ kind: "generate_variants", state: "ready" }), { status: 202 }),
    ),
  );
  const { person } = openPage(`/p/${store.id}`);
  await person.type(await screen.findByRole("textbox", { name: "Script" }), "Three lamps.");
  expect(screen.getByRole("combobox", { name: "Format" })).toHaveValue("square");
  const generate = await screen.findByRole("button", { name: "Generate video" });
  await waitFor(() => expect(generate).toBeEnabled());
  await person.click(generate);
  await waitFor(() => expect(bodies).toHaveLength(1));
  expect(bodies[0]?.making).toMatchObject({ format: "square", look: null, captions: null });
  await person.click(screen.getByRole("checkbox", { name: "The look of the store's settings" }));
  expect(screen.getByRole("combobox", { name: "Colours" })).toHaveValue("cool");
});

it("follows the store's look in all that the person has not chosen, and again where it was chosen", async () => {
  const store = aProfile();
  new Backend([store]);
  const { person, queryClient } = openPage(`/p/${store.id}`);
  const format = await screen.findByRole("combobox", { name: "Format" });
  await person.selectOptions(format, "Square (1:1)");
  const making_defaults = { ...store.making_defaults, format: "landscape", transition: "dip" };
  queryClient.setQueryData([store.id, "profile"], { ...store, making_defaults });
  const transition = screen.getByRole("combobox", { name: "Transition" });
  await waitFor(() => expect(transition).toHaveValue("dip"));
  expect(format).toHaveValue("square");
  await person.click(screen.getByRole("button", { name: "As the store says" }));
  expect(format).toHaveValue("landscape");
  await person.click(await screen.findByRole("button", { name: "Undo" }));
  expect(format).toHaveValue("square");
});
