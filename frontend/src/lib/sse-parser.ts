/** One event of a `text/event-stream`. */
export interface ServerEvent {
  id: string;
  event: string;
  data: string;
}

/**
 * Parses a `text/event-stream` that arrives in pieces of any size
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream).
 */
export class EventParser {
  /** The id to resume after, empty before the first. */
  lastEventId = "";
  /** The wait before a new attempt that the server asked for. */
  retryMs: number | undefined;

  #rest = "";
  #event = "";
  #data: string[] = [];

  /** Takes the next piece and returns the events that it completes. */
  push(piece: string): ServerEvent[] {
    this.#rest += piece;
    const events: ServerEvent[] = [];
    for (let line = this.#takeLine(); line !== undefined; line = this.#takeLine()) {
      const event = this.#readLine(line);
      if (event) events.push(event);
    }
    return events;
  }

  /** Drops an event that a lost connection left half read, and keeps the id to resume after. */
  startOver(): void {
    this.#rest = "";
    this.#event = "";
    this.#data = [];
  }

  #takeLine(): string | undefined {
    const end = this.#rest.search(/[\r\n]/);
    if (end < 0) return undefined;
    const isReturn = this.#rest[end] === "\r";
    // A return at the very end may be the first half of a CR LF: wait for the next piece.
    if (isReturn && end === this.#rest.length - 1) return undefined;
    const line = this.#rest.slice(0, end);
    const length = isReturn && this.#rest[end + 1] === "\n" ? 2 : 1;
    this.#rest = this.#rest.slice(end + length);
    return line;
  }

  #readLine(line: string): ServerEvent | undefined {
    if (line === "") return this.#finishEvent();
    const colon = line.indexOf(":");
    if (colon === 0) return undefined;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.#event = value;
    else if (field === "data") this.#data.push(value);
    else if (field === "id" && !value.includes("\0")) this.lastEventId = value;
    else if (field === "retry" && /^\d+$/.test(value)) this.retryMs = Number(value);
    return undefined;
  }

  #finishEvent(): ServerEvent | undefined {
    const data = this.#data;
    const event = this.#event === "" ? "message" : this.#event;
    this.#event = "";
    this.#data = [];
    if (data.length === 0) return undefined;
    return { id: this.lastEventId, event, data: data.join("\n") };
  }
}
