import { describe, expect, test } from "vitest";
import type { EntityId, ObservationId } from "../src/api/types";
import { type ExploreView, expand, MAX_OPENED, viewOf, withFact } from "../src/state/explore";
import { formatView, parseView } from "../src/state/view";

const id = (path: string) => path as EntityId;
const region = id("region/220322");
const hospital = id("institution/220322/梨树县第一人民医院");
const odd = id("program/a&b=c #%2F“两癌”筛查+😀");

describe("a view in the address", () => {
  const views: Record<string, ExploreView> = {
    fresh: viewOf(region),
    expanded: expand(expand(viewOf(region), hospital), odd),
    "an observation": withFact(viewOf(odd), {
      kind: "observation",
      id: "observation/0123456789abcdef/120-2" as ObservationId,
    }),
    "a relation": withFact(expand(viewOf(region), hospital), {
      kind: "relation",
      subject: region,
      type: "implements",
      object: odd,
    }),
  };
  test.each(Object.entries(views))("comes back: %s", (_, view) => {
    expect(parseView(formatView(view))).toEqual(view);
  });

  test("is the start page where there is none", () => {
    expect(parseView("")).toBeNull();
    expect(parseView(formatView(null))).toBeNull();
  });

  test.each([
    "#nonsense",
    "#entity=",
    "#entity=region",
    "#entity=javascript:alert(1)",
    "#open=region/220322",
    "#entity=region/220322&open=x",
    "#entity=region/220322&observation=region/1",
    "#entity=region/220322&relation=implements&subject=region/1",
    "#entity=region/220322&relation=__proto__&subject=region/1&object=region/2",
  ])("is broken: %s", (fragment) => {
    expect(parseView(fragment)).toBe("broken");
  });
});

describe("expanding", () => {
  test("opens an entity once and closes the fact", () => {
    const fact = { kind: "observation", id: "observation/x/1-1" as ObservationId } as const;
    const view = expand(withFact(expand(viewOf(region), hospital), fact), region);
    expect(view).toEqual({ kind: "explore", entity: region, opened: [region, hospital], fact: null });
  });

  test("keeps a bounded number, the latest", () => {
    let view: ExploreView = viewOf(region);
    for (let number = 0; number < MAX_OPENED; number++) view = expand(view, id(`program/${number}`));
    expect(view.opened).toHaveLength(MAX_OPENED);
    expect(view.opened).not.toContain(region);
    expect(parseView(formatView(view))).toEqual(view);
  });
});
