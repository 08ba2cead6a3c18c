import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { reschedule } from "@/api/publications";
import type { Publication } from "@/api/types";
import { localOf, ownZone } from "@/features/publishing/when";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";

interface MoveFormProps {
  profile: string;
  one: Publication;
  onDone(): void;
}

/** Gives a publication another time, or sends it at once. */
export function MoveForm({ profile, one, onDone }: MoveFormProps) {
  const [local, setLocal] = useState(() => (one.due_at ? localOf(new Date(one.due_at)) : ""));
  const moving = useMutation(reschedule(useQueryClient(), profile, one.id));
  const send = (time: string | null) =>
    moving.mutate({ local: time, zone: ownZone() }, { onSuccess: onDone });

  function submit(event: FormEvent) {
    event.preventDefault();
    send(local);
  }

  return (
    <form
      onSubmit={submit}
      aria-label={`Another time for ${one.clip_name} at ${one.account}`}
      className="grid gap-3 rounded-lg bg-sunken p-3"
    >
      {one.state === "needs_review" && (
        <p>Nobody knows whether it arrived. Look at Postiz before you send it again.</p>
      )}
      <div className="flex flex-wrap items-end gap-2">
        <Field label={`New time (${ownZone()})`}>
          {(ids) => (
            <input
              {...ids}
              type="datetime-local"
              required
              className="control"
              min={localOf(new Date())}
              value={local}
              onChange={({ target }) => setLocal(target.value)}
            />
          )}
        </Field>
        <Button type="submit" disabled={moving.isPending}>
          {moving.isPending ? "Moving…" : "Move it there"}
        </Button>
        <Button disabled={moving.isPending} onClick={() => send(null)}>
          {one.state === "needs_review" ? "I looked: send it now" : "Send it now"}
        </Button>
      </div>
      {moving.error && <Notice tone="danger">{detailOf(moving.error)}</Notice>}
    </form>
  );
}
