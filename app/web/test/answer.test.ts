import { expect, test } from "vitest";
import { ofJsonLd, ofResults } from "../src/api/answer";

test("results become rows, with gaps for what is unbound", () => {
  const answer = ofResults({
    head: { vars: ["a", "b"] },
    results: {
      bindings: [
        { a: { type: "uri", value: "urn:x" } },
        { a: { type: "literal", value: "值", "xml:lang": "zh" }, b: { type: "bnode", value: "b0" } },
      ],
    },
  });
  expect(answer).toEqual({
    kind: "rows",
    table: {
      columns: ["a", "b"],
      rows: [
        [{ type: "uri", value: "urn:x" }, null],
        [
          { type: "literal", value: "值", language: "zh" },
          { type: "bnode", value: "b0" },
        ],
      ],
    },
  });
});

test("an ASK is a truth value", () => {
  expect(ofResults({ head: {}, boolean: false })).toEqual({ kind: "boolean", value: false });
});

test("nodes of JSON-LD become triples", () => {
  const answer = ofJsonLd([
    {
      "@id": "urn:s",
      "@type": ["urn:Class"],
      "urn:p": [{ "@id": "_:b" }, { "@value": "值", "@language": "zh" }, { "@value": 3, "@type": "urn:int" }],
    },
  ]);
  if (answer.kind !== "triples") throw new Error("no triples");
  expect(answer.table.rows.map((row) => row.map((term) => term?.value))).toEqual([
    ["urn:s", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "urn:Class"],
    ["urn:s", "urn:p", "_:b"],
    ["urn:s", "urn:p", "值"],
    ["urn:s", "urn:p", "3"],
  ]);
});
