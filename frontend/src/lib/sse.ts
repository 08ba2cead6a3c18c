import { Problem, problemFrom } from "@/lib/problem";
import { EventParser, type ServerEvent } from "@/lib/sse-parser";

/** How the stream stands: `refused` is final, `retrying` comes back by itself. */
export type StreamState = "connecting" | "open" | "retrying" | "refused";

/** What a stream of server-sent events needs, and whom it tells. */
export interface EventStream {
  url: string;
  headers: Record<string, string>;
  signal: AbortSignal;
  onEvent(event: ServerEvent): void;
  onState(state: StreamState): void;
  /** The last event that is known already; the stream begins after it. */
  resumeAfter?: string;
  /** Waits before the next attempt; a test gives its own. */
  pause?: (delayMs: number, signal: AbortSignal) => Promise<void>;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;

/**
 * Follows a stream of server-sent events with headers of our own, which EventSource cannot send.
 * A lost connection is taken up again where it ended (`Last-Event-ID`), each attempt waiting
 * twice as long as the one before; ends when the signal is aborted or the server refuses.
 */
export async function followEvents(stream: EventStream): Promise<void> {
  const pause = stream.pause ?? wait;
  const parser = new EventParser();
  parser.lastEventId = stream.resumeAfter ?? "";
  let failures = 0;
  stream.onState("connecting");
  while (!stream.signal.aborted) {
    try {
      await readOnce(stream, parser, () => {
        failures = 0;
      });
    } catch (error) {
      if (stream.signal.aborted) return;
      if (error instanceof Problem && isFinal(error.status)) {
        stream.onState("refused");
        return;
      }
    }
    if (stream.signal.aborted) return;
    stream.onState("retrying");
    const first = parser.retryMs ?? FIRST_RETRY_MS;
    await pause(Math.min(first * 2 ** failures, LONGEST_RETRY_MS), stream.signal);
    failures += 1;
  }
}

async function readOnce(stream: EventStream, parser: EventParser, onBytes: () => void) {
  const headers: Record<string, string> = { ...stream.headers, Accept: "text/event-stream" };
  if (parser.lastEventId !== "") headers["Last-Event-ID"] = parser.lastEventId;
  const response = await fetch(stream.url, { headers, signal: stream.signal, cache: "no-store" });
  if (!response.ok || response.body === null) {
    throw problemFrom(response.status, await response.json().catch(() => null));
  }
  stream.onState("open");
  parser.startOver();
  await readAll(response.body, parser, stream, onBytes);
}

async function readAll(
  body: ReadableStream<Uint8Array>,
  parser: EventParser,
  stream: EventStream,
  onBytes: () => void,
) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  // A stream that has already failed refuses to be cancelled, which changes nothing.
  const close = () => void reader.cancel().catch(() => undefined);
  stream.signal.addEventListener("abort", close);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || stream.signal.aborted) return;
      onBytes();
      const text = decoder.decode(value, { stream: true });
      for (const event of parser.push(text)) stream.onEvent(event);
    }
  } finally {
    stream.signal.removeEventListener("abort", close);
  }
}

/** A refusal that another attempt would only repeat; 408 and 429 ask for patience instead. */
function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
