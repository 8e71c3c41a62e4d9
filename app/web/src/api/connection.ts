import { Unreachable } from "./errors";

/** How often the server is looked for while it is gone: after so long, then twice as long, up to this. */
const FIRST_MS = 1_000;
const LONGEST_MS = 15_000;
/** How many requests in a row may fail although the server is there. */
const MOST_FAILURES = 2;

/** Whether the server is there. What is asked while it is gone waits, and is asked again once it is back. */
export class Connection {
  private readonly isThere: () => Promise<boolean>;
  private readonly listeners = new Set<(lost: boolean) => void>();
  private back: Promise<void> | null = null;
  private look: () => void = () => undefined;

  /** `isThere` looks for the server. */
  constructor(isThere: () => Promise<boolean>) {
    this.isThere = isThere;
  }

  /**
   * What `ask` gives, however long the server is gone. Throws what `ask` throws: an `Unreachable` where a
   * server that is there does not answer this one, and the reason of `signal` when that is aborted.
   */
  async through<T>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let failures = 1; ; failures++) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof Unreachable) || signal?.aborted) throw error;
        if (await this.isThere()) {
          if (failures >= MOST_FAILURES) throw error;
          continue;
        }
        failures = 0;
        await unlessAborted(this.untilBack(), signal);
      }
    }
  }

  /** Look for the server now. */
  now(): void {
    this.look();
  }

  /** Call `listener` when the server is lost and when it is back, until the function returned is called. */
  onChange(listener: (lost: boolean) => void): () => void {
    this.listeners.add(listener);
    listener(this.back !== null);
    return () => this.listeners.delete(listener);
  }

  private untilBack(): Promise<void> {
    this.back ??= this.wait();
    return this.back;
  }

  private async wait(): Promise<void> {
    this.tell(true);
    for (let pause = FIRST_MS; ; pause = Math.min(2 * pause, LONGEST_MS)) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
        this.look = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      if (await this.isThere()) break;
    }
    this.look = () => undefined;
    this.back = null;
    this.tell(false);
  }

  private tell(lost: boolean): void {
    for (const listener of this.listeners) listener(lost);
  }
}

function unlessAborted(promise: Promise<void>, signal?: AbortSignal): Promise<void> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    void promise.then(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    });
  });
}
