import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { updateProfile } from "@/api/profiles";
import type { Profile } from "@/api/types";
import { CaptionSettings } from "@/features/settings/CaptionSettings";
import { formatMoney, microUsdOf } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";

/** What a store settles once for everything that is made in it. */
export function SettingsForm({ store }: { store: Profile }) {
  const quota = store.monthly_quota_micro_usd;
  const [fields, setFields] = useState({
    name: store.name,
    description: store.description,
    context: store.context_text,
    limit: quota === null ? "" : formatMoney(quota).replace(/[$,]/g, ""),
    captions: store.caption_style,
  });
  const { name, description, context, limit, captions } = fields;
  const [saved, setSaved] = useState<typeof fields | null>(null);
  const saving = useMutation(updateProfile(useQueryClient(), store.id));
  const limitMicroUsd = limit.trim() === "" ? null : microUsdOf(limit);

  function change(part: Partial<typeof fields>) {
    setFields((old) => ({ ...old, ...part }));
    // What is on its way has still to say how it ended.
    if (!saving.isPending) saving.reset();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (saving.isPending || limitMicroUsd === undefined) return;
    const patch = {
      name: name.trim(),
      description,
      context_text: context,
      caption_style: captions,
      monthly_quota_micro_usd: limitMicroUsd,
    };
    saving.mutate(patch, { onSuccess: () => setSaved(fields) });
  }

  return (
    <form onSubmit={submit} className="grid max-w-4xl gap-6">
      <Field label="Name">
        {(ids) => (
          <input
            {...ids}
            className="control"
            required
            maxLength={80}
            value={name}
            onChange={(event) => change({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Description">
        {(ids) => (
          <textarea
            {...ids}
            className="control"
            rows={2}
            maxLength={2000}
            value={description}
            onChange={(event) => change({ description: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="About the store"
        hint={`What every script should know: what you sell, to whom, in which tone. ${context.length.toLocaleString("en")} of 10,000 characters.`}
      >
        {(ids) => (
          <textarea
            {...ids}
            className="control"
            rows={5}
            maxLength={10_000}
            value={context}
            onChange={(event) => change({ context: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Limit a month in US dollars"
        hint={
          limitMicroUsd === undefined
            ? "Write an amount such as 25 or 2.50."
            : "Empty for no limit. Months are those of UTC; free voices cost nothing."
        }
      >
        {(ids) => (
          <input
            {...ids}
            className="control max-w-40"
            inputMode="decimal"
            aria-invalid={limitMicroUsd === undefined}
            value={limit}
            onChange={(event) => change({ limit: event.target.value })}
          />
        )}
      </Field>
      <CaptionSettings style={captions} onChange={(captions) => change({ captions })} />
      {saving.error && <Notice tone="danger">{detailOf(saving.error)}</Notice>}
      <div className="flex items-center gap-4">
        <Button
          type="submit"
          tone="primary"
          disabled={saving.isPending || limitMicroUsd === undefined}
        >
          {saving.isPending ? "Saving…" : "Save"}
        </Button>
        <output aria-live="polite" className="text-muted">
          {saving.isSuccess && saved === fields && "Saved."}
        </output>
      </div>
    </form>
  );
}
