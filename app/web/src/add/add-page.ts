import { Latest } from "../api/latest";
import type { Service } from "../api/types";
import type { AddView } from "../state/add";
import type { Context, Page } from "../ui/context";
import { fill, h } from "../ui/dom";
import { empty, failure, loading } from "../ui/notice";
import { ReportFile } from "./report-file";

/** Where the token is kept as long as the tab is open. */
const TOKEN = "weitu.token";
const ACCEPTED = ".txt,.html,.htm,.docx,.pdf";

/** Adding reports: files are read one after the other, looked at, and stored one after the other. */
export class AddPage implements Page<AddView> {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly body = h("div", {});
  private readonly latest = new Latest();
  private readonly token: HTMLInputElement;
  private readonly missing: HTMLElement;
  private readonly persons: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly all: HTMLButtonElement;
  private files: ReportFile[] = [];
  private turn: Promise<void> = Promise.resolve();

  constructor(context: Context) {
    this.context = context;
    const { t } = context;
    this.token = h("input", {
      class: "input",
      attributes: {
        id: "add-token",
        type: "password",
        autocomplete: "off",
        "aria-describedby": "add-token-help",
      },
      on: { input: () => this.keepToken() },
    });
    this.token.value = sessionStorage.getItem(TOKEN) ?? "";
    this.missing = h(
      "p",
      { class: "notice-error", attributes: { role: "alert", hidden: true } },
      t("add.token.missing"),
    );
    this.persons = h("input", { attributes: { type: "checkbox", id: "add-persons" } });
    this.list = h("ul", { class: "files", attributes: { "aria-label": t("add.files") } });
    this.all = h("button", {
      class: "button button-primary store-all",
      attributes: { type: "button", hidden: true },
      on: { click: () => this.storeAll() },
    });
    this.element = h(
      "main",
      { class: "start add", attributes: { id: "main" } },
      h("h1", {}, t("add.title")),
      h("p", { class: "lead" }, t("add.lead")),
      this.body,
    );
  }

  show(): void {
    const { api, t } = this.context;
    document.title = `${t("add.title")} · ${t("app.title")}`;
    fill(this.body, loading(t));
    void this.latest.run(
      (signal) => api.service(signal),
      (service) => fill(this.body, ...(service.writable ? this.form(service) : [empty(t("add.readonly"))])),
      (error) =>
        fill(
          this.body,
          failure(error, t, () => this.show()),
        ),
    );
  }

  leave(): void {
    this.latest.cancel();
    for (const file of this.files) file.leave();
  }

  private form(service: Service): HTMLElement[] {
    const { t } = this.context;
    return [
      h(
        "div",
        { class: "add-options" },
        h(
          "form",
          { class: "field", on: { submit: (event) => event.preventDefault() } },
          h("label", { attributes: { for: "add-token" } }, t("add.token")),
          this.token,
          h("p", { class: "help", attributes: { id: "add-token-help" } }, t("add.token.help")),
        ),
        h(
          "label",
          { class: "check" },
          this.persons,
          h("span", {}, t("add.persons"), h("span", { class: "help" }, t("add.persons.help"))),
        ),
      ),
      this.dropZone(Math.floor(service.document_limit / 1_000_000)),
      this.missing,
      this.all,
      this.list,
    ];
  }

  private dropZone(size: number): HTMLElement {
    const { t } = this.context;
    const input = h("input", {
      class: "visually-hidden",
      attributes: { id: "add-files", type: "file", multiple: true, accept: ACCEPTED },
      on: {
        change: () => {
          this.add(input.files);
          input.value = "";
        },
      },
    });
    const over = (isOver: boolean) => (event: DragEvent) => {
      event.preventDefault();
      zone.classList.toggle("is-over", isOver);
    };
    const zone = h(
      "div",
      {
        class: "drop-zone",
        on: {
          dragenter: over(true),
          dragover: over(true),
          dragleave: over(false),
          drop: (event) => {
            over(false)(event);
            this.add(event.dataTransfer?.files ?? null);
          },
        },
      },
      h(
        "p",
        {},
        t("add.drop"),
        " ",
        input,
        h("label", { class: "button", attributes: { for: "add-files" } }, t("add.choose")),
      ),
      h("p", { class: "help" }, t("add.formats", { size })),
    );
    return zone;
  }

  private add(files: FileList | null): void {
    for (const file of files ?? []) {
      const added = new ReportFile(file, !this.persons.checked, this.context, {
        queue: (each, step) => this.queue(each, step),
        remove: (each) => this.remove(each),
        changed: () => this.count(),
      });
      this.files.push(added);
      this.list.append(added.element);
      this.queue(added, "read");
    }
  }

  private remove(file: ReportFile): void {
    file.leave();
    this.files = this.files.filter((each) => each !== file);
    file.element.remove();
    this.count();
  }

  private storeAll(): void {
    for (const file of this.files) if (file.stage === "read") this.queue(file, "store");
  }

  private queue(file: ReportFile, step: "read" | "store"): void {
    const token = this.token.value.trim();
    this.missing.hidden = step === "read" || token !== "";
    if (!this.missing.hidden) {
      this.token.focus();
      return;
    }
    this.turn = this.turn.then(() => {
      if (!this.files.includes(file)) return;
      return step === "read" ? file.read() : file.store(token);
    });
  }

  private count(): void {
    const count = this.files.filter(({ stage }) => stage === "read").length;
    this.all.hidden = count < 2;
    this.all.textContent = this.context.t("add.all", { count });
  }

  private keepToken(): void {
    sessionStorage.setItem(TOKEN, this.token.value.trim());
    this.missing.hidden = true;
  }
}
