import "./styles/main.css";
import { HttpApi } from "./api/client";
import { App } from "./app";
import type { Language } from "./i18n";
import { preferredLanguage, rememberLanguage } from "./i18n/preference";

const api = new HttpApi();
const root = document.getElementById("app") ?? document.body;
let app = open(preferredLanguage());

function open(language: Language): App {
  return new App(root, api, api.connection, language, (chosen) => {
    app.destroy();
    rememberLanguage(chosen);
    app = open(chosen);
  });
}
