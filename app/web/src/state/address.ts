import { formatView, parseView, type View } from "./view";

/** The view in the address bar. Each `go` is a step that the browser's Back undoes. */
export class Address {
  private readonly listener: () => void;

  /** `changed` is called with each new view, and whether the address that should hold it was broken. */
  constructor(changed: (view: View, broken: boolean) => void) {
    this.listener = () => {
      const view = parseView(location.hash);
      if (view === "broken") changed(null, true);
      else changed(view, false);
    };
  }

  /** Follow the address from now on, beginning with the view that it holds. */
  start(): void {
    window.addEventListener("hashchange", this.listener);
    this.listener();
  }

  stop(): void {
    window.removeEventListener("hashchange", this.listener);
  }

  go(view: View): void {
    location.hash = formatView(view);
  }
}
