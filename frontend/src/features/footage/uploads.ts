import type { QueryClient } from "@tanstack/react-query";
import { rememberFootage } from "@/api/footage";
import { rememberJob } from "@/api/jobs";
import { sendFootage } from "@/features/footage/send";
import { newAttempt } from "@/lib/attempt";
import { KeptStore } from "@/lib/kept-store";
import { detailOf } from "@/lib/problem";

/** A file on its way to the API. */
export interface Upload {
  id: number;
  name: string;
  sizeBytes: number;
  state: "waiting" | "sending" | "failed";
  progress: number;
  error: string | null;
}

/** The uploads of each store: they go on while the person looks at other pages. */
export const uploads = new KeptStore<{ list: Upload[] }>({ list: [] });

/** Where uploads go. */
interface Destination {
  queryClient: QueryClient;
  profile: string;
  /** Is told the id of each source video, also when the person looks at another page by then. */
  onStored(id: string): void;
}

interface Waiting extends Destination {
  id: number;
  file: File;
  /** Names the upload: sent again after a lost answer, the file is stored once. */
  attempt: string;
  stop: AbortController;
}

const AT_ONCE = 2;
const waiting: Waiting[] = [];
const open = new Map<number, Waiting>();
let sending = 0;
let lastId = 0;

/** Queues files for a store; two are sent at a time. */
export function startUploads(destination: Destination, files: File[]) {
  const { profile } = destination;
  for (const file of files) {
    lastId += 1;
    const stop = new AbortController();
    const entry = { ...destination, id: lastId, file, attempt: newAttempt(), stop };
    const { list } = uploads.get(profile);
    const upload: Upload = {
      id: entry.id,
      name: file.name,
      sizeBytes: file.size,
      state: "waiting",
      progress: 0,
      error: null,
    };
    uploads.set(profile, { list: [...list, upload] });
    open.set(entry.id, entry);
    waiting.push(entry);
  }
  sendNext();
}

/** Stops an upload, or takes a failed one off the list. */
export function dismissUpload(profile: string, id: number) {
  open.get(id)?.stop.abort();
  close(profile, id);
}

/** Sends a failed file once more. */
export function retryUpload(profile: string, id: number) {
  const entry = open.get(id);
  if (!entry) return;
  change(profile, id, { state: "waiting", progress: 0, error: null });
  waiting.push(entry);
  sendNext();
}

function sendNext() {
  while (sending < AT_ONCE) {
    const next = waiting.shift();
    if (!next) return;
    if (!next.stop.signal.aborted) void send(next);
  }
}

async function send({ queryClient, profile, id, file, attempt, stop, onStored }: Waiting) {
  sending += 1;
  warnBeforeLeaving();
  change(profile, id, { state: "sending" });
  try {
    const { source_video, job } = await sendFootage(profile, {
      file,
      attempt,
      signal: stop.signal,
      onProgress: (progress) => change(profile, id, { progress }),
    });
    rememberFootage(queryClient, profile, source_video);
    rememberJob(queryClient, profile, job);
    onStored(source_video.id);
    close(profile, id);
  } catch (error) {
    if (!stop.signal.aborted) change(profile, id, { state: "failed", error: detailOf(error) });
  } finally {
    sending -= 1;
    warnBeforeLeaving();
    sendNext();
  }
}

function change(profile: string, id: number, part: Partial<Upload>) {
  const { list } = uploads.get(profile);
  uploads.set(profile, { list: list.map((up) => (up.id === id ? { ...up, ...part } : up)) });
}

function close(profile: string, id: number) {
  open.delete(id);
  uploads.set(profile, { list: uploads.get(profile).list.filter((up) => up.id !== id) });
}

/** A reload would lose what is being sent, so the browser asks first. */
function warnBeforeLeaving() {
  window.onbeforeunload = sending > 0 ? (event) => event.preventDefault() : null;
}
