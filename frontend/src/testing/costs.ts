import type { Month, ProviderQuote, Quote } from "@/api/types";

/** This month's money, without a limit. */
export function aMonth(part: Partial<Month> = {}): Month {
  return {
    spent_micro_usd: 0,
    reserved_micro_usd: 0,
    limit_micro_usd: null,
    left_micro_usd: null,
    level: "fine",
    ends_at: "2026-04-01T00:00:00Z",
    ...part,
  };
}

/** What a text costs with an engine: nothing. */
export function aProviderQuote(part: Partial<ProviderQuote> = {}): ProviderQuote {
  return {
    provider: "espeak-ng",
    label: "eSpeak NG",
    draft: true,
    available: true,
    cure: null,
    cost_micro_usd: 0,
    expected_ms: null,
    leaves_machine: false,
    level: "fine",
    speaks_language: null,
    ...part,
  };
}

/** What a text costs, whose language cannot be told. */
export function aQuote(part: Partial<Quote> = {}): Quote {
  return { characters: 0, language: null, month: aMonth(), providers: [], ...part };
}
