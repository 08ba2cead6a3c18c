import { describe, expect, it } from "vitest";
import { EventParser } from "@/lib/sse-parser";

const TEXT =
  'id: 7\r\nevent: job\r\ndata: {"a":\r\ndata: "ț"}\r\n\r\n: keep alive\n\nid: 8\ndata: two\n\n';
const EVENTS = [
  { id: "7", event: "job", data: '{"a":\n"ț"}' },
  { id: "8", event: "message", data: "two" },
];

describe("EventParser", () => {
  it("reads the same events however the stream is cut into pieces", () => {
    for (let size = 1; size <= TEXT.length; size += 1) {
      const parser = new EventParser();
      const events = [];
      for (let at = 0; at < TEXT.length; at += size) {
        events.push(...parser.push(TEXT.slice(at, at + size)));
      }
      expect(events, `pieces of ${size}`).toEqual(EVENTS);
    }
  });

  it("keeps the last id and drops a half-read event when a connection is lost", () => {
    const parser = new EventParser();
    parser.push("id: 3\ndata: whole\n\nevent: job\ndata: ha");
    parser.startOver();
    expect(parser.lastEventId).toBe("3");
    expect(parser.push("data: next\n\n")).toEqual([{ id: "3", event: "message", data: "next" }]);
  });

  it("takes only a whole number as the server's retry time", () => {
    const parser = new EventParser();
    parser.push("retry: soon\n\n");
    expect(parser.retryMs).toBeUndefined();
    parser.push("retry: 2500\n\n");
    expect(parser.retryMs).toBe(2500);
  });
});
