import { expect, test } from "vitest";
import { type Key, translator } from "../src/i18n";
import { en } from "../src/i18n/en";
import { zh } from "../src/i18n/zh";

const keys = Object.keys(zh) as Key[];
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

test.each(keys)("%s asks for the same values in both languages", (key) => {
  expect(placeholders(en[key])).toEqual(placeholders(zh[key]));
});

test("values are filled in as they are", () => {
  const t = translator("en");
  expect(t("search.empty", { text: "$&<b>{text}" })).toBe(
    "Nothing has “$&<b>{text}” in its name. Try a shorter word.",
  );
});
