import { useSuspenseQuery } from "@tanstack/react-query";
import { profileQuery } from "@/api/profiles";
import type { Draft } from "@/features/making/draft";
import { type MakingDraft, makingFromStore } from "@/features/making/making-draft";

/** What is settled for the next videos: as the person chose, else as the store's look says. */
export function useMaking(profile: string, draft: Draft): MakingDraft {
  const { data: store } = useSuspenseQuery(profileQuery(profile));
  return { ...makingFromStore(store.making_defaults), ...draft.making };
}
