import { act, fireEvent, render, screen } from "@testing-library/react";
import { Toaster, toast } from "sonner";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { changeDraft, drafts } from "@/features/making/draft";
import { offerBack } from "@/features/making/offer-back";

const STORE = "store";
const AN_HOUR = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers();
  render(<Toaster closeButton />);
});

afterEach(() => {
  act(() => {
    toast.dismiss();
    vi.advanceTimersByTime(1000);
  });
  vi.useRealTimers();
});

const wait = (ms: number) => act(() => vi.advanceTimersByTime(ms));

function replaceBy(script: string) {
  const old = drafts.get(STORE);
  changeDraft(STORE, { script });
  offerBack(STORE, old, "It is replaced.", "Back");
  wait(100);
}

it("offers a script back until the person dismisses it", () => {
  changeDraft(STORE, { script: "Written for hours." });
  replaceBy("");
  wait(AN_HOUR);
  expect(screen.getByRole("button", { name: "Close toast" })).toBeInTheDocument();
  fireEvent.click(screen.getByRole("button", { name: "Back" }));
  expect(drafts.get(STORE).script).toBe("Written for hours.");
  wait(AN_HOUR);
  expect(screen.queryByRole("button")).toBeNull();
});

it("offers back what was written meanwhile, too", () => {
  changeDraft(STORE, { script: "The first." });
  replaceBy("The second.");
  changeDraft(STORE, { script: "The second, and more." });
  fireEvent.click(screen.getByRole("button", { name: "Back" }));
  wait(AN_HOUR);
  fireEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(drafts.get(STORE).script).toBe("The second, and more.");
});

it("goes by itself when there was no script", () => {
  replaceBy("The first.");
  expect(screen.getByText("It is replaced.")).toBeInTheDocument();
  wait(AN_HOUR);
  expect(screen.queryByText("It is replaced.")).toBeNull();
});
