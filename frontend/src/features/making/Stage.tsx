import { isActive } from "@/api/jobs";
import type { Job } from "@/api/types";
import { Result } from "@/features/making/Result";
import { JobOutcome, Working } from "@/features/making/Working";
import { PhoneFrame } from "@/ui/PhoneFrame";

interface StageProps {
  profile: string;
  projectId: string | null;
  /** The latest job that makes the project's video. */
  job: Job | undefined;
  /** A picture of the footage, to look at while it is being cut. */
  picture: string | null;
}

/** Where the video comes into being and is seen. */
export function Stage({ profile, projectId, job, picture }: StageProps) {
  return (
    <section aria-label="Your video" className="grid gap-4">
      {job && isActive(job) ? (
        <Working profile={profile} job={job} picture={picture} />
      ) : (
        <>
          {job && <JobOutcome job={job} />}
          {projectId === null ? (
            <Nothing />
          ) : (
            <Result profile={profile} projectId={projectId} job={job} empty={<Nothing />} />
          )}
        </>
      )}
    </section>
  );
}

function Nothing() {
  return (
    <PhoneFrame>
      <div className="grid h-full content-end gap-2 p-7 pb-24">
        <p className="font-display font-semibold text-2xl leading-tight">
          Your video <span className="text-[#ffe14d]">appears</span> here
        </p>
        <p className="text-white/75">
          Upright, 1080 × 1920, 30 frames a second, with each spoken word lit in its caption.
        </p>
      </div>
    </PhoneFrame>
  );
}
