import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { NewChatConnection, ScriptRequest, WrittenScript } from "@/api/types";
import { api, Backend, refusal } from "@/testing/api";
import { openPage } from "@/testing/open-page";
import { aProfile, aSourceVideo } from "@/testing/things";

const SCRIPT: WrittenScript = {
  structure: "offer",
  hook: "🕯️ The best candle!",
  sentences: ["It burns for 60 hours.", "Now for $9."],
  caption: "Look.",
  hashtags: ["#wax"],
  script: "🕯️ The best candle!\nIt burns for 60 hours.\nNow for $9.",
  length_s: 6,
  to_check: [
    { kind: "claim", part: "hook", index: 0, start: 7, end: 11, text: "best" },
    { kind: "price", part: "sentence", index: 1, start: 8, end: 10, text: "$9" },
  ],
};

const MONTH = {
  spent_micro_usd: 0,
  reserved_micro_usd: 0,
  limit_micro_usd: null,
  left_micro_usd: null,
  level: "fine",
  ends_at: "2026-12-01T00:00:00Z",
};

/** A store whose scripts can be written, by templates and, where it is connected, by a model. */
function aDesk({ isConnected = true, cost = 1300, level = "fine" } = {}) {
  const store = aProfile();
  const backend = new Backend([store]);
  backend.shelf(store).footage = [aSourceVideo()];
  const asked: (ScriptRequest & { key: string | null })[] = [];
  const connected: NewChatConnection[] = [];
  const chat = isConnected
    ? { label: "writer at host", at_most_micro_usd: cost, available: true, cure: null, level }
    : { label: "chat", at_most_micro_usd: null, available: false, cure: "Connect one.", level };
  const template = { label: "Templates", at_most_micro_usd: 0, available: true, cure: null };
  api.use(
    http.post("*/api/v1/scripts/quote", () =>
      HttpResponse.json({
        writers: [
          { writer: "template", ...template, level: "fine" },
          { writer: "chat", ...chat },
        ],
        month: MONTH,
      }),
    ),
    http.get("*/api/v1/scripts/connection", () => {
      const last = connected.at(-1);
      if (!last) return refusal(404, "not_found", "None.");
      const { key, ...kept } = last;
      return HttpResponse.json({ ...kept, has_key: true, key_last_four: (key ?? "").slice(-4) });
    }),
    http.put("*/api/v1/scripts/connection", async ({ request }) => {
      connected.push((await request.json()) as NewChatConnection);
      return HttpResponse.json({});
    }),
    http.post("*/api/v1/scripts/connection/test", () =>
      HttpResponse.json({ usable: false, detail: "It has no model m." }),
    ),
    http.post("*/api/v1/scripts/generate", async ({ request }) => {
      const body = (await request.json()) as ScriptRequest;
      asked.push({ ...body, key: request.headers.get("Idempotency-Key") });
      return HttpResponse.json({
        scripts: [SCRIPT],
        writer_label: "writer at host",
        cost_micro_usd: 1200,
        notes: ["The model wrote 1 of the 3 scripts."],
      });
    }),
  );
  return { store, backend, asked, connected };
}

async function openDesk(profile: string) {
  const page = openPage(`/p/${profile}`);
  await page.person.click(await screen.findByRole("button", { name: "Write a script" }));
  const desk = within(await screen.findByRole("dialog", { name: "Write a script" }));
  await desk.findByRole("radio", { name: /Templates/ });
  return { ...page, desk };
}

