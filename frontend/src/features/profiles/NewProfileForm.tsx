import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { createProfile } from "@/api/profiles";
import type { NewProfile, Profile } from "@/api/types";
import { ColourChoice, IconChoice, STORE_COLOURS } from "@/features/profiles/StoreMark";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { StoreTile } from "@/ui/StoreTile";

const EMPTY: Required<NewProfile> = {
  name: "",
  description: "",
  colour: STORE_COLOURS[0].value,
  icon: "",
};

/** Name, description and mark of a new store. */
export function NewProfileForm({ onCreated }: { onCreated(profile: Profile): void }) {
  const [store, setStore] = useState(EMPTY);
  const creation = useMutation(createProfile(useQueryClient()));
  const change = (part: Partial<NewProfile>) => setStore({ ...store, ...part });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (creation.isPending) return;
    const body: NewProfile = {
      ...store,
      name: store.name.trim(),
      description: store.description.trim(),
    };
    creation.mutate(body, { onSuccess: onCreated });
  }

  return (
    <form onSubmit={submit} className="grid gap-5">
      <div className="flex items-end gap-3">
        <StoreTile {...store} name={store.name || "?"} size="large" />
        <div className="flex-1">
          <Field label="Name">
            {(ids) => (
              <input
                {...ids}
                className="control"
                required
                maxLength={80}
                pattern=".*\S.*"
                title="A name with at least one letter"
                autoComplete="off"
                placeholder="Northern Lamps"
                value={store.name}
                onChange={(event) => change({ name: event.target.value })}
              />
            )}
          </Field>
        </div>
      </div>
      <Field label="Description (optional)">
        {(ids) => (
          <textarea
            {...ids}
            className="control"
            rows={2}
            maxLength={2000}
            placeholder="What it sells, and to whom"
            value={store.description}
            onChange={(event) => change({ description: event.target.value })}
          />
        )}
      </Field>
      <ColourChoice value={store.colour} onChange={(colour) => change({ colour })} />
      <IconChoice value={store.icon} onChange={(icon) => change({ icon })} />
      {creation.error && <Notice tone="danger">{detailOf(creation.error)}</Notice>}
      <Button type="submit" tone="primary" disabled={creation.isPending}>
        {creation.isPending ? "Creating…" : "Create store"}
      </Button>
    </form>
  );
}
