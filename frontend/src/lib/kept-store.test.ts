import { expect, it, vi } from "vitest";
import { KeptStore } from "@/lib/kept-store";

/** Writes as another tab does: to the storage alone, of which this one is told. */
function writeElsewhere(key: string, value: unknown) {
  localStorage.setItem(key, JSON.stringify(value));
  window.dispatchEvent(new StorageEvent("storage", { key, storageArea: localStorage }));
}

it("takes over what another tab has written, and tells those who listen", () => {
  const store = new KeptStore({ text: "" }, "kept-store-test.");
  const listener = vi.fn();
  store.subscribe(listener);
  store.set("lamps", { text: "mine" });
  store.set("toys", { text: "a bear" });
  listener.mockClear();
  writeElsewhere("kept-store-test.lamps", { text: "of the other tab" });
  expect(store.get("lamps")).toEqual({ text: "of the other tab" });
  expect(listener).toHaveBeenCalledTimes(1);
  expect(store.get("toys")).toEqual({ text: "a bear" });
});

it("heeds neither what others keep, nor what it keeps in memory alone", () => {
  const [kept, fleeting] = [new KeptStore({ n: 0 }, "kept-store-test."), new KeptStore({ n: 0 })];
  kept.set("lamps", { n: 1 });
  fleeting.set("lamps", { n: 1 });
  const listener = vi.fn();
  kept.subscribe(listener);
  fleeting.subscribe(listener);
  writeElsewhere("another.lamps", { n: 2 });
  window.dispatchEvent(new StorageEvent("storage", { key: "lamps" }));
  expect(listener).not.toHaveBeenCalled();
  expect([kept.get("lamps"), fleeting.get("lamps")]).toEqual([{ n: 1 }, { n: 1 }]);
});

it("is empty when another tab has emptied the storage", () => {
  const store = new KeptStore({ n: 0 }, "kept-store-test.");
  store.set("lamps", { n: 1 });
  localStorage.clear();
  window.dispatchEvent(new StorageEvent("storage", { key: null }));
  expect(store.get("lamps")).toEqual({ n: 0 });
});
