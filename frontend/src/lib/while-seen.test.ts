import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { whileSeen } from "@/lib/while-seen";
import { setSeen } from "@/testing/sight";

beforeEach(() => void vi.useFakeTimers());

afterEach(() => {
  vi.useRealTimers();
  setSeen(true);
});

function going() {
  const stop = vi.fn();
  const start = vi.fn(() => stop);
  return { start, stop, end: whileSeen(start) };
}

describe("whileSeen", () => {
  it("stops some time after the page is hidden, and starts again with its return", () => {
    const { start, stop, end } = going();
    setSeen(false);
    vi.advanceTimersByTime(9_999);
    expect(stop).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(stop).toHaveBeenCalledTimes(1);
    expect(start).toHaveBeenCalledTimes(1);
    setSeen(true);
    expect(start).toHaveBeenCalledTimes(2);
    end();
    expect(stop).toHaveBeenCalledTimes(2);
  });

  it("takes no notice of a glance at another tab", () => {
    const { start, stop, end } = going();
    setSeen(false);
    vi.advanceTimersByTime(5_000);
    setSeen(true);
    vi.advanceTimersByTime(60_000);
    expect(stop).not.toHaveBeenCalled();
    expect(start).toHaveBeenCalledTimes(1);
    end();
  });

  it("does not start a page that was opened out of sight before it is looked at", () => {
    setSeen(false);
    const { start, end } = going();
    vi.advanceTimersByTime(60_000);
    expect(start).not.toHaveBeenCalled();
    setSeen(true);
    expect(start).toHaveBeenCalledTimes(1);
    end();
  });

  it("starts no more once it has ended", () => {
    const { start, stop, end } = going();
    setSeen(false);
    end();
    vi.advanceTimersByTime(60_000);
    setSeen(true);
    expect(start).toHaveBeenCalledTimes(1);
    expect(stop).toHaveBeenCalledTimes(1);
  });
});
