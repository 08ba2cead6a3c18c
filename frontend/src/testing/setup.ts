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

afterAll(() => api.close());
