import type { Connection } from "../api/connection";
import type { Translate } from "../i18n";
import { h } from "./dom";

/** Says, while the server is gone, that it is, and what becomes of what was asked. */
export class ConnectionNotice {
  readonly element: HTMLElement;
  private readonly words = h("p", {});
  private readonly stop: () => void;
  private readonly online: () => void;

  constructor(connection: Connection, t: Translate) {
    const again = h(
      "button",
      { class: "button", attributes: { type: "button" }, on: { click: () => connection.now() } },
      t("connection.now"),
    );
    const body = h("div", { class: "connection", attributes: { hidden: true } }, this.words, again);
    this.element = h("div", { attributes: { role: "status" } }, body);
    this.stop = connection.onChange((lost) => {
      body.hidden = !lost;
      this.words.textContent = lost ? t("connection.lost") : "";
    });
    this.online = () => connection.now();
    window.addEventListener("online", this.online);
  }

  /** Listen no more. */
  leave(): void {
    this.stop();
    window.removeEventListener("online", this.online);
  }
}
