import type { Channel, NetworkRules } from "@/api/types";
import { toggled } from "@/features/publishing/ClipChoice";

interface ChannelChoiceProps {
  channels: Channel[];
  rules: NetworkRules[];
  chosen: string[];
  onChange(chosen: string[]): void;
}

/** To which channels the posts go. */
export function ChannelChoice({ channels, rules, chosen, onChange }: ChannelChoiceProps) {
  const labelOf = (name: string) => rules.find(({ network }) => network === name)?.label ?? name;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">Channels</legend>
      <ul className="grid max-h-48 gap-x-4 gap-y-1 overflow-y-auto sm:grid-cols-2">
        {channels.map(({ id, handle, name, network }) => (
          <li key={id}>
            <label className="flex items-center gap-2">
              <input
                type="checkbox"
                className="size-4 shrink-0 accent-ink"
                checked={chosen.includes(id)}
                onChange={() => onChange(toggled(chosen, id))}
              />
              <span className="min-w-0 break-words">
                {handle || name} at {labelOf(network)}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
