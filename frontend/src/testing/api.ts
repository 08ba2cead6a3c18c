import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import type { Clip, Job, Profile, Project, SourceVideo, TtsProvider, Voice } from "@/api/types";
import { aQuote } from "@/testing/costs";
import { EventTap } from "@/testing/event-tap";

/** The fake API of the tests; without a `Backend` it answers nothing. */
export const api = setupServer();

/** What one store holds in the fake API. */
export interface Shelf {
  footage: SourceVideo[];
  projects: Project[];
  clips: Clip[];
  jobs: Job[];
  events: EventTap;
}

/** An in-memory API with the stores it is given; every store's things stay apart. */
export class Backend {
  readonly profiles: Profile[];
  readonly shelves: Map<string, Shelf>;
  /** Every request so far as `METHOD path`. */
  readonly requests: string[] = [];

  constructor(profiles: Profile[]) {
    this.profiles = profiles;
    this.shelves = new Map(
      profiles.map(({ id }) => [
        id,
        { footage: [], projects: [], clips: [], jobs: [], events: new EventTap() },
      ]),
    );
    api.use(...this.#handlers());
  }

  shelf(profile: Profile): Shelf {
    const shelf = this.shelves.get(profile.id);
    if (!shelf) throw new Error(`no shelf for ${profile.name}`);
    return shelf;
  }

  /** How often a request was made. */
  count(request: string): number {
    return this.requests.filter((other) => other === request).length;
  }

  #handlers() {
    const list = <Item>(items: Item[]) => HttpResponse.json({ items, next_cursor: null });
    const inStore = (pick: (shelf: Shelf) => unknown[]) => {
      return ({ request }: { request: Request }) => {
        const shelf = this.#shelfOf(request);
        return shelf ? list(pick(shelf)) : refusal(404, "profile_not_found", "No such store.");
      };
    };
    return [
      http.all("*", ({ request }) => {
        this.requests.push(`${request.method} ${new URL(request.url).pathname}`);
      }),
      http.get("*/api/v1/profiles", () => list(this.profiles)),
      http.get("*/api/v1/profiles/:id", ({ params }) => {
        const profile = this.profiles.find(({ id }) => id === params.id);
        return profile ? HttpResponse.json(profile) : refusal(404, "profile_not_found", "Gone.");
      }),
      http.get(
        "*/api/v1/source-videos",
        inStore((shelf) => shelf.footage),
      ),
      http.get(
        "*/api/v1/library/clips",
        inStore((shelf) => shelf.clips),
      ),
      http.get(
        "*/api/v1/library/projects",
        inStore((shelf) => shelf.projects),
      ),
      http.get(
        "*/api/v1/library/projects/:id/clips",
        inStore((shelf) => shelf.clips),
      ),
      http.get(
        "*/api/v1/jobs",
        inStore((shelf) => shelf.jobs),
      ),
      http.get("*/api/v1/jobs/events", ({ request }) =>
        this.#shelfOf(request)?.events.answer(request),
      ),
      http.get("*/api/v1/music", () => list([])),
      http.get("*/api/v1/tts/providers", () => list([ESPEAK])),
      http.get("*/api/v1/tts/voices", () => list(VOICES)),
      http.post("*/api/v1/tts/quote", () => HttpResponse.json(aQuote())),
      http.get("*/api/v1/tts/cloned-voices", () =>
        HttpResponse.json({ items: [], next_cursor: null, consent_text: "It is my voice." }),
      ),
      http.get("*/api/v1/music", () => list([])),
      http.get("*/api/v1/pictures", () => list([])),
      http.get("*/api/v1/caption-presets", () => HttpResponse.json({ items: [], fonts: [] })),
      http.get("*/api/v1/library/cache", () =>
        HttpResponse.json({ sentences: 0, size_bytes: 0, limit_bytes: 5_000_000_000 }),
      ),
      http.get("*/api/v1/tts/cache", () =>
        HttpResponse.json({ sentences: 0, size_bytes: 0, limit_bytes: 1e9 }),
      ),
    ];
  }

  #shelfOf(request: Request): Shelf | undefined {
    return this.shelves.get(request.headers.get("X-Profile-Id") ?? "");
  }
}

/** An answer in the API's form of a problem. */
export function refusal(status: number, code: string, detail: string) {
  const problem = { type: "about:blank", title: code, status, code, detail };
  return HttpResponse.json(problem, {
    status,
    headers: { "Content-Type": "application/problem+json" },
  });
}

/** The draft voice, as a server tells of it. */
export const ESPEAK: TtsProvider = {
  name: "espeak-ng",
  label: "eSpeak NG",
  draft: true,
  availability: { state: "available", version: "1.51", cure: null },
  privacy: { leaves_machine: false, sent_to: null },
  clones_voices: false,
  notice: null,
  cost_micro_usd_per_1000_characters: 0,
  languages: ["en", "ro"],
};

const VOICES: Voice[] = [
  { id: "en-us", name: "English (America)", language: "en-us", ...plain() },
  { id: "ro", name: "Romanian", language: "ro", ...plain() },
];

function plain() {
  return { also_speaks: [], gender: null, sample_url: null };
}
