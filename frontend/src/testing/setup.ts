import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { toast } from "sonner";
import { afterAll, afterEach, beforeAll } from "vitest";
import { uploads } from "@/features/footage/uploads";
import { drafts } from "@/features/making/draft";
import { forgetUrls } from "@/lib/signed-urls";
import { api } from "@/testing/api";

// A busy machine may be slow; a wrong page stays wrong.
configure({ asyncUtilTimeout: 10_000 });

// What is timed for later, such as the end of a toast, must not meet a page that is gone with its file.
const timers = new Set<ReturnType<typeof setTimeout>>();
const plainTimeout = globalThis.setTimeout;
globalThis.setTimeout = Object.assign((...timed: Parameters<typeof plainTimeout>) => {
  const timer = plainTimeout(...timed);
  timers.add(timer);
  return timer;
}, plainTimeout);

beforeAll(() => api.listen({ onUnhandledRequest: "error" }));

afterEach(() => {
  cleanup();
  // What is still told would be told on the next test's page, too.
  toast.dismiss();
  api.resetHandlers();
  localStorage.clear();
  drafts.reload();
  uploads.reload();
  forgetUrls();
});

afterAll(() => {
  api.close();
  for (const timer of timers) clearTimeout(timer);
});
