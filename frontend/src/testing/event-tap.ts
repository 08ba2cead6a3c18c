import type { Job } from "@/api/types";

/** The server's end of event streams: a test sends through it, and sees who listens. */
export class EventTap {
  /** The `Last-Event-ID` of each connection so far; null where it was not sent. */
  readonly resumedAfter: (string | null)[] = [];
  readonly #open = new Set<ReadableStreamDefaultController<Uint8Array>>();
  readonly #encoder = new TextEncoder();
  #lastId = 0;

  /** How many listen now. */
  get listeners(): number {
    return this.#open.size;
  }

  answer(request: Request): Response {
    this.resumedAfter.push(request.headers.get("Last-Event-ID"));
    let own: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        own = controller;
        this.#open.add(controller);
        controller.enqueue(this.#encoder.encode(": hello\n\n"));
      },
      cancel: () => void this.#open.delete(own),
    });
    request.signal.addEventListener("abort", () => this.#open.delete(own));
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  }

  /** Sends text as it is. */
  send(text: string): void {
    for (const stream of this.#open) stream.enqueue(this.#encoder.encode(text));
  }

  /** Sends a job's state as the API does. */
  sendJob(job: Job): void {
    this.#lastId += 1;
    this.send(`id: ${this.#lastId}\nevent: job\ndata: ${JSON.stringify(job)}\n\n`);
  }

  /** Ends every connection, as a server does that stops. */
  hangUp(): void {
    for (const stream of this.#open) stream.close();
    this.#open.clear();
  }
}
