/** The steps that somebody has made, to go back and forth in. */
export class Steps<T> {
  private readonly isSame: (a: T, b: T) => boolean;
  private past: T[] = [];
  private future: T[] = [];
  private present: T | null = null;

  constructor(isSame: (a: T, b: T) => boolean) {
    this.isSame = isSame;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** Note where one is now. Where one came to by undo or redo is no step of its own. */
  note(now: T): void {
    const before = this.present;
    this.present = now;
    if (before === null || this.isSame(before, now)) return;
    this.past.push(before);
    this.future = [];
  }

  /** Go back; gives where to, `null` at the beginning. */
  undo(): T | null {
    return this.go(this.past, this.future);
  }

  /** Go forth again; gives where to, `null` at the end. */
  redo(): T | null {
    return this.go(this.future, this.past);
  }

  private go(from: T[], to: T[]): T | null {
    const next = from.pop();
    if (next === undefined || this.present === null) return null;
    to.push(this.present);
    this.present = next;
    return next;
  }
}
