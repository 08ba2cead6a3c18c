import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { releaseChannel, updateChannel } from "@/api/publishing";
import type { Channel, NetworkRules } from "@/api/types";
import { FieldControl } from "@/features/publishing/FieldControl";
import { formatCount } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";

interface ChannelRowProps {
  profile: string;
  channel: Channel;
  rules: NetworkRules | undefined;
}

/** A channel, with what its posts have unless said otherwise. */
export function ChannelRow({ profile, channel, rules }: ChannelRowProps) {
  const queryClient = useQueryClient();
  const [settings, setSettings] = useState<Record<string, unknown>>(channel.settings);
  const [gap, setGap] = useState(channel.gap_minutes);
  const [isLeaving, setLeaving] = useState(false);
  const saving = useMutation(updateChannel(queryClient, profile, channel.id));
  const isSaved =
    saving.isSuccess &&
    saving.variables.settings === settings &&
    saving.variables.gap_minutes === gap;
  const releasing = useMutation(releaseChannel(queryClient, profile));
  const fields = rules?.fields ?? [];
  const missing = fields.filter(({ name, required }) => required && channel.settings[name] == null);
  const name = `${channel.handle || channel.name} at ${rules?.label ?? channel.network}`;

  function save(event: FormEvent) {
    event.preventDefault();
    // The API's types know no fields; the network's rules do.
    saving.mutate({ settings: settings as Record<string, never>, gap_minutes: gap });
  }

  return (
    <li className="rounded-xl border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {name}
          {missing.length > 0 && (
            <Chip tone="caution">{formatCount(missing.length, "setting")} missing</Chip>
          )}
        </p>
        <Button aria-label={`Let go of ${name}`} onClick={() => setLeaving(true)}>
          Let go…
        </Button>
      </div>
      <details className="mt-2">
        <summary className="cursor-pointer text-muted">Settings of its posts</summary>
        <form
          onSubmit={save}
          aria-label={`Settings of ${name}`}
          className="mt-3 grid gap-3 sm:grid-cols-2"
        >
          {fields.map((field) => (
            <FieldControl
              key={field.name}
              field={field}
              value={settings[field.name]}
              onChange={(value) => setSettings({ ...settings, [field.name]: value })}
            />
          ))}
          <Field label="Minutes between two posts">
            {(ids) => (
              <input
                {...ids}
                type="number"
                min={1}
                max={10080}
                required
                className="control"
                value={gap}
                onChange={(event) => setGap(event.target.valueAsNumber)}
              />
            )}
          </Field>
          <div className="flex flex-wrap items-center gap-3 sm:col-span-2">
            <Button type="submit" disabled={saving.isPending}>
              {saving.isPending ? "Saving…" : "Save"}
            </Button>
            {isSaved && <p role="status">Saved.</p>}
          </div>
        </form>
      </details>
      {saving.error && <Notice tone="danger">{detailOf(saving.error)}</Notice>}
      <ConfirmDialog
        open={isLeaving}
        title={`Let go of ${name}?`}
        description="Its settings are forgotten, and another store may choose it. What was published stays."
        confirmLabel={releasing.isPending ? "Letting go…" : "Let go"}
        busy={releasing.isPending}
        error={releasing.error && detailOf(releasing.error)}
        onClose={() => setLeaving(false)}
        onConfirm={() => releasing.mutate(channel.id, { onSuccess: () => setLeaving(false) })}
      />
    </li>
  );
}
