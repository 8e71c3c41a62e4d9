import { isMissing, Problem, TooLong, Unreachable } from "../api/errors";
import type { Key, Translate } from "../i18n";
import { type Child, h } from "./dom";

/** When a place that waits says that this takes long. */
const SLOW_MS = 4_000;

/** A place that waits for its data. */
export function loading(t: Translate): HTMLElement {
  const words = h("span", {}, t("notice.loading"));
  window.setTimeout(() => {
    words.textContent = t("notice.slow");
  }, SLOW_MS);
  return h(
    "p",
    { class: "notice notice-loading", attributes: { role: "status" } },
    h("span", { class: "spinner", attributes: { "aria-hidden": "true" } }),
    words,
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

/** Kinds of problems that the person at the screen can do something about. */
const PROBLEMS: Partial<Record<string, Key>> = {
  unauthorized: "error.token",
  "update-forbidden": "error.readonly",
  "too-large": "error.large",
  "store-busy": "error.writing",
  "out-of-time": "error.time",
  "out-of-memory": "error.memory",
  "answer-too-large": "error.answer",
  "query-forbidden": "error.query",
  query: "error.query",
  "document-empty": "error.document.empty",
  "document-no-article": "error.document.article",
  "document-no-text-layer": "error.document.pictures",
  "document-not-text": "error.document.format",
  "document-damaged": "error.document.damaged",
  "document-encrypted": "error.document.password",
  "document-too-large": "error.large",
  "document-not-chinese": "error.document.language",
};

/** What went wrong, in words for the person at the screen. */
export function reason(error: unknown, t: Translate): string {
  if (error instanceof Unreachable) return t("error.unreachable");
  if (error instanceof TooLong) return t("error.answer");
  if (!(error instanceof Problem)) return t("error.page");
  if (isMissing(error)) return t("error.missing");
  const known = PROBLEMS[error.slug];
  if (known) return t(known, { detail: error.detail });
  if (error.status === 503 || error.status === 504) return t("error.busy");
  return t("error.other", { status: error.status, title: error.detail || error.message });
}
