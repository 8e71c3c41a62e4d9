import { describe, expect, it } from "vitest";
import { Lazy } from "../src/ui/lazy";

class Part {
  become: () => void = () => {};
  readonly ready = new Promise<void>((resolve) => {
    this.become = resolve;
  });
  destroyed = 0;
  used = 0;

  use(): void {
    this.used++;
  }

  destroy(): void {
    this.destroyed++;
  }
}

/** A part whose code is there when `come` is called. */
function awaited() {
  const part = new Part();
  const code = { asked: 0, come: () => {} };
  const lazy = new Lazy(() => {
    code.asked++;
    return new Promise<() => Part>((resolve) => {
      code.come = () => resolve(() => part);
    });
  });
  return { lazy, part, code };
}

/** Until all that can go on has gone on. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("a part whose code is loaded when it is first wanted", () => {
  it("is not made for those who would only use it if it were there", () => {
    const { lazy, code } = awaited();
    lazy.use((part) => part.use());
    lazy.close();
    expect(code.asked).toBe(0);
  });

  it("is made once, and used as soon as it is ready", async () => {
    const { lazy, part, code } = awaited();
    const opened = [lazy.open(), lazy.open()];
    lazy.use((found) => found.use());
    expect(lazy.present).toBeNull();
    code.come();
    await settled();
    expect(lazy.present).toBe(part);
    expect(part.used).toBe(0);
    part.become();
    expect(await Promise.all(opened)).toEqual([part, part]);
    expect(code.asked).toBe(1);
    expect(part.used).toBe(1);
  });

  it("is tried again where it could not be loaded", async () => {
    const part = new Part();
    part.become();
    const answers = [Promise.reject(new Error("offline")), Promise.resolve(() => part)];
    const lazy = new Lazy(() => answers.shift() as Promise<() => Part>);
    const failed = lazy.open();
    lazy.use((found) => found.use());
    await expect(failed).rejects.toThrow("offline");
    expect(await lazy.open()).toBe(part);
    expect(part.used).toBe(0);
  });

  it("is destroyed when it is closed, even before it is ready, and not used any more", async () => {
    const { lazy, part, code } = awaited();
    void lazy.open();
    lazy.use((found) => found.use());
    code.come();
    await settled();
    lazy.close();
    lazy.close();
    part.become();
    await settled();
    expect(part).toMatchObject({ destroyed: 1, used: 0 });
    expect(lazy.present).toBeNull();
  });

  it("is not made where it was closed before its code came", async () => {
    const { lazy, part, code } = awaited();
    const opened = lazy.open();
    lazy.use((found) => found.use());
    lazy.close();
    code.come();
    await expect(opened).rejects.toThrow("closed");
    expect(part).toMatchObject({ destroyed: 0, used: 0 });
    expect(lazy.present).toBeNull();
  });
});
