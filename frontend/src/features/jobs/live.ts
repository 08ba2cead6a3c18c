import { type QueryClient, queryOptions, skipToken } from "@tanstack/react-query";
import { toast } from "sonner";
import { inProfile } from "@/api/client";
import { clipsKey } from "@/api/clips";
import { footageQuery } from "@/api/footage";
import { EVENTS_PATH, isActive, jobsQuery, rememberJob } from "@/api/jobs";
import { itemsOf } from "@/api/paging";
import type { Job } from "@/api/types";
import { refreshVoices, voiceModelsQuery } from "@/api/voice-models";
import { followEvents, type StreamState } from "@/lib/sse";
import type { ServerEvent } from "@/lib/sse-parser";
import { whileSeen } from "@/lib/while-seen";

/** How the store's event stream stands; written by `followJobs` alone. */
export function liveStateQuery(profile: string) {
  return queryOptions<StreamState>({
    queryKey: [profile, "live"],
    queryFn: skipToken,
    initialData: "connecting",
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/**
 * Feeds a store's job events into the query cache until the returned function is called.
 * A hidden page holds no stream, because a browser allows six connections to a host in all its
 * tabs together; once it is seen again, it goes on where it ended.
 */
export function followJobs(queryClient: QueryClient, profile: string): () => void {
  let lastEventId = "";
  // A refresh may tell the list of a job's end before the stream does, which alone announces it.
  const awaited = new Set<string>();
  return whileSeen(() => {
    const stop = new AbortController();
    void followEvents({
      url: window.location.origin + EVENTS_PATH,
      headers: inProfile(profile),
      signal: stop.signal,
      resumeAfter: lastEventId,
      onEvent: (event) => {
        lastEventId = event.id;
        takeEvent(queryClient, profile, awaited, event);
      },
      onState: (state) => {
        queryClient.setQueryData(liveStateQuery(profile).queryKey, state);
        // Whatever happened while nobody listened is fetched; what is on the screen stays on it.
        if (state === "open") void refreshAll(queryClient, profile);
      },
    });
    return () => {
      stop.abort();
      for (const { id } of activeJobs(queryClient, profile)) awaited.add(id);
    };
  });
}

function takeEvent(
  queryClient: QueryClient,
  profile: string,
  awaited: Set<string>,
  event: ServerEvent,
) {
  if (event.event !== "job") return;
  const job = JSON.parse(event.data) as Job;
  const wasActive = activeJobs(queryClient, profile).some(({ id }) => id === job.id);
  if (!isActive(job) && (awaited.delete(job.id) || wasActive)) announceEnd(job);
  rememberJob(queryClient, profile, job);
  if (isActive(job)) return;
  if (job.kind === "pull_voice_model") {
    void refreshVoices(queryClient, profile);
    return;
  }
  const touched = job.kind === "analyse" ? footageQuery(profile).queryKey : clipsKey(profile);
  void queryClient.invalidateQueries({ queryKey: touched });
}

/** The jobs that the list knows to wait or work. */
function activeJobs(queryClient: QueryClient, profile: string): Job[] {
  const known = queryClient.getQueryData(jobsQuery(profile).queryKey);
  return known ? itemsOf(known).filter(isActive) : [];
}

/** Tells of a job's end wherever the person is. */
function announceEnd(job: Job) {
  if (job.error) toast.error(job.error.detail);
  else if (isMaking(job) && job.state === "done") {
    toast.success("Your video is ready.");
  } else if (job.kind === "pull_voice_model" && job.state === "done") {
    toast.success(`${job.voice_model} is here.`);
  }
}

/** Whether a video comes of a job. */
function isMaking(job: Job): boolean {
  return job.kind === "generate_variants" || job.kind === "render_clip";
}

async function refreshAll(queryClient: QueryClient, profile: string) {
  const keys = [
    jobsQuery(profile).queryKey,
    footageQuery(profile).queryKey,
    clipsKey(profile),
    voiceModelsQuery(profile).queryKey,
  ];
  await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}
