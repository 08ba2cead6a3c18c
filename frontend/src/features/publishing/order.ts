import type { Channel, NetworkRules, PublicationOrder } from "@/api/types";
import { ownZone, type Times, whenOf } from "@/features/publishing/when";

/** What posts at one network have instead of what the others have. */
export interface Own {
  /** Another text, or null for the common one. */
  text: string | null;
  /** Settings over those of the channels. */
  settings: Record<string, unknown>;
}

/** What a person fills in. */
export interface Wish {
  clipIds: string[];
  channelIds: string[];
  text: string;
  own: Record<string, Own>;
  times: Times;
}

export const NOTHING_OWN: Own = { text: null, settings: {} };

/** The networks of the chosen channels, each once. */
export function networksOf(
  channels: Channel[],
  chosen: string[],
  rules: NetworkRules[],
): NetworkRules[] {
  const names = channels.filter(({ id }) => chosen.includes(id)).map(({ network }) => network);
  return rules.filter(({ network }) => names.includes(network));
}

/** The networks with the longest texts that the settings allow: an account that pays X may write more. */
export function withLimits(
  networks: NetworkRules[],
  wish: Pick<Wish, "channelIds" | "own">,
  channels: Channel[],
): NetworkRules[] {
  return networks.map((rules) => {
    const own = wish.own[rules.network]?.settings ?? {};
    const chosen = channels.filter(
      ({ id, network }) => network === rules.network && wish.channelIds.includes(id),
    );
    const limits = chosen.map(({ settings }) => {
      const kept: Record<string, unknown> = settings;
      const longer = rules.fields.find(
        ({ kind, max_length, name }) =>
          kind === "flag" && max_length !== null && (own[name] ?? kept[name]) === true,
      );
      return longer?.max_length ?? rules.max_length;
    });
    return { ...rules, max_length: Math.min(...limits) };
  });
}

/** What the API is told: what belongs to a network that is not chosen stays behind. */
export function orderOf(wish: Wish, networks: NetworkRules[]): PublicationOrder {
  const texts: Record<string, string> = {};
  const settings: Record<string, Record<string, unknown>> = {};
  for (const { network } of networks) {
    const own = wish.own[network] ?? NOTHING_OWN;
    if (own.text !== null) texts[network] = own.text;
    const set = Object.entries(own.settings).filter(([, value]) => value != null);
    if (set.length > 0) settings[network] = Object.fromEntries(set);
  }
  return {
    clip_ids: wish.clipIds,
    channel_ids: wish.channelIds,
    text: wish.text,
    network_texts: texts,
    // The API's types know no fields; the network's rules do.
    settings: settings as Record<string, never>,
    when: whenOf(
      wish.times,
      networks.map(({ network }) => network),
    ),
    zone: ownZone(),
  };
}
