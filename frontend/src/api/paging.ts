import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryKey,
  replaceEqualDeep,
} from "@tanstack/react-query";

/** One page of a list as the API answers it. */
export interface Page<Item> {
  items: Item[];
  next_cursor?: string | null;
}

/** A list as the query cache keeps it. */
export type Pages<Item> = InfiniteData<Page<Item>, unknown>;

interface PagedList<Item> {
  queryKey: QueryKey;
  fetchPage(query: { limit: number; cursor?: string }): Promise<Page<Item>>;
  /** Merges a fetched list with what the cache already knows. */
  merge?(known: Pages<Item>, fetched: Pages<Item>): Pages<Item>;
  refetchInterval?: number;
}

/** How many items a page of a list has, but the last. */
export const PAGE_SIZE = 50;

/** The query of a list that comes page by page; its result is the items of all pages so far. */
export function pagedQuery<Item>({ queryKey, fetchPage, merge, ...options }: PagedList<Item>) {
  return infiniteQueryOptions({
    ...options,
    queryKey,
    queryFn: ({ pageParam }) =>
      fetchPage({ limit: PAGE_SIZE, ...(pageParam === undefined ? {} : { cursor: pageParam }) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<Item>) => page.next_cursor ?? undefined,
    select: itemsOf<Item>,
    ...(merge && {
      structuralSharing: (known: unknown, next: unknown) =>
        replaceEqualDeep(
          known,
          isPages<Item>(known) && isPages<Item>(next) ? merge(known, next) : next,
        ),
    }),
  });
}

/** The items of all pages, in their order. */
export function itemsOf<Item>(pages: Pages<Item>): Item[] {
  return pages.pages.flatMap((page) => page.items);
}

/** The cache shares structure between two lists and again between two selections of items. */
function isPages<Item>(data: unknown): data is Pages<Item> {
  return typeof data === "object" && data !== null && "pages" in data;
}

/** Replaces the item of the same id, or puts a new one first. */
export function withItem<Item extends { id: string }>(
  known: Pages<Item>,
  item: Item,
  choose: (known: Item, item: Item) => Item = (_known, newer) => newer,
): Pages<Item> {
  const isKnown = known.pages.some((page) => page.items.some(({ id }) => id === item.id));
  const pages = known.pages.map((page, index) => {
    if (isKnown) {
      return {
        ...page,
        items: page.items.map((old) => (old.id === item.id ? choose(old, item) : old)),
      };
    }
    return index === 0 ? { ...page, items: [item, ...page.items] } : page;
  });
  return { ...known, pages };
}
