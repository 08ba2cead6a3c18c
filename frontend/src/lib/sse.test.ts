import { waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { type EventStream, followEvents } from "@/lib/sse";
import { api, refusal } from "@/testing/api";
import { EventTap } from "@/testing/event-tap";
import { aJob } from "@/testing/things";

const URL_OF_EVENTS = "http://page.test/api/v1/jobs/events";

function follow(part: Partial<EventStream> = {}) {
  const stop = new AbortController();
  const seen: string[] = [];
  const states: string[] = [];
  const pauses: number[] = [];
  const ended = followEvents({
    url: URL_OF_EVENTS,
    headers: { "X-Profile-Id": "store-1" },
    signal: stop.signal,
    onEvent: (event) => seen.push(event.data),
    onState: (state) => states.push(state),
    pause: async (delayMs) => void pauses.push(delayMs),
    ...part,
  });
  return { stop, seen, states, pauses, ended };
}

describe("followEvents", () => {
  it("resumes after the last event when the connection ends", async () => {
    const tap = new EventTap();
    api.use(http.get(URL_OF_EVENTS, ({ request }) => tap.answer(request)));
    const { seen, states, stop, ended } = follow();
    await waitFor(() => expect(tap.listeners).toBe(1));
    tap.sendJob(aJob());
    await waitFor(() => expect(seen).toHaveLength(1));
    tap.hangUp();
    await waitFor(() => expect(tap.listeners).toBe(1));
    tap.sendJob(aJob());
    await waitFor(() => expect(seen).toHaveLength(2));
    expect(tap.resumedAfter).toEqual([null, "1"]);
    expect(states).toEqual(["connecting", "open", "retrying", "open"]);
    stop.abort();
    await ended;
  });

  it("waits twice as long after each failed attempt, and never over 15 seconds", async () => {
    const stop = new AbortController();
    const pauses: number[] = [];
    api.use(http.get(URL_OF_EVENTS, () => HttpResponse.error()));
    await follow({
      signal: stop.signal,
      pause: async (delayMs) => {
        pauses.push(delayMs);
        if (pauses.length === 8) stop.abort();
      },
    }).ended;
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
  });

  it("gives up where the server refuses, because asking again would not help", async () => {
    api.use(http.get(URL_OF_EVENTS, () => refusal(404, "profile_not_found", "No such store.")));
    const { states, pauses, ended } = follow();
    await ended;
    expect(states).toEqual(["connecting", "refused"]);
    expect(pauses).toEqual([]);
  });

  it("sends the store's header and closes when it is told to", async () => {
    const tap = new EventTap();
    const profiles: (string | null)[] = [];
    api.use(
      http.get(URL_OF_EVENTS, ({ request }) => {
        profiles.push(request.headers.get("X-Profile-Id"));
        return tap.answer(request);
      }),
    );
    const { stop, ended } = follow();
    await waitFor(() => expect(tap.listeners).toBe(1));
    stop.abort();
    await ended;
    await waitFor(() => expect(tap.listeners).toBe(0));
    expect(profiles).toEqual(["store-1"]);
  });
});
