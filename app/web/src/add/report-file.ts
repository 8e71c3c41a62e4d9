import { isAbort } from "../api/errors";
import type { EntityId, Reading, StoredReport } from "../api/types";
import type { Key } from "../i18n";
import type { Context } from "../ui/context";
import { type Child, fill, h } from "../ui/dom";
import { entityLink } from "../ui/entity-link";
import { reason } from "../ui/notice";
import { reportLink } from "../ui/report-link";
import { preview } from "./preview";

/** How far a file has come. */
export type Stage = "waiting" | "reading" | "read" | "storing" | "stored" | "failed";

export interface FileActions {
  /** Read or store this file when its turn comes. */
  queue(file: ReportFile, step: "read" | "store"): void;
  remove(file: ReportFile): void;
  /** Called when the stage has changed. */
  changed(): void;
}

/** A file on its way into the graph: sent, read, looked at, stored. */
export class ReportFile {
  readonly element: HTMLElement;
  stage: Stage = "waiting";
  private readonly context: Context;
  private readonly actions: FileActions;
  private readonly file: File;
  private readonly persons: boolean;
  private readonly controller = new AbortController();
  private readonly status = h("p", { class: "file-status", attributes: { role: "status" } });
  private readonly bar = h("progress", { attributes: { max: 1, hidden: true } });
  private readonly body = h("div", {});
  private readonly buttons = h("div", { class: "file-buttons" });

  constructor(file: File, persons: boolean, context: Context, actions: FileActions) {
    this.file = file;
    this.persons = persons;
    this.context = context;
    this.actions = actions;
    this.element = h(
      "li",
      { class: "file" },
      h(
        "div",
        { class: "file-head" },
        h("h2", { class: "file-name" }, h("bdi", {}, file.name)),
        this.status,
        this.buttons,
      ),
      this.bar,
      this.body,
    );
    this.turn("waiting", "add.waiting");
  }

  /** Send the file to be read, and show what was found. */
  async read(): Promise<void> {
    await this.work("read", async () => {
      const { api } = this.context;
      const reading = await api.read(this.upload("reading", "add.reading"), { persons: this.persons });
      fill(this.body, preview(reading, await this.regionOf(reading), this.context));
      this.turn("read", "add.read", this.storeButton());
    });
  }

  /** Send the file to be stored; `token` lets it in. */
  async store(token: string): Promise<void> {
    await this.work("store", async () => {
      const { api, t } = this.context;
      const upload = { ...this.upload("storing", "add.storing"), token };
      const { report, isNew } = await api.store(upload, { persons: this.persons });
      this.turn("stored", isNew ? "add.stored" : "add.stored.again");
      fill(this.buttons, ...this.links(report), this.removeButton());
      fill(this.body, h("p", { class: "file-note" }, t("reports.counts", report.counts)));
    });
  }

  /** Give up what is under way. */
  leave(): void {
    this.controller.abort();
  }

  private upload(stage: Stage, words: Key) {
    this.turn(stage, "add.sending");
    this.bar.hidden = false;
    const progress = (part: number) => {
      this.bar.value = part;
      if (part < 1) return;
      this.bar.removeAttribute("value");
      this.turn(stage, words);
    };
    return { file: this.file, progress, signal: this.controller.signal };
  }

  private async work(step: "read" | "store", work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (isAbort(error) || this.controller.signal.aborted) return;
      this.fail(error, step);
    } finally {
      this.bar.hidden = true;
    }
  }

  private fail(error: unknown, step: "read" | "store"): void {
    const { t } = this.context;
    this.turn("failed", "add.failed", this.againButton(step));
    this.body.prepend(h("p", { class: "notice-error", attributes: { role: "alert" } }, reason(error, t)));
  }

  private turn(stage: Stage, words: Key, ...buttons: Child[]): void {
    this.stage = stage;
    this.element.dataset.stage = stage;
    this.status.textContent = this.context.t(words);
    this.body.querySelector(".notice-error")?.remove();
    fill(this.buttons, ...buttons, this.removeButton());
    this.actions.changed();
  }

  /** The name of the region that a report is about. */
  private async regionOf({ region_id: iri, entities }: Reading): Promise<string | null> {
    const minted = entities.find(({ id }) => id === iri);
    if (minted) return minted.label;
    const [, id] = iri.split("/id/");
    if (!id) return null;
    try {
      return (await this.context.api.entity(id as EntityId, this.controller.signal)).label;
    } catch (error) {
      if (isAbort(error)) throw error;
      return null;
    }
  }

  private links(report: StoredReport): HTMLElement[] {
    const { t } = this.context;
    const links = [reportLink(report.id, { class: "button" }, t("add.see.report"))];
    if (report.region) {
      const { id, label } = report.region;
      links.push(entityLink(id, { class: "button" }, t("add.see.region", { name: label })));
    }
    return links;
  }

  private storeButton(): HTMLElement {
    const { t } = this.context;
    return this.button("add.store", t("add.store.of", { name: this.file.name }), () =>
      this.actions.queue(this, "store"),
    );
  }

  private againButton(step: "read" | "store"): HTMLElement {
    return this.button("add.again", null, () => this.actions.queue(this, step));
  }

  private removeButton(): HTMLElement {
    const { t } = this.context;
    return this.button("add.remove", t("add.remove.of", { name: this.file.name }), () =>
      this.actions.remove(this),
    );
  }

  private button(words: Key, label: string | null, click: () => void): HTMLElement {
    const attributes = { type: "button", "aria-label": label };
    return h("button", { class: "button", attributes, on: { click } }, this.context.t(words));
  }
}
