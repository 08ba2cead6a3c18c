import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

interface NavLinkProps {
  to:
    | "/p/$profile"
    | "/p/$profile/library"
    | "/p/$profile/publishing"
    | "/p/$profile/jobs"
    | "/p/$profile/voices"
    | "/p/$profile/overview"
    | "/p/$profile/settings";
  profile: string;
  exact?: boolean;
  children: ReactNode;
}

/** A link to one of the store's pages; the open one is underlined in the store's colour. */
export function NavLink({ to, profile, exact = false, children }: NavLinkProps) {
  return (
    <Link
      to={to}
      params={{ profile }}
      activeOptions={{ exact }}
      preload="intent"
      className="flex items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-2.5 py-1.5 font-medium text-muted hover:text-ink sm:py-5"
      activeProps={{ className: "border-store! text-ink!" }}
    >
      {children}
    </Link>
  );
}
