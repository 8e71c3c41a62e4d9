import { en } from "./en";
import { zh } from "./zh";

export type Key = keyof typeof zh;
export type Language = "zh" | "en";
/** The words for `key` with `{name}` filled in from `values`. */
export type Translate = (key: Key, values?: Record<string, string | number>) => string;

const WORDS: Record<Language, Record<Key, string>> = { zh, en };

/** The BCP 47 tags for the document's `lang`. */
export const LANGUAGE_TAG: Record<Language, string> = { zh: "zh-CN", en: "en" };

export function translator(language: Language): Translate {
  const words = WORDS[language];
  return (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function other(language: Language): Language {
  return language === "zh" ? "en" : "zh";
}
