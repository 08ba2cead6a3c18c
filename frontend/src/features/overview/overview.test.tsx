import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Month } from "@/api/types";
import { api, Backend } from "@/testing/api";
import { openPage } from "@/testing/open-page";
import { aProfile } from "@/testing/things";

const MONTH: Month = {
  spent_micro_usd: 8_000_000,
  reserved_micro_usd: 500_000,
  limit_micro_usd: 10_000_000,
  left_micro_usd: 1_500_000,
  level: "near",
  ends_at: "2026-12-01T00:00:00Z",
};

function openOverview(last_activity: string | null, month: Month) {
  const profile = aProfile({ is_default: true });
  new Backend([profile]);
  const asked: (string | null)[] = [];
  api.use(
    http.get("*/api/v1/profiles/:id/dashboard", ({ request }) => {
      const range = new URL(request.url).searchParams.get("range");
      asked.push(range);
      return HttpResponse.json({
        range,
        videos_made: 12,
        clips: 9,
        projects: 4,
        source_videos: 3,
        jobs_went_wrong: 1,
        spent_micro_usd: 8_000_000,
        costs_by_provider: [{ provider: "elevenlabs", amount_micro_usd: 8_000_000, units: 36_363 }],
        last_activity,
        month,
      });
    }),
  );
  return { ...openPage(`/p/${profile.id}/overview`), asked };
}

describe("a store's overview", () => {
  it("sums up a range and warns near the limit", async () => {
    const { person, asked } = openOverview("2026-11-20T10:00:00Z", MONTH);
    expect(await screen.findByText("Videos made")).toBeVisible();
    expect(screen.getByText("$8.00 for 36,363 characters")).toBeVisible();
    expect(screen.getByText("$8.00 spent, $0.50 set aside of $10.00")).toBeVisible();
    expect(screen.getByText(/^\$1.50 are left until/)).toBeVisible();
    await person.click(screen.getByRole("link", { name: "7 days" }));
    expect(await screen.findByRole("link", { name: "7 days", current: "page" })).toBeVisible();
    expect(asked).toEqual(["30d", "7d"]);
  });

  it("says what to do next when nothing happened", async () => {
    openOverview(null, { ...MONTH, limit_micro_usd: null, left_micro_usd: null, level: "fine" });
    expect(await screen.findByText("Nothing happened in this time")).toBeVisible();
    expect(screen.getByText(/there is no limit/)).toBeVisible();
  });
});
