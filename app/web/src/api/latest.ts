import { isAbort } from "./errors";

/** Runs requests for one place on the page: a new one gives up the one before, whose answer is dropped. */
export class Latest {
  private controller: AbortController | null = null;

  /** Run `work`; hand its result to `done` or its error to `failed`, unless something newer came. */
  async run<T>(
    work: (signal: AbortSignal) => Promise<T>,
    done: (result: T) => void,
    failed: (error: unknown) => void,
  ): Promise<void> {
    this.cancel();
    const controller = new AbortController();
    this.controller = controller;
    let result: T;
    try {
      result = await work(controller.signal);
    } catch (error) {
      if (!controller.signal.aborted && !isAbort(error)) failed(error);
      return;
    }
    if (!controller.signal.aborted) done(result);
  }

  /** Give up what is under way. */
  cancel(): void {
    this.controller?.abort();
    this.controller = null;
  }
}
