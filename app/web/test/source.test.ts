import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const sources = ["index.html", ...files("src")];

function files(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" });
  return names.filter((name) => /\.(ts|js|css|svg)$/.test(name)).map((name) => join(folder, name));
}

test("there are sources to look at", () => {
  expect(sources.length).toBeGreaterThan(20);
});

test.each(sources)("%s parses no data as HTML and runs no text as code", (file) => {
  const text = readFileSync(join(ROOT, file), "utf8");
  expect(text).not.toMatch(
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function/,
  );
});

/** What names things and is never fetched. */
const NAMESPACES =
  /http:\/\/(www\.w3\.org\/(2000\/svg|1999\/02\/22-rdf-syntax-ns#|2000\/01\/rdf-schema#)|graphml\.graphdrawing\.org\/xmlns)/g;

test.each(sources)("%s names no other host", (file) => {
  const text = readFileSync(join(ROOT, file), "utf8").replace(NAMESPACES, "");
  expect(text).not.toMatch(/(https?:)?\/\/[a-z0-9-]+\.[a-z]/i);
});
