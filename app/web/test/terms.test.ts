import { describe, expect, test } from "vitest";
import { isWritable, localId, shorten } from "../src/ask/terms";

const PREFIXES = {
  id: "https://w3id.org/weitu/id/",
  indicator: "https://w3id.org/weitu/id/indicator/",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
};

describe("an IRI in a query", () => {
  test.each([
    ["http://www.w3.org/2000/01/rdf-schema#label", "rdfs:label"],
    ["https://w3id.org/weitu/id/indicator/infant-mortality-rate", "indicator:infant-mortality-rate"],
    ["https://w3id.org/weitu/id/indicator/签约率", "indicator:签约率"],
    ["https://w3id.org/weitu/id/region/340504", "<https://w3id.org/weitu/id/region/340504>"],
    ["https://w3id.org/weitu/id/indicator/", "<https://w3id.org/weitu/id/indicator/>"],
    ["https://w3id.org/weitu/id/indicator/“两癌”", "<https://w3id.org/weitu/id/indicator/“两癌”>"],
    ["urn:x", "<urn:x>"],
  ])("%s is written %s", (iri, written) => {
    expect(shorten(iri, PREFIXES)).toBe(written);
  });

  test.each(["a b", "a>b", "a\nb", "a{b", ""])("%j cannot stand in one", (iri) => {
    expect(isWritable(iri)).toBe(false);
  });

  test("of a thing has an id", () => {
    expect(localId("https://w3id.org/weitu/id/region/340504", PREFIXES)).toBe("region/340504");
    expect(localId("http://example.org/", PREFIXES)).toBeNull();
  });
});
