import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { api, Backend, refusal } from "@/testing/api";
import { captionHandlers, standInForFonts } from "@/testing/captions";
import { openPage } from "@/testing/open-page";
import { aProfile } from "@/testing/things";

let loaded: string[] = [];
beforeEach(() => {
  loaded = standInForFonts();
});

function openCaptions() {
  const profile = aProfile();
  new Backend([profile]);
  const [sent, asked]: [unknown[], unknown[]] = [[], []];
  api.use(
    ...captionHandlers(asked),
    http.get("*/api/v1/auth/me", () =>
      HttpResponse.json({ mode: "local", user_id: "u", email: null }),
    ),
    http.patch("*/api/v1/profiles/:id", async ({ request }) => {
      const body = (await request.json()) as object;
      sent.push(body);
      return HttpResponse.json({ ...profile, ...body });
    }),
  );
  return { ...openPage(`/p/${profile.id}/settings`), sent, asked };
}

describe("the look of captions", () => {
  it("is chosen with the keyboard, brings its colours, and is saved", async () => {
    const { person, sent, asked } = openCaptions();
    const classic = await screen.findByRole("radio", { name: "Classic" });
    expect(classic).toBeChecked();
    classic.focus();
    await person.click(screen.getByRole("radio", { name: "Neon" }));
    expect(screen.getByLabelText("Light")).toHaveValue("#000000");
    expect(screen.getByLabelText("Spoken word")).toHaveValue("#7cffcb");
    await waitFor(() => expect(asked.at(-1)).toMatchObject({ style: { preset: "neon" } }));
    await person.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Saved.")).toBeVisible();
    expect(sent).toMatchObject([
      { caption_style: { preset: "neon", highlight_colour: "#7cffcb", position_percent: 80 } },
    ]);
  });

  it("is previewed for the format, in the fonts that are burned in", async () => {
    const { person, asked } = openCaptions();
    expect(await screen.findByRole("img", { name: "Captions: Order today" })).toBeVisible();
    expect(loaded).toEqual(['caption Anton: url(/fonts/Anton-Regular.ttf?v=1) format("truetype")']);
    await person.selectOptions(screen.getByRole("combobox", { name: "Shown for" }), "Square");
    await waitFor(() => expect(asked.at(-1)).toMatchObject({ format: "square" }));
    const words = screen.getByRole("textbox", { name: "Words to try" });
    await person.clear(words);
    await person.type(words, "Salut");
    await waitFor(() => expect(asked.at(-1)).toMatchObject({ text: "Salut" }));
  });

  it("says why there is no preview", async () => {
    openCaptions();
    api.use(
      http.post("*/api/v1/caption-presets/preview", () =>
        refusal(422, "captions_unwritable", "The caption fonts have no sign for 你."),
      ),
    );
    expect(await screen.findByText("The caption fonts have no sign for 你.")).toBeVisible();
  });
});
