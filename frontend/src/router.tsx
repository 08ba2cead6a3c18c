import { QueryClient } from "@tanstack/react-query";
import { createRouter, type RouterHistory } from "@tanstack/react-router";
import { ErrorPage, NotFoundPage, PendingPage } from "@/features/shell/ErrorPage";
import { Problem } from "@/lib/problem";
import { routeTree } from "@/routeTree.gen";

/** The cache of what the API said. Only a lost answer is asked for again; a refusal stands. */
export function createQueryClient() {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) =>
          failures < 2 && error instanceof Problem && error.status >= 500 && error.status !== 502,
      },
    },
  });
}

/** The page's router; a loaded page is shown from the cache while the cache looks for news. */
export function createPageRouter(queryClient: QueryClient, history?: RouterHistory) {
  return createRouter({
    ...(history && { history }),
    routeTree,
    context: { queryClient },
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    defaultPendingComponent: PendingPage,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
