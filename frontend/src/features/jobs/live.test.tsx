import { screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { Backend } from "@/testing/api";
import { openPage } from "@/testing/open-page";
import { setSeen } from "@/testing/sight";
import { aJob, aProfile } from "@/testing/things";

afterEach(() => {
  vi.useRealTimers();
  setSeen(true);
});

/** Looks at another tab for as long as it is said. */
function lookAway(forMs: number) {
  vi.useFakeTimers();
  setSeen(false);
  vi.advanceTimersByTime(forMs);
  vi.useRealTimers();
}

it("leaves the connection to other tabs while it is hidden, and catches up after", async () => {
  const store = aProfile();
  const shelf = new Backend([store]).shelf(store);
  const job = aJob({ step: "Finding scenes" });
  shelf.jobs = [job];
  openPage(`/p/${store.id}/jobs`);
  expect(await screen.findByText("Finding scenes")).toBeVisible();
  await waitFor(() => expect(shelf.events.listeners).toBe(1));
  shelf.events.sendJob({ ...job, step: "Measuring", updated_at: "2026-03-01T10:01:00Z" });
  expect(await screen.findByText("Measuring")).toBeVisible();

  lookAway(60_000);
  await waitFor(() => expect(shelf.events.listeners).toBe(0));
  expect(screen.queryByText(/Live progress is interrupted/)).toBeNull();

  shelf.jobs = [{ ...job, step: "Making thumbnails", updated_at: "2026-03-01T10:02:00Z" }];
  setSeen(true);
  expect(await screen.findByText("Making thumbnails")).toBeVisible();
  await waitFor(() => expect(shelf.events.listeners).toBe(1));
  expect(shelf.events.resumedAfter).toEqual([null, "1"]);
});

it("keeps the connection through a glance at another tab", async () => {
  const store = aProfile();
  const shelf = new Backend([store]).shelf(store);
  openPage(`/p/${store.id}/jobs`);
  await waitFor(() => expect(shelf.events.listeners).toBe(1));
  lookAway(5_000);
  setSeen(true);
  await screen.findByRole("heading", { name: "No jobs yet" });
  expect(shelf.events.resumedAfter).toHaveLength(1);
});

it("still tells of a job that ended while it was hidden", async () => {
  const store = aProfile();
  const shelf = new Backend([store]).shelf(store);
  const job = aJob({ kind: "render_clip", step: "Rendering" });
  shelf.jobs = [job];
  openPage(`/p/${store.id}/jobs`);
  expect(await screen.findByText("Rendering")).toBeVisible();
  await waitFor(() => expect(shelf.events.listeners).toBe(1));
  lookAway(60_000);
  await waitFor(() => expect(shelf.events.listeners).toBe(0));

  const ended = { ...job, state: "done", updated_at: "2026-03-01T10:02:00Z" } as const;
  shelf.jobs = [ended];
  setSeen(true);
  expect(await screen.findByText("Done")).toBeVisible();
  await waitFor(() => expect(shelf.events.listeners).toBe(1));
  shelf.events.sendJob(ended);
  expect(await screen.findByText("Your video is ready.")).toBeVisible();
});
