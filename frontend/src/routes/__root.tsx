import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, Outlet } from "@tanstack/react-router";
import type { CSSProperties } from "react";
import { Toaster } from "sonner";
import { ErrorPage, NotFoundPage } from "@/features/shell/ErrorPage";

/** What every route can reach. */
export interface RouterContext {
  queryClient: QueryClient;
}

export const Route = createRootRouteWithContext<RouterContext>()({
  component: Root,
  errorComponent: ErrorPage,
  notFoundComponent: NotFoundPage,
});

const TOAST_LOOK = {
  fontFamily: "var(--font-sans)",
  "--normal-bg": "var(--surface)",
  "--normal-text": "var(--ink)",
  "--normal-border": "var(--line)",
} as CSSProperties;

function Root() {
  return (
    <>
      <Outlet />
      <Toaster position="bottom-center" theme="system" closeButton style={TOAST_LOOK} />
    </>
  );
}
