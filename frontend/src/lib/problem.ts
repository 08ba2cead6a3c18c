/** What went wrong in a request, in the words that the API gave for a person. */
export class Problem extends Error {
  readonly status: number;
  /** The API's stable code, or one of ours: `api_unreachable`, `upload_broken`. */
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.code = code;
  }
}

/** The problem of an API that does not answer at all. */
export function unreachable(): Problem {
  return new Problem(
    0,
    "api_unreachable",
    "The API does not answer. Start it with ./start-dev.sh in the project's folder.",
  );
}

/** Reads a problem from an answer's body; a body of another form is named as what it is. */
export function problemFrom(status: number, body: unknown): Problem {
  if (isProblemBody(body)) return new Problem(status, body.code, body.detail);
  return new Problem(
    status,
    "unexpected_answer",
    `The API answered ${status} without an explanation. Its log says more.`,
  );
}

/** The sentence to show for anything that was thrown. */
export function detailOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether the error says that the thing asked for is not there. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Problem && error.status === 404;
}

function isProblemBody(body: unknown): body is { code: string; detail: string } {
  return (
    typeof body === "object" &&
    body !== null &&
    "code" in body &&
    typeof body.code === "string" &&
    "detail" in body &&
    typeof body.detail === "string"
  );
}
