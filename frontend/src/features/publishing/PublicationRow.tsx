import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { deletePublication, reschedule } from "@/api/publishing";
import type { Publication } from "@/api/types";
import { momentIn, ownZone } from "@/features/publishing/when";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";

const STATES: Record<string, [string, "plain" | "good" | "danger" | "caution"]> = {
  planned: ["Waiting to be sent", "plain"],
  uploading: ["Uploading", "plain"],
  sending: ["Sending", "plain"],
  sent: ["At Postiz", "plain"],
  scheduled: ["Scheduled", "good"],
  published: ["Published", "good"],
  failed: ["Failed", "danger"],
  needs_review: ["Look at Postiz", "caution"],
};
const FIXED = ["uploading", "sending", "published"];

/** A publication, how far it is, and what can still be done about it. */
export function PublicationRow({ profile, one }: { profile: string; one: Publication }) {
  const queryClient = useQueryClient();
  const [isMoving, setMoving] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const [local, setLocal] = useState("");
  const moving = useMutation(reschedule(queryClient, profile, one.id));
  const deleting = useMutation(deletePublication(queryClient, profile, one.id));
  const [label, tone] = STATES[one.state] ?? [one.state, "plain"];
  const name = `${one.clip_name} at ${one.account}`;

  function move(event: FormEvent) {
    event.preventDefault();
    const body = { local: local === "" ? null : local, zone: ownZone() };
    moving.mutate(body, { onSuccess: () => setMoving(false) });
  }

  return (
    <li className="grid gap-2 rounded-xl border border-line p-4">
      <p className="flex flex-wrap items-center gap-2 font-medium">
        {one.clip_name} → {one.account} <Chip tone={tone}>{label}</Chip>
      </p>
      <p className="text-muted text-sm">
        {momentIn(one.zone, one.due_at)}
        {one.url !== null && (
          <>
            {" · "}
            <a href={one.url} className="underline" rel="noreferrer" target="_blank">
              See it
            </a>
          </>
        )}
      </p>
      {one.reason !== null && <Notice tone="caution">{one.reason}</Notice>}
      {moving.error && <Notice tone="danger">{detailOf(moving.error)}</Notice>}
      {!FIXED.includes(one.state) && (
        <div className="flex flex-wrap gap-2">
          <Button aria-expanded={isMoving} onClick={() => setMoving(!isMoving)}>
            Another time<span className="sr-only"> for {name}</span>
          </Button>
          <Button onClick={() => setDeleting(true)}>
            Delete<span className="sr-only"> {name}</span>
          </Button>
        </div>
      )}
      {isMoving && (
        <form onSubmit={move} className="flex flex-wrap items-end gap-2">
          <Field label="New time" hint="Empty means at once.">
            {(ids) => (
              <input
                {...ids}
                type="datetime-local"
                className="control"
                value={local}
                onChange={({ target }) => setLocal(target.value)}
              />
            )}
          </Field>
          <Button type="submit" disabled={moving.isPending}>
            {one.state === "needs_review" ? "I looked: send it again" : "Send it then"}
          </Button>
        </form>
      )}
      <ConfirmDialog
        open={isDeleting}
        title="Delete this publication?"
        description={`${name} is taken back at Postiz, as long as it has not appeared.`}
        confirmLabel="Delete"
        busy={deleting.isPending}
        error={deleting.error ? detailOf(deleting.error) : null}
        onClose={() => setDeleting(false)}
        onConfirm={() => deleting.mutate(undefined, { onSuccess: () => setDeleting(false) })}
      />
    </li>
  );
}
