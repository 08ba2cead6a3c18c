import * as Menu from "@radix-ui/react-dropdown-menu";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Check, ChevronsUpDown, Plus } from "lucide-react";
import { useState } from "react";
import { profilesQuery } from "@/api/profiles";
import type { Profile } from "@/api/types";
import { NewProfileDialog } from "@/features/profiles/NewProfileDialog";
import { detailOf } from "@/lib/problem";
import { StoreTile } from "@/ui/StoreTile";

const ITEM =
  "flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-2.5 py-1.5 outline-none select-none data-[highlighted]:bg-sunken";

/** The store's name, which opens the list of all stores. */
export function ProfileSwitcher({ current }: { current: Profile }) {
  const [isCreating, setCreating] = useState(false);
  const profiles = useInfiniteQuery(profilesQuery);
  const navigate = useNavigate();
  const open = (profile: string) => void navigate({ to: "/p/$profile", params: { profile } });

  return (
    <>
      <Menu.Root>
        <Menu.Trigger className="-ml-2 flex min-w-0 items-center gap-3 rounded-xl px-2 py-2.5 hover:bg-sunken">
          <StoreTile {...current} size="large" />
          <span className="max-w-52 truncate font-display font-semibold text-lg tracking-tight">
            <span className="sr-only">Store: </span>
            {current.name}
            <span className="sr-only"> (Switch store)</span>
          </span>
          <ChevronsUpDown className="size-4 shrink-0 text-muted" aria-hidden />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Content
            align="start"
            sideOffset={4}
            className="z-40 max-h-[70dvh] w-72 overflow-y-auto rounded-xl border border-line bg-surface p-1.5 shadow-xl"
          >
            <Menu.Label className="px-2.5 pt-1.5 pb-1 text-muted text-sm">Your stores</Menu.Label>
            {profiles.data?.map((profile) => (
              <Menu.Item key={profile.id} className={ITEM} onSelect={() => open(profile.id)}>
                <StoreTile {...profile} />
                <span className="min-w-0 flex-1 truncate">{profile.name}</span>
                {profile.id === current.id && (
                  <Check className="size-4" aria-label="the open store" />
                )}
              </Menu.Item>
            ))}
            {profiles.error && (
              <p className="px-2.5 py-2 text-danger">{detailOf(profiles.error)}</p>
            )}
            {profiles.hasNextPage && (
              <Menu.Item
                className={ITEM}
                onSelect={(event) => {
                  event.preventDefault();
                  void profiles.fetchNextPage();
                }}
              >
                Show more stores
              </Menu.Item>
            )}
            <Menu.Separator className="my-1.5 h-px bg-line" />
            <Menu.Item className={ITEM} onSelect={() => setCreating(true)}>
              <span className="grid size-7 place-items-center rounded-lg border border-muted border-dashed">
                <Plus className="size-4" aria-hidden />
              </span>
              New store
            </Menu.Item>
          </Menu.Content>
        </Menu.Portal>
      </Menu.Root>
      <NewProfileDialog
        open={isCreating}
        onClose={() => setCreating(false)}
        onCreated={(profile) => {
          setCreating(false);
          open(profile.id);
        }}
      />
    </>
  );
}
