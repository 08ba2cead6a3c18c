import { useSuspenseQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { profileQuery } from "@/api/profiles";
import { ProfileSwitcher } from "@/features/profiles/ProfileSwitcher";

interface ProfileHeaderProps {
  profile: string;
  /** The links to the store's pages. */
  children: ReactNode;
}

/** The head of every page of a store: which store this is, and the way to another. */
export function ProfileHeader({ profile, children }: ProfileHeaderProps) {
  const { data } = useSuspenseQuery(profileQuery(profile));
  return (
    <header className="top-0 z-30 border-line border-b bg-surface sm:sticky">
      <div className="h-1.5 bg-store" />
      <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-6 px-4 sm:px-6">
        <ProfileSwitcher current={data} />
        {children}
      </div>
    </header>
  );
}
