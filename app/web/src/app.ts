import type { Api } from "./api/client";
import { Explorer } from "./explorer/explorer";
import { LANGUAGE_TAG, type Language, other, translator } from "./i18n";
import { SearchBox } from "./search/search-box";
import { StartPage } from "./start/start-page";
import { Address } from "./state/address";
import { formatView, type View } from "./state/view";
import type { Context } from "./ui/context";
import { fill, h } from "./ui/dom";

/** The page in one language. Changing the language builds it anew: all that it shows is in the address. */
export class App {
  private readonly context: Context;
  private readonly address: Address;
  private readonly search: SearchBox;
  private readonly body = h("div", { class: "page-body" });
  private page: StartPage | Explorer | null = null;

  constructor(root: HTMLElement, api: Api, language: Language, changeLanguage: (language: Language) => void) {
    const t = translator(language);
    this.address = new Address((view, broken) => this.show(view, broken));
    this.context = { api, t, go: (view) => this.address.go(view) };
    this.search = new SearchBox(this.context);
    document.documentElement.lang = LANGUAGE_TAG[language];
    fill(
      root,
      this.header(() => changeLanguage(other(language))),
      this.body,
    );
    this.address.start();
  }

  destroy(): void {
    this.address.stop();
    this.page?.leave();
  }

  private show(view: View, broken: boolean): void {
    if (view === null) this.startPage().show(broken);
    else this.explorer().show(view);
  }

  private startPage(): StartPage {
    if (this.page instanceof StartPage) return this.page;
    document.title = this.context.t("app.title");
    this.search.clear();
    return this.turnTo(new StartPage(this.context));
  }

  private explorer(): Explorer {
    return this.page instanceof Explorer ? this.page : this.turnTo(new Explorer(this.context));
  }

  private turnTo<P extends StartPage | Explorer>(page: P): P {
    this.page?.leave();
    this.page = page;
    fill(this.body, page.element);
    return page;
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
        h("span", { class: "brand-subtitle" }, t("app.subtitle")),
      ),
      this.search.element,
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
}