describe("writing a script", () => {
  it("sends the idea, the chosen footage and a key, and shows what to check", async () => {
    const { store, backend, asked } = aDesk();
    const { person, desk } = await openDesk(store.id);
    expect(desk.getByRole("button", { name: "Write" })).toBeDisabled();
    await person.type(desk.getByRole("textbox", { name: "Idea" }), "A candle");
    await person.selectOptions(
      desk.getByRole("combobox", { name: "Language of the script" }),
      "Romanian",
    );
    await person.click(desk.getByRole("radio", { name: /writer at host at most \$0.0013/ }));
    await person.click(desk.getByRole("button", { name: "Write" }));
    const card = within(await desk.findByRole("article", { name: "Script 1: Offer" }));
    expect(asked[0]).toMatchObject({
      brief: {
        idea: "A candle",
        language: "ro",
        count: 3,
        length_s: 20,
        source_video_ids: backend.shelf(store).footage.map(({ id }) => id),
      },
      writer: "chat",
    });
    expect(asked[0]?.key).toMatch(/^[0-9a-f]{32}$/);
    const marked = [...document.querySelectorAll("mark")].map(
      (mark) => mark.firstChild?.textContent,
    );
    expect(marked).toEqual(["best", "$9"]);
    expect(card.getByText("2 things to check")).toBeVisible();
    expect(desk.getByText("The model wrote 1 of the 3 scripts.")).toBeVisible();
    expect(desk.getByText(/for \$0.0012/)).toBeVisible();
  });

  it("puts a script into the script field, and back with undo", async () => {
    const { store } = aDesk();
    const page = openPage(`/p/${store.id}`);
    await page.person.type(await screen.findByRole("textbox", { name: "Script" }), "Mine.");
    await page.person.click(screen.getByRole("button", { name: "Write a script" }));
    const desk = within(await screen.findByRole("dialog"));
    await desk.findByRole("radio", { name: /Templates/ });
    await page.person.type(desk.getByRole("textbox", { name: "Idea" }), "A candle");
    await page.person.click(desk.getByRole("button", { name: "Write" }));
    await page.person.click(await desk.findByRole("button", { name: "Use script 1" }));
    const field = await screen.findByRole("textbox", { name: "Script" });
    expect(field).toHaveValue(SCRIPT.script);
    await page.person.click(await screen.findByRole("button", { name: "Undo" }));
    expect(field).toHaveValue("Mine.");
  });

  it("asks once however fast the button is clicked, and anew on the next wish", async () => {
    const { store, asked } = aDesk();
    const { person, desk } = await openDesk(store.id);
    await person.type(desk.getByRole("textbox", { name: "Idea" }), "A candle");
    const button = desk.getByRole("button", { name: "Write" });
    button.click();
    button.click();
    await desk.findByRole("article");
    await person.click(desk.getByRole("button", { name: "Write others" }));
    await waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[1]?.key).not.toBe(asked[0]?.key);
    expect(asked[1]?.brief.seed).not.toBe(asked[0]?.brief.seed);
  });

  it("keeps what was written when the window is closed by mistake", async () => {
    const { store, asked } = aDesk();
    const { person, desk } = await openDesk(store.id);
    await person.type(desk.getByRole("textbox", { name: "Idea" }), "A candle");
    await person.click(desk.getByRole("button", { name: "Write" }));
    await desk.findByRole("article");
    await person.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await person.click(screen.getByRole("button", { name: "Write a script" }));
    expect(await screen.findByRole("article", { name: "Script 1: Offer" })).toBeVisible();
    expect(asked).toHaveLength(1);
  });

  it("repeats a wish under the same key when its answer was lost, and none that was refused", async () => {
    const { store, asked } = aDesk();
    const keys: (string | null)[] = [];
    const answers = [
      () => HttpResponse.error(),
      () => refusal(422, "writer_declined", "It declined."),
    ];
    api.use(
      http.post("*/api/v1/scripts/generate", ({ request }) => {
        const answer = answers.shift();
        if (answer) keys.push(request.headers.get("Idempotency-Key"));
        return answer?.();
      }),
    );
    const { person, desk } = await openDesk(store.id);
    await person.type(desk.getByRole("textbox", { name: "Idea" }), "A candle");
    for (const sentence of ["does not answer", "It declined."]) {
      await person.click(desk.getByRole("button", { name: "Write" }));
      expect(await desk.findByText(sentence, { exact: false })).toBeVisible();
    }
    await person.click(desk.getByRole("button", { name: "Write" }));
    await desk.findByRole("article");
    expect(keys[1]).toBe(keys[0]);
    expect(asked[0]?.key).not.toBe(keys[0]);
  });

  it("offers no model that is not connected, and none that the month does not cover", async () => {
    const first = aDesk({ isConnected: false });
    const { desk } = await openDesk(first.store.id);
    expect(desk.getByRole("radio", { name: /Your own model not connected/ })).toBeDisabled();
    expect(desk.getByText("Connect your own model")).toBeVisible();
  });

  it("says what does not cover the price before anything is asked", async () => {
    const { store } = aDesk({ level: "over" });
    const { person, desk } = await openDesk(store.id);
    await person.type(desk.getByRole("textbox", { name: "Idea" }), "A candle");
    await person.click(desk.getByRole("radio", { name: /more than is left/ }));
    expect(desk.getByRole("button", { name: "Write" })).toBeDisabled();
  });

  it("shows why nothing was written", async () => {
    const { store } = aDesk();
    api.use(
      http.post("*/api/v1/scripts/generate", () =>
        refusal(402, "writer_out_of_credit", "The account has nothing left; top it up."),
      ),
    );
    const { person, desk } = await openDesk(store.id);
    await person.type(desk.getByRole("textbox", { name: "Idea" }), "A candle");
    await person.click(desk.getByRole("button", { name: "Write" }));
    expect(await desk.findByRole("alert")).toHaveTextContent("top it up");
  });
});

describe("the store's own model", () => {
  it("is connected with whole prices and tested, and its key is not kept in the page", async () => {
    const { store, connected } = aDesk({ isConnected: false });
    const { person, desk } = await openDesk(store.id);
    await person.click(desk.getByText("Connect your own model"));
    await person.type(desk.getByRole("textbox", { name: "Address" }), "https://host/v1");
    await person.type(desk.getByRole("textbox", { name: "Model" }), "m");
    const read = desk.getByRole("textbox", { name: /tokens read/ });
    await person.clear(read);
    await person.type(read, "0.15");
    await person.type(desk.getByLabelText("Key"), "sk-secret");
    await person.click(desk.getByRole("button", { name: "Connect and test" }));
    expect(await desk.findByText("It has no model m.")).toBeVisible();
    expect(connected).toEqual([
      {
        base_url: "https://host/v1",
        model: "m",
        price_in_micro_usd: 150_000,
        price_out_micro_usd: 0,
        key: "sk-secret",
      },
    ]);
    expect(await desk.findByLabelText("Another key (now ends in cret)")).toHaveValue("");
    expect(desk.getByText("It has no model m.")).toBeVisible();
  });
});
