import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { accountsQuery, channelsQuery, chooseChannel, networksQuery } from "@/api/publishing";
import { ChannelRow } from "@/features/publishing/ChannelRow";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";

/** The accounts of the store, and those that Postiz has besides. */
export function Channels({ profile }: { profile: string }) {
  const { data: channels } = useQuery(channelsQuery(profile));
  const { data: networks } = useQuery(networksQuery(profile));
  const { data: accounts, error } = useQuery(accountsQuery(profile));
  const choosing = useMutation(chooseChannel(useQueryClient(), profile));
  if (!channels || !networks) return null;

  const labelOf = (name: string) => networks.find(({ network }) => network === name)?.label ?? name;
  const others = (accounts ?? []).filter((account) => account.channel_id === null);
  return (
    <div className="grid gap-6">
      {channels.length === 0 && (
        <p className="text-muted">No channel has been chosen for this store yet.</p>
      )}
      <ul aria-label="Channels of this store" className="grid gap-3">
        {channels.map((channel) => (
          <ChannelRow
            key={channel.id}
            profile={profile}
            channel={channel}
            rules={networks.find(({ network }) => network === channel.network)}
          />
        ))}
      </ul>
      {error && <Notice tone="danger">{detailOf(error)}</Notice>}
      {choosing.error && <Notice tone="danger">{detailOf(choosing.error)}</Notice>}
      {others.length > 0 && (
        <section aria-label="Other accounts at Postiz">
          <h3 className="mb-2 font-medium">Other accounts at Postiz</h3>
          <ul className="grid gap-2 sm:grid-cols-2">
            {others.map((account) => (
              <li
                key={account.remote_id}
                className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 rounded-xl border border-line px-4 py-2"
              >
                <span className="min-w-0 wrap-anywhere">
                  {account.handle || account.name} at {labelOf(account.identifier)}
                  {account.disabled && " (disabled at Postiz)"}
                  {!account.supported && " (cannot be published to from here)"}
                </span>
                <Button
                  disabled={account.disabled || !account.supported || choosing.isPending}
                  aria-label={`Choose ${account.handle || account.name} at ${labelOf(account.identifier)}`}
                  onClick={() => choosing.mutate(account.remote_id)}
                >
                  Choose
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
