import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, notFound, Outlet } from "@tanstack/react-router";
import { type CSSProperties, useEffect } from "react";
import { profileQuery } from "@/api/profiles";
import { JobsBadge } from "@/features/jobs/JobsBadge";
import { LiveNotice } from "@/features/jobs/LiveNotice";
import { followJobs } from "@/features/jobs/live";
import { rememberLastProfile } from "@/features/profiles/last-profile";
import { ProfileHeader } from "@/features/profiles/ProfileHeader";
import { NavLink } from "@/features/shell/NavLink";
import { isNotFound } from "@/lib/problem";

export const Route = createFileRoute("/p/$profile")({
  // Another store is another page: nothing on the screen survives the switch.
  remountDeps: ({ params }) => params.profile,
  loader: async ({ context, params }) => {
    try {
      await context.queryClient.ensureQueryData(profileQuery(params.profile));
    } catch (error) {
      if (isNotFound(error)) throw notFound();
      throw error;
    }
    rememberLastProfile(params.profile);
  },
  component: Store,
});

function Store() {
  const { profile } = Route.useParams();
  const queryClient = useQueryClient();
  const { data: store } = useSuspenseQuery(profileQuery(profile));
  useEffect(() => followJobs(queryClient, profile), [queryClient, profile]);

  return (
    <div style={{ "--store": store.colour } as CSSProperties}>
      <title>{`${store.name} · Edit Factory`}</title>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50 focus:rounded-lg focus:bg-ink focus:px-4 focus:py-2 focus:text-surface"
      >
        Skip to the content
      </a>
      <ProfileHeader profile={profile}>
        <nav aria-label="Store" className="flex gap-1 max-sm:-mx-2 max-sm:w-full max-sm:flex-wrap">
          <NavLink to="/p/$profile" profile={profile} exact>
            Make a video
          </NavLink>
          <NavLink to="/p/$profile/library" profile={profile}>
            Library
          </NavLink>
          <NavLink to="/p/$profile/publishing" profile={profile}>
            Publishing
          </NavLink>
          <NavLink to="/p/$profile/jobs" profile={profile}>
            Jobs <JobsBadge profile={profile} />
          </NavLink>
          <NavLink to="/p/$profile/voices" profile={profile}>
            Voices
          </NavLink>
          <NavLink to="/p/$profile/overview" profile={profile}>
            Overview
          </NavLink>
          <NavLink to="/p/$profile/settings" profile={profile}>
            Settings
          </NavLink>
        </nav>
      </ProfileHeader>
      <LiveNotice profile={profile} />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto max-w-6xl px-4 py-8 outline-none sm:px-6 sm:py-10"
      >
        <Outlet />
      </main>
    </div>
  );
}
