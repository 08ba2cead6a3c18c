import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it, vi } from "vitest";
import { api, Backend, refusal } from "@/testing/api";
import { openPage } from "@/testing/open-page";
import { aClip, aProfile } from "@/testing/things";

async function openClip() {
  const profile = aProfile();
  const backend = new Backend([profile]);
  const clip = aClip({ project_name: "Lamps", variant: 2 });
  backend.shelf(profile).clips.push(clip);
  const { person } = openPage(`/p/${profile.id}/library`);
  await person.click(await screen.findByRole("button", { name: /^Play Lamps/ }));
  return { person, profile, clip };
}

describe("a clip's captions", () => {
  it("are saved for the web under the clip's name", async () => {
    const { person, profile, clip } = await openClip();
    const stores: (string | null)[] = [];
    api.use(
      http.get(`*/api/v1/library/clips/${clip.id}/captions.vtt`, ({ request }) => {
        stores.push(request.headers.get("X-Profile-Id"));
        return HttpResponse.text("WEBVTT\n\n");
      }),
    );
    const saved: [string, Blob][] = [];
    const make = vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:page");
    const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      saved.push([this.download, make.mock.calls[0]?.[0] as Blob]);
    });
    await person.click(screen.getByRole("button", { name: "Captions for the web" }));
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(saved[0]?.[0]).toBe("Lamps 2.vtt");
    expect(await saved[0]?.[1].text()).toBe("WEBVTT\n\n");
    expect(stores).toEqual([profile.id]);
    click.mockRestore();
    make.mockRestore();
  });

  it("say why they cannot be had", async () => {
    const { person } = await openClip();
    api.use(
      http.get("*/api/v1/library/clips/:id/captions.vtt", () =>
        refusal(404, "not_found", "There is no such thing in this store."),
      ),
    );
    await person.click(screen.getByRole("button", { name: "Captions for the web" }));
    expect(await screen.findByText("There is no such thing in this store.")).toBeVisible();
  });
});
