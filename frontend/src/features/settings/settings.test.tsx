import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { api, Backend, refusal } from "@/testing/api";
import { captionHandlers, standInForFonts } from "@/testing/captions";
import { openPage } from "@/testing/open-page";
import { aProfile } from "@/testing/things";

function openSettings(part = {}) {
  const profile = aProfile(part);
  const backend = new Backend([aProfile({ name: "First", is_default: true }), profile]);
  const sent: unknown[] = [];
  standInForFonts();
  api.use(
    ...captionHandlers(),
    http.get("*/api/v1/auth/me", () =>
      HttpResponse.json({ mode: "local", user_id: "u", email: null }),
    ),
    http.patch("*/api/v1/profiles/:id", async ({ request }) => {
      const body = (await request.json()) as object;
      sent.push(body);
      return HttpResponse.json({ ...profile, ...body });
    }),
    http.delete("*/api/v1/profiles/:id", () => {
      backend.profiles.splice(1, 1);
      return new HttpResponse(null, { status: 204 });
    }),
  );
  return { ...openPage(`/p/${profile.id}/settings`), backend, sent };
}

describe("a store's settings", () => {
  it("saves a limit in dollars as whole micro-dollars, and says so", async () => {
    const { person, sent } = openSettings();
    const limit = await screen.findByRole("textbox", { name: "Limit a month in US dollars" });
    await person.type(limit, "2.5x");
    expect(screen.getByText("Write an amount such as 25 or 2.50.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
    await person.type(limit, "{Backspace}");
    await person.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Saved.")).toBeVisible();
    expect(sent).toMatchObject([{ monthly_quota_micro_usd: 2_500_000, name: "Northern Lamps" }]);
  });

  it("says no more that it is saved once something is changed", async () => {
    const { person, sent } = openSettings();
    const name = await screen.findByRole("textbox", { name: "Name" });
    await person.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Saved.")).toBeVisible();
    await person.type(name, "!");
    expect(screen.queryByText("Saved.")).toBeNull();
    await person.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Saved.")).toBeVisible();
    expect(sent[1]).toMatchObject({ name: "Northern Lamps!" });
  });

  it("does not call saved what was typed while it was being saved", async () => {
    const { person } = openSettings();
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    api.use(http.patch("*/api/v1/profiles/:id", () => answered.then(() => undefined)));
    const name = await screen.findByRole("textbox", { name: "Name" });
    await person.click(screen.getByRole("button", { name: "Save" }));
    await person.type(name, "!");
    answer();
    expect(await screen.findByRole("button", { name: "Save" })).toBeEnabled();
    expect(screen.queryByText("Saved.")).toBeNull();
  });

  it("takes a refusal back once something is changed", async () => {
    const { person } = openSettings();
    api.use(
      http.patch("*/api/v1/profiles/:id", () =>
        refusal(409, "name_taken", "Another store has this name."),
      ),
    );
    const name = await screen.findByRole("textbox", { name: "Name" });
    await person.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Another store has this name.")).toBeVisible();
    await person.type(name, "!");
    expect(screen.queryByText("Another store has this name.")).toBeNull();
  });

  it("takes a limit away when its field is emptied", async () => {
    const { person, sent } = openSettings({ monthly_quota_micro_usd: 1_234_560_000 });
    const limit = await screen.findByRole("textbox", { name: "Limit a month in US dollars" });
    expect(limit).toHaveValue("1234.56");
    await person.clear(limit);
    await person.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Saved.")).toBeVisible();
    expect(sent).toMatchObject([{ monthly_quota_micro_usd: null }]);
  });

  it("deletes a store after asking, and goes to another", async () => {
    const { person, router } = openSettings();
    await person.click(await screen.findByRole("button", { name: "Delete this store…" }));
    expect(screen.getByRole("dialog")).toHaveTextContent("stays in the books");
    await person.click(screen.getByRole("button", { name: "Delete the store" }));
    expect(await screen.findByRole("button", { name: /^Store: First/ })).toBeVisible();
    await waitFor(() => expect(router.state.location.pathname).not.toContain("settings"));
  });

  it("does not offer to delete the store that opens first", async () => {
    openSettings({ is_default: true });
    expect(await screen.findByText(/This store opens first/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Delete this store…" })).toBeNull();
  });
});
