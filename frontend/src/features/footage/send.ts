import { inProfile } from "@/api/client";
import { UPLOAD_PATH } from "@/api/footage";
import type { Job, SourceVideo } from "@/api/types";
import { Problem, problemFrom } from "@/lib/problem";

/** What the API answers to an upload. */
export interface Uploaded {
  source_video: SourceVideo;
  job: Job;
}

interface Sending {
  file: File;
  /** Names the upload: the same one sent twice is stored once. */
  attempt: string;
  signal: AbortSignal;
  /** Is told the share of the file that has left, from 0 to 1. */
  onProgress(progress: number): void;
}

/** Sends one file to a store; XMLHttpRequest because fetch does not tell how far an upload is. */
export function sendFootage(profile: string, { file, attempt, signal, onProgress }: Sending) {
  return new Promise<Uploaded>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", UPLOAD_PATH);
    const headers = { ...inProfile(profile), "Idempotency-Key": attempt };
    for (const [name, value] of Object.entries(headers)) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      const body = readJson(request.responseText);
      if (request.status === 202) resolve(body as Uploaded);
      else reject(problemFrom(request.status, body));
    };
    request.onerror = () => reject(brokenOff(file));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort());
    const form = new FormData();
    form.append("file", file);
    request.send(form);
  });
}

/** A server that refuses a file early closes the connection, and the browser hides its answer. */
function brokenOff(file: File): Problem {
  return new Problem(
    0,
    "upload_broken",
    `The connection broke off while “${file.name}” was being sent. Check that the API runs and that the file is not over its limit (500 MB unless it was changed), then try again.`,
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
