import { waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import { jobsQuery, newerJob, rememberJob } from "@/api/jobs";
import { createQueryClient } from "@/router";
import { api } from "@/testing/api";
import { aJob } from "@/testing/things";

const earlier = aJob({ updated_at: "2026-03-01T10:00:00Z", progress: 0.9 });
const later = { ...earlier, updated_at: "2026-03-01T10:00:00.250Z", progress: 0.2 };

it("keeps the later state of a job, whichever arrives first", () => {
  expect(newerJob(earlier, later)).toBe(later);
  expect(newerJob(later, earlier)).toBe(later);
});

it("keeps the end of a job when both states carry the same moment", () => {
  const ended = { ...earlier, state: "done" as const };
  expect(newerJob(earlier, ended)).toBe(ended);
  expect(newerJob(ended, earlier)).toBe(ended);
});

it("does not let a slow fetch put an older state back over an event", async () => {
  const queryClient = createQueryClient();
  const query = jobsQuery("store-1");
  let answer: (() => void) | undefined;
  api.use(
    http.get("*/api/v1/jobs", async () => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return HttpResponse.json({ items: [earlier], next_cursor: null });
    }),
  );
  queryClient.setQueryData(query.queryKey, {
    pages: [{ items: [earlier], next_cursor: null }],
    pageParams: [undefined],
  });
  const fetched = queryClient.fetchInfiniteQuery(query);
  await waitFor(() => expect(answer).toBeDefined());
  rememberJob(queryClient, "store-1", { ...later, state: "done" });
  answer?.();
  await fetched;
  const [page] = queryClient.getQueryData(query.queryKey)?.pages ?? [];
  expect(page?.items.map(({ state }) => state)).toEqual(["done"]);
});
