import type { QueryClient } from "@tanstack/react-query";
import { profileQuery, profilesQuery } from "@/api/profiles";
import { isNotFound, Problem } from "@/lib/problem";

/** The store to open first: the last used while it is there, else the default, else any; null when there is none. */
export async function landingProfile(
  queryClient: QueryClient,
  last: string | null,
): Promise<string | null> {
  if (last !== null && (await isThere(queryClient, last))) return last;
  const { pages } = await queryClient.ensureInfiniteQueryData(profilesQuery);
  const profiles = pages.flatMap((page) => page.items);
  const chosen = profiles.find((profile) => profile.is_default) ?? profiles[0];
  return chosen?.id ?? null;
}

async function isThere(queryClient: QueryClient, profile: string): Promise<boolean> {
  try {
    await queryClient.ensureQueryData(profileQuery(profile));
    return true;
  } catch (error) {
    // A noted id that is no id at all is refused as such: it names no store either.
    if (isNotFound(error) || (error instanceof Problem && error.status === 400)) return false;
    throw error;
  }
}
