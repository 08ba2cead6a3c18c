import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { cancelJob, isActive } from "@/api/jobs";
import type { Job, VoiceModel } from "@/api/types";
import { pullVoiceModel, removeVoiceModel, verifyVoiceModel } from "@/api/voice-models";
import { formatSize, languageName, percentOf } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Notice } from "@/ui/Notice";
import { ProgressBar } from "@/ui/ProgressBar";

const STATES = {
  absent: { label: "Not here", tone: "plain", pull: "Download" },
  partial: { label: "Not here whole", tone: "caution", pull: "Go on downloading" },
  present: { label: "Here", tone: "good", pull: null },
  broken: { label: "Broken", tone: "danger", pull: "Download again" },
} as const;

interface ModelRowProps {
  profile: string;
  model: VoiceModel;
  /** The latest download of it that this store asked for. */
  job: Job | undefined;
}

/** One model: what it is, what is here of it, and what can be done. */
export function ModelRow({ profile, model, job }: ModelRowProps) {
  const queryClient = useQueryClient();
  const pull = useMutation(pullVoiceModel(queryClient, profile, model.id));
  const check = useMutation(verifyVoiceModel(queryClient, profile, model.id));
  const state = STATES[model.state];
  const error = pull.error ?? check.error;
  const active = job && isActive(job) ? job : undefined;
  return (
    <li className="grid gap-2.5 rounded-xl border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <h3 className="text-lg break-words">{model.name}</h3>
          <p className="text-muted text-sm break-words">
            {model.id} · {formatSize(model.size_bytes)} ·{" "}
            {model.languages.map(languageName).join(", ")}
          </p>
          <p className="text-muted text-sm">
            Licence:{" "}
            <a href={model.licence_url} target="_blank" rel="noreferrer" className="underline">
              {model.licence}
            </a>
          </p>
        </div>
        <Chip tone={state.tone}>{state.label}</Chip>
        {model.may_change && !active && (
          <>
            {state.pull !== null && (
              <Button disabled={pull.isPending} onClick={() => pull.mutate()}>
                {state.pull} <span className="sr-only">{model.name}</span>
              </Button>
            )}
            {model.state === "present" && (
              <Button
                disabled={check.isPending}
                onClick={() => check.mutate(undefined, { onSuccess: tellOutcome })}
              >
                {check.isPending ? "Verifying…" : "Verify"}{" "}
                <span className="sr-only">{model.name}</span>
              </Button>
            )}
            {model.state !== "absent" && <Removal profile={profile} model={model} />}
          </>
        )}
      </div>
      {active && <Download profile={profile} model={model} job={active} />}
      {model.problem !== null && !active && <Notice tone="danger">{model.problem}</Notice>}
      {job?.error && model.state !== "present" && <Notice tone="danger">{job.error.detail}</Notice>}
      {error && <Notice tone="danger">{detailOf(error)}</Notice>}
    </li>
  );
}

/** What is wrong with a broken one stands in its row. */
function tellOutcome(model: VoiceModel) {
  if (model.state === "present") toast.success(`Every byte of ${model.name} is as it must be.`);
}

interface DownloadProps {
  profile: string;
  model: VoiceModel;
  job: Job;
}

function Download({ profile, model, job }: DownloadProps) {
  const cancellation = useMutation(cancelJob(useQueryClient(), profile));
  const isAsked = job.step === "stopping" || cancellation.isPending;
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-56">
        <p className="mb-1.5 flex justify-between gap-4 text-muted text-sm tabular-nums">
          <span>{job.step || "Waiting for its turn"}</span>
          <span>{percentOf(job.progress)} %</span>
        </p>
        <ProgressBar label={`Download of ${model.name}`} progress={job.progress} />
      </div>
      <Button disabled={isAsked} onClick={() => cancellation.mutate(job.id)}>
        {isAsked ? "Cancelling…" : "Cancel"} <span className="sr-only">{model.name}</span>
      </Button>
      {cancellation.error && <Notice tone="danger">{detailOf(cancellation.error)}</Notice>}
    </div>
  );
}

function Removal({ profile, model }: { profile: string; model: VoiceModel }) {
  const [isAsking, setAsking] = useState(false);
  const removal = useMutation(removeVoiceModel(useQueryClient(), profile, model.id));
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        Remove… <span className="sr-only">{model.name}</span>
      </Button>
      <ConfirmDialog
        open={isAsking}
        title={`Remove ${model.name}?`}
        description={`Its files are deleted from the machine, for every store. To have it again, ${formatSize(model.size_bytes)} must be downloaded.`}
        confirmLabel={removal.isPending ? "Removing…" : "Remove the files"}
        busy={removal.isPending}
        error={removal.error && detailOf(removal.error)}
        onConfirm={() => removal.mutate(undefined, { onSuccess: () => setAsking(false) })}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
