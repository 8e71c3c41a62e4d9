import type { Language } from "./index";

const KEY = "weitu.language";

/** The language that was chosen in this browser; Chinese where none was, or where it keeps nothing. */
export function preferredLanguage(): Language {
  try {
    return localStorage.getItem(KEY) === "en" ? "en" : "zh";
  } catch {
    return "zh";
  }
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // A browser that keeps nothing shows the chosen language until the page is left.
  }
}
