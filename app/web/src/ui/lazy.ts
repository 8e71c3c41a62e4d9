interface Part {
  /** Kept when the part can be used, where that is later than it is made. */
  readonly ready?: Promise<unknown>;
  destroy(): void;
}

/** A part of a page whose code is loaded when the part is first wanted. */
export class Lazy<T extends Part> {
  private readonly load: () => Promise<() => T>;
  private made: Promise<T> | null = null;
  private part: T | null = null;
  private isClosed = false;

  /** `load` gives what makes the part. */
  constructor(load: () => Promise<() => T>) {
    this.load = load;
  }

  /** The part, if it is there already. */
  get present(): T | null {
    return this.part;
  }

  /**
   * The part as soon as it can be used, made now unless it was before. If it could not be made, it is tried again
   * with the next call.
   */
  open(): Promise<T> {
    this.made ??= this.start().catch((error: unknown) => {
      this.made = null;
      throw error;
    });
    return this.made;
  }

  /** Use the part as soon as that can be; never, if nobody has opened it or it cannot be made. */
  use(how: (part: T) => void): void {
    this.made?.then(
      (part) => {
        if (!this.isClosed) how(part);
      },
      () => undefined,
    );
  }

  /** Destroy the part, or see that it is not made any more: then whoever waits for it gets an `AbortError`. */
  close(): void {
    this.isClosed = true;
    this.part?.destroy();
    this.part = null;
  }

  private async start(): Promise<T> {
    const make = await this.load();
    if (this.isClosed) throw new DOMException("closed before it was made", "AbortError");
    const part = make();
    this.part = part;
    await part.ready;
    return part;
  }
}
