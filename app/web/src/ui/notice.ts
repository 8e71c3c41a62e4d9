import { isMissing, Problem, Unreachable } from "../api/errors";
import type { Translate } from "../i18n";
import { type Child, h } from "./dom";

/** A place that waits for its data. */
export function loading(t: Translate): HTMLElement {
  return h(
    "p",
    { class: "notice notice-loading", attributes: { role: "status" } },
    h("span", { class: "spinner", attributes: { "aria-hidden": "true" } }),
    t("notice.loading"),
  );
}

/** A place that has nothing to show, and what to do about it. */
export function empty(...children: Child[]): HTMLElement {
  return h("p", { class: "notice" }, ...children);
}

/**
 * A place whose data could not be had: what is wrong, the next step, and a button that tries again, but where
 * another try would give the same.
 */
export function failure(error: unknown, t: Translate, retry: () => void): HTMLElement {
  const attributes = { role: "alert" };
  if (isMissing(error)) return h("p", { class: "notice notice-warning", attributes }, reason(error, t));
  return h(
    "div",
    { class: "notice notice-error", attributes },
    h("p", {}, reason(error, t)),
    h("button", { class: "button", attributes: { type: "button" }, on: { click: retry } }, t("notice.retry")),
  );
}

/** What went wrong, in words for the person at the screen. */
export function reason(error: unknown, t: Translate): string {
  if (error instanceof Unreachable) return t("error.unreachable");
  if (!(error instanceof Problem)) return t("error.page");
  if (isMissing(error)) return t("error.missing");
  if (error.status === 503 || error.status === 504) return t("error.busy");
  return t("error.other", { status: error.status, title: error.detail || error.message });
}
