import { useSyncExternalStore } from "react";

/**
 * What the page itself keeps, one value a key: it outlives a page change.
 * With a storage prefix it also outlives a reload.
 */
export class KeptStore<Value extends object> {
  readonly #empty: Value;
  readonly #storagePrefix: string | undefined;
  readonly #values = new Map<string, Value>();
  readonly #listeners = new Set<() => void>();

  constructor(empty: Value, storagePrefix?: string) {
    this.#empty = empty;
    this.#storagePrefix = storagePrefix;
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

  /** Fields that an older page did not know get their empty value. */
  #load(key: string): Value | undefined {
    if (this.#storagePrefix === undefined) return undefined;
    const text = localStorage.getItem(this.#storagePrefix + key);
    if (text === null) return undefined;
    try {
      return { ...this.#empty, ...(JSON.parse(text) as Partial<Value>) };
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
