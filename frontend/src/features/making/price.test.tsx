import { fireEvent, screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import type { Month, QuoteRequest } from "@/api/types";
import { api, Backend, ESPEAK } from "@/testing/api";
import { aMonth, aProviderQuote, aQuote } from "@/testing/costs";
import { openPage } from "@/testing/open-page";
import { aProfile, aSourceVideo } from "@/testing/things";

/** A store whose voices cost 40 cents for the script: three speak English, one Romanian. */
async function openDear(month: Partial<Month>, theThird: Promise<void> = Promise.resolve()) {
  const store = aProfile();
  new Backend([store]).shelf(store).footage = [aSourceVideo()];
  const dear = { ...ESPEAK, name: "dear", cost_micro_usd_per_1000_characters: 100_000 };
  const plain = { also_speaks: [], gender: null, sample_url: null };
  const voices = ["en-us", "en-gb", "en-us", "ro"].map((language, n) => {
    return { ...plain, id: `voice-${n}`, name: `Voice ${n}`, language };
  });
  const list = (items: unknown[]) => HttpResponse.json({ items, next_cursor: null });
  api.use(
    http.get("*/api/v1/tts/providers", () => list([dear])),
    http.get("*/api/v1/tts/voices", () => list(voices)),
    http.post("*/api/v1/tts/quote", async ({ request }) => {
      const many = ((await request.json()) as QuoteRequest).voices ?? 1;
      if (many === 3) await theThird;
      const cost = 400_000 * many;
      const level = cost > (month.left_micro_usd ?? Number.POSITIVE_INFINITY) ? "over" : "near";
      const quote = aProviderQuote({ provider: "dear", cost_micro_usd: cost, level });
      return HttpResponse.json(aQuote({ month: aMonth(month), providers: [quote] }));
    }),
  );
  const page = openPage(`/p/${store.id}`);
  await page.person.type(await screen.findByRole("textbox", { name: "Script" }), "Three lamps.");
  const vary = async (variants: number) => {
    fireEvent.change(screen.getByRole("slider", { name: /^Variants: / }), {
      target: { value: String(variants) },
    });
    await page.person.click(screen.getByRole("checkbox", { name: "Voice" }));
  };
  return { ...page, vary };
}

it("is that of the whole script by each voice that variants differ in", async () => {
  const { vary } = await openDear({ limit_micro_usd: 5_000_000, left_micro_usd: 5_000_000 });
  expect(await screen.findByText(/^The voice costs up to \$0\.40;/)).toBeVisible();
  await vary(2);
  expect(await screen.findByText(/^The 2 voices cost up to \$0\.80;/)).toBeVisible();
  fireEvent.change(screen.getByRole("slider", { name: "Variants: 2" }), {
    target: { value: "10" },
  });
  // The others of the engine speak another language.
  expect(await screen.findByText(/^The 3 voices cost up to \$1\.20;/)).toBeVisible();
});

it("of all voices together is compared with what is left", async () => {
  const { vary } = await openDear({ limit_micro_usd: 1_000_000, left_micro_usd: 1_000_000 });
  expect(await screen.findByText(/^The voice costs up to \$0\.40;/)).toBeVisible();
  await vary(3);
  expect(await screen.findByRole("alert")).toHaveTextContent(
    "The 3 voices cost up to $1.20, and $1.00 of this month's limit are left.",
  );
});

it("that is still counted is not that of another number of voices", async () => {
  let answer = () => {};
  const theThird = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const { vary } = await openDear(
    { limit_micro_usd: 5_000_000, left_micro_usd: 5_000_000 },
    theThird,
  );
  expect(await screen.findByText(/^The voice costs up to \$0\.40;/)).toBeVisible();
  await vary(3);
  expect(await screen.findByText("Counting what the voice costs…")).toBeVisible();
  expect(screen.queryByText(/cost up to|costs up to/)).toBeNull();
  answer();
  expect(await screen.findByText(/^The 3 voices cost up to \$1\.20;/)).toBeVisible();
  expect(screen.queryByText("Counting what the voice costs…")).toBeNull();
});
