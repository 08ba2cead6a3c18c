import { useSyncExternalStore } from "react";

/** Brings what an older page kept into today's form. */
type Revive<Value> = (kept: Partial<Value>) => Partial<Value>;

/**
 * What the page itself keeps, one value a key: it outlives a page change.
 * With a storage prefix it also outlives a reload, and is the same in every tab.
 */
export class KeptStore<Value extends object> {
  readonly #empty: Value;
  readonly #storagePrefix: string | undefined;
  readonly #revive: Revive<Value>;
  readonly #values = new Map<string, Value>();
  readonly #listeners = new Set<() => void>();

  constructor(empty: Value, storagePrefix?: string, revive: Revive<Value> = (kept) => kept) {
    this.#empty = empty;
    this.#storagePrefix = storagePrefix;
    this.#revive = revive;
    if (storagePrefix === undefined) return;
    window.addEventListener("storage", ({ key }) => this.#heed(storagePrefix, key));
  }

  get(key: string): Value {
    const known = this.#values.get(key);
    if (known) return known;
    const value = this.#load(key) ?? this.#empty;
    this.#values.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.#values.set(key, value);
    for (const listener of this.#listeners) listener();
    if (this.#storagePrefix !== undefined) {
      localStorage.setItem(this.#storagePrefix + key, JSON.stringify(value));
    }
  }

  /** Forgets every value in memory, as a reload does. */
  reload(): void {
    this.#values.clear();
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Another tab has written: what is in memory is old. No key stands for all of them. */
  #heed(prefix: string, written: string | null): void {
    if (written === null) {
      this.reload();
      return;
    }
    if (!written.startsWith(prefix)) return;
    this.#values.delete(written.slice(prefix.length));
    for (const listener of this.#listeners) listener();
  }

  /** Fields that an older page did not know get their empty value. */
  #load(key: string): Value | undefined {
    if (this.#storagePrefix === undefined) return undefined;
    const text = localStorage.getItem(this.#storagePrefix + key);
    if (text === null) return undefined;
    try {
      return { ...this.#empty, ...this.#revive(JSON.parse(text) as Partial<Value>) };
    } catch (error) {
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
  }
}

/** Reads a kept value in a component, and follows its changes. */
export function useKept<Value extends object>(store: KeptStore<Value>, key: string): Value {
  return useSyncExternalStore(store.subscribe, () => store.get(key));
}
