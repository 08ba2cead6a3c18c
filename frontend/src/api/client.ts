import createClient from "openapi-fetch";
import type { paths } from "@/api/schema.gen";
import { Problem, problemFrom, unreachable } from "@/lib/problem";

/** The typed client of the API; its paths and bodies come from the OpenAPI document. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: (request) => fetch(request),
});

/** The header that every request about a store's things must carry. */
export function inProfile(profile: string): { "X-Profile-Id": string } {
  return { "X-Profile-Id": profile };
}

/** An answer of the client, before anyone has looked whether it is a refusal. */
interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** Gives an answer's body, or throws the `Problem` that came instead. */
export async function bodyOf<Data>(request: Promise<Answer<Data>>): Promise<Data> {
  const answer = await settle(request);
  if (answer.data === undefined) throw problemFrom(answer.response.status, answer.error);
  return answer.data;
}

/** Waits for an answer without a body, and throws the `Problem` that came instead. */
export async function done(request: Promise<Answer<unknown>>): Promise<void> {
  const answer = await settle(request);
  if (!answer.response.ok) throw problemFrom(answer.response.status, answer.error);
}

async function settle<Data>(request: Promise<Answer<Data>>): Promise<Answer<Data>> {
  try {
    return await request;
  } catch (error) {
    // fetch reports a lost connection as a TypeError, in words that differ by browser.
    if (error instanceof TypeError) throw unreachable();
    if (error instanceof SyntaxError) {
      throw new Problem(0, "unexpected_answer", "The API's answer was not readable JSON.");
    }
    throw error;
  }
}
