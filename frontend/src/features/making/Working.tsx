import { useMutation, useQueryClient } from "@tanstack/react-query";
import { cancelJob } from "@/api/jobs";
import type { Job } from "@/api/types";
import { percentOf } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { PhoneFrame } from "@/ui/PhoneFrame";
import { ProgressBar } from "@/ui/ProgressBar";

interface WorkingProps {
  profile: string;
  job: Job;
  picture: string | null;
}

/** A video in the making: its picture develops from below as the work goes on. */
export function Working({ profile, job, picture }: WorkingProps) {
  const cancellation = useMutation(cancelJob(useQueryClient(), profile));
  const percent = percentOf(job.progress);
  const isAsked = cancellation.isPending || cancellation.isSuccess;
  return (
    <>
      <PhoneFrame>
        {picture !== null && <Developing picture={picture} percent={percent} />}
        <div className="absolute inset-x-0 bottom-0 bg-linear-to-t from-black/90 to-transparent p-6 pt-28">
          <p className="font-display font-semibold text-5xl tabular-nums">{percent} %</p>
          <p className="mt-1 mb-3 min-h-12 text-white/85" aria-live="polite">
            {job.step || "Waiting for its turn"}
          </p>
          <ProgressBar label="Making your video" progress={job.progress} />
        </div>
      </PhoneFrame>
      {cancellation.error && <Notice tone="danger">{detailOf(cancellation.error)}</Notice>}
      <Button
        className="justify-self-center"
        disabled={isAsked}
        onClick={() => cancellation.mutate(job.id)}
      >
        {isAsked ? "Cancelling…" : "Cancel"}
      </Button>
    </>
  );
}

function Developing({ picture, percent }: { picture: string; percent: number }) {
  const look = "absolute inset-0 size-full object-cover";
  return (
    <>
      <img src={picture} alt="" className={`${look} opacity-40 blur-xs grayscale`} />
      <img
        src={picture}
        alt=""
        className={`${look} transition-[clip-path] duration-500 ease-out`}
        style={{ clipPath: `inset(${100 - percent}% 0 0 0)` }}
      />
    </>
  );
}

/** How a job ended that brought no video. */
export function JobOutcome({ job }: { job: Job }) {
  if (job.state === "cancelled") {
    return <Notice tone="calm">Cancelled. Generate again whenever you like.</Notice>;
  }
  if (job.state !== "failed" && job.state !== "dead") return null;
  return (
    <Notice tone="danger">
      {job.error?.detail ?? "The video could not be made, and the API gave no reason."}
    </Notice>
  );
}
