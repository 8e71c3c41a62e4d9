/** The server could not be reached at all. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super("the server cannot be reached", { cause });
    this.name = "Unreachable";
  }
}

export interface Place {
  readonly line: number;
  readonly column: number | null;
}

/** The answer is longer than the page can show. */
export class TooLong extends Error {
  constructor() {
    super("the answer is too long to be shown");
    this.name = "TooLong";
  }
}

/** The server answered with a problem (RFC 9457) or with something that is not its API. */
export class Problem extends Error {
  readonly status: number;
  readonly detail: string;
  /** What kind of problem it is: the last part of its type. */
  readonly slug: string;
  /** Where in what was sent, 1-based, for problems of what has lines. */
  readonly place: Place | null;

  constructor(status: number, title: string, detail = "", slug = "", place: Place | null = null) {
    super(title);
    this.place = place;
    this.name = "Problem";
    this.status = status;
    this.detail = detail;
    this.slug = slug;
  }
}

/** The problem in the body of an answer, which may be none. */
export function problemOf(status: number, title: string, body: unknown): Problem {
  const { title: told, detail, type, line, column } = (body ?? {}) as Record<string, unknown>;
  const slug = text(type).replace(/^\/problems\//, "");
  const at = { line: number(line) ?? 1, column: number(column) };
  const place = typeof line === "number" || at.column !== null ? at : null;
  return new Problem(status, text(told) || title, text(detail), slug, place);
}

function number(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** True for the error of a request that was given up because a newer one took its place. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** True where the server says that there is no such thing. The entity's card says so, for all of the page. */
export function isMissing(error: unknown): boolean {
  return error instanceof Problem && error.status === 404;
}
