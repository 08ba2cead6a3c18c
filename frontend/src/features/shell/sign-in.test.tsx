import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { api, Backend, refusal } from "@/testing/api";
import { openPage } from "@/testing/open-page";
import { aProfile } from "@/testing/things";

/** An API that asks for sign-in until the right password comes. */
function lockedBackend() {
  const backend = new Backend([aProfile({ is_default: true })]);
  let isOpen = false;
  api.use(
    http.post("*/api/v1/auth/login", async ({ request }) => {
      const { password } = (await request.json()) as { password: string };
      isOpen = password === "right words of mine";
      return isOpen
        ? HttpResponse.json({ user_id: "u", email: "ana@example.test" })
        : refusal(401, "login_failed", "This email and password do not fit.");
    }),
    http.all("*/api/v1/*", () =>
      isOpen ? undefined : refusal(401, "sign_in_required", "Sign in first."),
    ),
  );
  return backend;
}

describe("signing in", () => {
  it("asks for it in the place of any page, and shows the page afterwards", async () => {
    lockedBackend();
    const { person } = openPage("/");
    expect(await screen.findByRole("heading", { name: "Sign in" })).toBeVisible();
    await person.type(screen.getByLabelText("Email"), "ana@example.test");
    await person.type(screen.getByLabelText("Password"), "wrong");
    await person.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("do not fit");
    await person.clear(screen.getByLabelText("Password"));
    await person.type(screen.getByLabelText("Password"), "right words of mine");
    await person.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByRole("heading", { name: "Make a video" })).toBeVisible();
  });
});
