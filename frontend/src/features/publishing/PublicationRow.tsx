import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { deletePublication } from "@/api/publications";
import type { Publication } from "@/api/types";
import { MoveForm } from "@/features/publishing/MoveForm";
import { momentIn } from "@/features/publishing/when";
import { formatMoment } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
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
  const [isMoving, setMoving] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const deleting = useMutation(deletePublication(useQueryClient(), profile, one.id));
  const [label, tone] = STATES[one.state] ?? [one.state, "plain"];
  const name = `${one.clip_name} at ${one.account}`;

  return (
    <li className="grid gap-2 rounded-xl border border-line bg-surface p-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-2 font-medium">
            {one.clip_name} → {one.account} <Chip tone={tone}>{label}</Chip>
          </p>
          <p className="text-muted text-sm">
            {one.due_at === null
              ? `at once, confirmed ${formatMoment(one.created_at)}`
              : momentIn(one.zone, one.due_at)}
            {one.url !== null && (
              <>
                {" · "}
                <a href={one.url} className="underline" rel="noreferrer" target="_blank">
                  See it<span className="sr-only">: {name}</span>
                </a>
              </>
            )}
          </p>
        </div>
        {!FIXED.includes(one.state) && (
          <div className="flex flex-wrap gap-2">
            <Button aria-expanded={isMoving} onClick={() => setMoving(!isMoving)}>
              {one.state === "failed" ? "Try again" : "Another time"}
              <span className="sr-only"> for {name}</span>
            </Button>
            <Button onClick={() => setDeleting(true)}>
              Delete<span className="sr-only"> {name}</span>
            </Button>
          </div>
        )}
      </div>
      {one.text !== "" && <p className="line-clamp-2 wrap-anywhere text-sm">{one.text}</p>}
      {one.reason !== null && (
        <Notice tone={one.state === "failed" ? "danger" : "caution"}>{one.reason}</Notice>
      )}
      {isMoving && <MoveForm profile={profile} one={one} onDone={() => setMoving(false)} />}
      <ConfirmDialog
        open={isDeleting}
        title="Delete this publication?"
        description={`${name} is taken back at Postiz, as long as it has not appeared.`}
        confirmLabel={deleting.isPending ? "Deleting…" : "Delete"}
        busy={deleting.isPending}
        error={deleting.error ? detailOf(deleting.error) : null}
        onClose={() => setDeleting(false)}
        onConfirm={() => deleting.mutate(undefined, { onSuccess: () => setDeleting(false) })}
      />
    </li>
  );
}
