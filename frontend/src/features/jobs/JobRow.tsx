import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { canBeginAnew, cancelJob, isActive, requeueJob } from "@/api/jobs";
import type { Job } from "@/api/types";
import { formatMoment, percentOf } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Notice } from "@/ui/Notice";
import { ProgressBar } from "@/ui/ProgressBar";

const STATES = {
  ready: { label: "Waiting", tone: "plain" },
  running: { label: "Running", tone: "caution" },
  done: { label: "Done", tone: "good" },
  failed: { label: "Failed", tone: "danger" },
  dead: { label: "Given up", tone: "danger" },
  cancelled: { label: "Cancelled", tone: "plain" },
} as const;

const KINDS = {
  analyse: "Analyse footage",
  generate_variants: "Make a video",
  render_clip: "Render a video again",
  narrate: "Speak a script",
  remove_files: "Delete files",
  tidy: "Tidy up files",
  pull_voice_model: "Download a voice",
  publish: "Publish",
  sync_publications: "Ask Postiz",
  adopted: "Work of the original Edit Factory",
} as const;

interface JobRowProps {
  profile: string;
  job: Job;
  /** The footage or project that the job is about, where it is known. */
  subject: string | undefined;
  /** A way on from a finished or failed job. */
  action: ReactNode;
}

/** One job: what, about what, how far, and why not. */
export function JobRow({ profile, job, subject, action }: JobRowProps) {
  const queryClient = useQueryClient();
  const cancellation = useMutation(cancelJob(queryClient, profile));
  const renewal = useMutation(requeueJob(queryClient, profile));
  const state = STATES[job.state];
  const name = subject === undefined ? KINDS[job.kind] : `${KINDS[job.kind]}: ${subject}`;
  const isAsked = job.step === "stopping" || cancellation.isPending;
  return (
    <li className="grid gap-2.5 rounded-xl border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 className="min-w-0 flex-1 basis-56 text-lg break-words">{name}</h2>
        {job.attempt > 1 && <Chip>Attempt {job.attempt}</Chip>}
        <Chip tone={state.tone}>{state.label}</Chip>
        <time dateTime={job.created_at} className="text-muted text-sm tabular-nums">
          {formatMoment(job.created_at)}
        </time>
        {isActive(job) && (
          <Button disabled={isAsked} onClick={() => cancellation.mutate(job.id)}>
            {isAsked ? "Cancelling…" : "Cancel"} <span className="sr-only">{name}</span>
          </Button>
        )}
        {canBeginAnew(job) && (
          <Button disabled={renewal.isPending} onClick={() => renewal.mutate(job.id)}>
            Begin anew <span className="sr-only">{name}</span>
          </Button>
        )}
        {!isActive(job) && action}
      </div>
      {isActive(job) && (
        <div>
          <p className="mb-1.5 flex justify-between gap-4 text-muted text-sm tabular-nums">
            <span>{job.step || "Waiting for its turn"}</span>
            <span>{percentOf(job.progress)} %</span>
          </p>
          <ProgressBar label={name} progress={job.progress} />
        </div>
      )}
      {job.error && <Notice tone="danger">{job.error.detail}</Notice>}
      {renewal.error && <Notice tone="danger">{detailOf(renewal.error)}</Notice>}
      {cancellation.error && <Notice tone="danger">{detailOf(cancellation.error)}</Notice>}
    </li>
  );
}
