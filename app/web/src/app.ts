import type { Api } from "./api/client";
import type { Connection } from "./api/connection";
import { Unreachable } from "./api/errors";
import { Explorer } from "./explorer/explorer";
import { type Key, LANGUAGE_TAG, type Language, other, translator } from "./i18n";
import { EntityBox } from "./search/entity-box";
import { StartPage } from "./start/start-page";
import { ADD } from "./state/add";
import { Address } from "./state/address";
import { ASK } from "./state/ask";
import { compareOf } from "./state/compare";
import { viewOf } from "./state/explore";
import { ALL_REPORTS, reportAt } from "./state/reading";
import { formatView, type Kind, type PageView, type View, type ViewOf } from "./state/view";
import { ConnectionNotice } from "./ui/connection-notice";
import type { Context, Page } from "./ui/context";
import { fill, h } from "./ui/dom";
import { failure, loading } from "./ui/notice";

/** The page of each kind of view. What few readers need is loaded when it is first opened. */
const PAGES: { readonly [K in Kind]: () => Promise<new (context: Context) => Page<ViewOf<K>>> } = {
  explore: async () => Explorer,
  add: async () => (await import("./add/add-page")).AddPage,
  ask: async () => (await import("./ask/ask-page")).AskPage,
  reports: async () => (await import("./reading/reports-page")).ReportsPage,
  report: async () => (await import("./reading/report-page")).ReportPage,
  compare: async () => (await import("./compare/compare-page")).ComparePage,
};

/** Where the head of the page leads, besides the start page. */
const SECTIONS: readonly { title: Key; view: PageView }[] = [
  { title: "compare.title", view: compareOf(null) },
  { title: "reports.title", view: ALL_REPORTS },
  { title: "ask.title", view: ASK },
  { title: "add.title", view: ADD },
];

/** How long a page may take to load before the reader is told that it does. */
const SOON_MS = 150;

/** The page in one language. Changing the language builds it anew: all that it shows is in the address. */
export class App {
  private readonly context: Context;
  private readonly connection: Connection;
  private readonly notice: ConnectionNotice;
  private readonly address: Address;
  private readonly search: EntityBox;
  private readonly body = h("div", { class: "page-body" });
  private readonly links = new Map<Kind, HTMLAnchorElement>();
  private kind: Kind | null = null;
  private page: { leave(): void } | null = null;
  private readonly ended = new AbortController();
  private wanted = 0;

  constructor(
    root: HTMLElement,
    api: Api,
    connection: Connection,
    language: Language,
    changeLanguage: (language: Language) => void,
  ) {
    const t = translator(language);
    this.connection = connection;
    this.notice = new ConnectionNotice(connection, t);
    this.address = new Address((view, broken) => this.show(view, broken));
    this.context = { api, t, go: (view) => this.address.go(view) };
    this.search = new EntityBox(this.context, {
      id: "search",
      label: t("search.label"),
      placeholder: t("search.placeholder"),
      choose: (item) => this.context.go(viewOf(item.id)),
      read: (item) => this.context.go(reportAt(item.document.id, item)),
    });
    document.documentElement.lang = LANGUAGE_TAG[language];
    fill(
      root,
      this.header(() => changeLanguage(other(language))),
      this.body,
      this.notice.element,
    );
    this.address.start();
    void this.offerToAdd();
  }

  destroy(): void {
    this.wanted++;
    this.ended.abort();
    this.address.stop();
    this.notice.leave();
    this.page?.leave();
  }

  private show(view: View, broken: boolean): void {
    this.wanted++;
    this.point(view?.kind ?? null);
    if (view === null) this.start(broken);
    else if (view.kind === this.kind) (this.page as Page<PageView>).show(view);
    else void this.open(view);
  }

  private start(broken: boolean): void {
    const page = new StartPage(this.context);
    document.title = this.context.t("app.title");
    this.search.clear();
    this.turnTo(null, page);
    page.show(broken);
  }

  /** Show `view` on a page of its own, which is kept while views are of this kind. */
  private async open(view: PageView): Promise<void> {
    const mine = this.wanted;
    const load = PAGES[view.kind] as () => Promise<new (context: Context) => Page<PageView>>;
    const wait = window.setTimeout(() => {
      if (mine === this.wanted)
        this.turnTo(null, { element: loading(this.context.t), leave: () => undefined });
    }, SOON_MS);
    try {
      const PageOfKind = await this.connection.through(() => load().catch(unreached));
      if (mine !== this.wanted) return;
      const page = new PageOfKind(this.context);
      this.turnTo(view.kind, page);
      page.show(view);
    } catch (error) {
      if (mine !== this.wanted) return;
      const retry = () => void this.open(view);
      this.turnTo(null, { element: failure(error, this.context.t, retry), leave: () => undefined });
    } finally {
      window.clearTimeout(wait);
    }
  }

  private turnTo(kind: Kind | null, page: { element: HTMLElement; leave(): void }): void {
    this.page?.leave();
    this.kind = kind;
    this.page = page;
    fill(this.body, page.element);
  }

  /** Mark where in the head of the page the reader is. */
  private point(kind: Kind | null): void {
    for (const [each, link] of this.links) {
      if (each === kind) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  /** Lead to adding reports where that can be done. */
  private async offerToAdd(): Promise<void> {
    const link = this.links.get("add");
    try {
      const { writable } = await this.context.api.service(this.ended.signal);
      if (link) link.hidden = !writable;
    } catch {
      // then the page says itself what is wrong, wherever it is asked for data
    }
  }

  private header(changeLanguage: () => void): HTMLElement {
    const { t } = this.context;
    return h(
      "header",
      { class: "page-head" },
      h(
        "a",
        { class: "brand", attributes: { href: formatView(null), title: t("app.home") } },
        h("span", { class: "brand-mark", attributes: { "aria-hidden": "true" } }),
        h("span", { class: "brand-name" }, t("app.name")),
      ),
      this.search.element,
      h("nav", { class: "sections", attributes: { "aria-label": t("app.sections") } }, ...this.sections()),
      h(
        "button",
        {
          class: "button language",
          attributes: { type: "button", "aria-label": t("app.language.label") },
          on: { click: changeLanguage },
        },
        t("app.language"),
      ),
    );
  }

  private sections(): HTMLElement[] {
    return SECTIONS.map(({ title, view }) => {
      const attributes = { href: formatView(view) };
      const link = h("a", { class: "section-link", attributes }, this.context.t(title));
      link.hidden = view.kind === "add";
      this.links.set(view.kind, link);
      return link;
    });
  }
}

/** What is wrong where a part of the page could not be loaded. */
function unreached(error: unknown): never {
  throw error instanceof TypeError ? new Unreachable(error) : error;
}
