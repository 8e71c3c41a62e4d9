/** The server could not be reached at all. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super("the server cannot be reached", { cause });
    this.name = "Unreachable";
  }
}

/** The server answered with a problem (RFC 9457) or with something that is not its API. */
export class Problem extends Error {
  readonly status: number;
  readonly detail: string;

  constructor(status: number, title: string, detail = "") {
    super(title);
    this.name = "Problem";
    this.status = status;
    this.detail = detail;
  }
}

/** True for the error of a request that was given up because a newer one took its place. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** True where the server says that there is no such thing. The entity's card says so, for all of the page. */
export function isMissing(error: unknown): boolean {
  return error instanceof Problem && error.status === 404;
}
