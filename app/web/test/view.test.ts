import { describe, expect, test } from "vitest";
import type { EntityId, ObservationId } from "../src/api/types";
import { askOf } from "../src/state/ask";
import {
  choose,
  connect,
  type ExploreView,
  expand,
  hide,
  MAX_OPENED,
  pictureKey,
  pin,
  sameDrawing,
  showHidden,
  toggleType,
  unpin,
  viewOf,
  viewOfPattern,
  withFact,
} from "../src/state/explore";
import { formatView, parseView } from "../src/state/view";

const id = (path: string) => path as EntityId;
const region = id("region/220322");
const hospital = id("institution/220322/梨树县第一人民医院");
const odd = id("program/a&b=c #%2F“两癌”筛查+😀");

describe("a question in the address", () => {
  test.each([
    askOf("SELECT * { ?s ?p ?o } # &=+😀"),
    askOf("SELECT 1", "graph"),
    { ...askOf("SELECT 1", "chart"), axes: { x: "a & b", y: "n", by: null } },
    { ...askOf("SELECT 1", "chart"), axes: { x: "a", y: "n", by: "=" } },
  ])("%o comes back", (view) => {
    expect(parseView(formatView(view))).toEqual(view);
  });

  test("a table needs no word of its own", () => {
    expect(formatView(askOf("SELECT"))).toBe("#ask=SELECT");
  });

  test.each(["#ask=x&as=poem", "#ask=x&as=chart&x=a", "#ask=x&as=chart&y=a", "#ask=x&as=chart&by=a"])(
    "%s is broken",
    (fragment) => {
      expect(parseView(fragment)).toBe("broken");
    },
  );
});

describe("a view in the address", () => {
  const views: Record<string, ExploreView> = {
    fresh: viewOf(region),
    expanded: expand(expand(viewOf(region), hospital), odd),
    "expanded by a relation": expand(viewOf(region), region, "implements"),
    connected: connect(viewOf(region), odd),
    "of a pattern": expand(viewOfPattern(region, "地区=雨山区 → 项目 | & 指标"), hospital),
    arranged: pin(toggleType(hide(expand(viewOf(region), odd), odd, region), "person"), {
      id: hospital,
      x: -12.4,
      y: 30,
    }),
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
    "#entity=region/220322&open=region/1|x",
    "#entity=region/220322&open=region/1|implements|x",
    "#entity=region/220322&ways=region/1",
    "#entity=region/220322&pattern=",
    "#entity=region/220322&hide=x",
    "#entity=region/220322&without=planet",
    "#entity=region/220322&pin=1,2",
    "#entity=region/220322&pin=1,x,region/1",
    "#entity=region/220322&observation=region/1",
    "#entity=region/220322&relation=implements&subject=region/1",
    "#entity=region/220322&relation=__proto__&subject=region/1&object=region/2",
  ])("is broken: %s", (fragment) => {
    expect(parseView(fragment)).toBe("broken");
  });
});

describe("a step in the graph", () => {
  const fact = { kind: "observation", id: "observation/x/1-1" as ObservationId } as const;

  test("opens what is around an entity once and closes the fact", () => {
    const view = expand(withFact(expand(viewOf(region), hospital), fact), region);
    expect(view).toEqual({ ...expand(viewOf(region), hospital), entity: region });
  });

  test("keeps a bounded number of parts, the latest", () => {
    let view: ExploreView = viewOf(region);
    for (let number = 0; number < MAX_OPENED; number++) view = expand(view, id(`program/${number}`));
    expect(view.opened).toHaveLength(MAX_OPENED);
    expect(view.opened).not.toContainEqual(viewOf(region).opened[0]);
    expect(parseView(formatView(view))).toEqual(view);
  });

  test("chooses another entity and opens nothing", () => {
    expect(choose(viewOf(region), hospital)).toEqual({ ...viewOf(region), entity: hospital });
  });

  test("hides a node, and chooses another where that was the chosen one", () => {
    const pinned = pin(viewOf(region), { id: hospital, x: 1, y: 2 });
    const hidden = hide(choose(pinned, hospital), hospital, region);
    expect(hidden).toEqual({ ...viewOf(region), hidden: [hospital] });
    expect(showHidden(hidden)).toEqual(viewOf(region));
  });

  test("leaves a type out and takes it in again", () => {
    const without = toggleType(viewOf(region), "program");
    expect(without.without).toEqual(["program"]);
    expect(toggleType(without, "program")).toEqual(viewOf(region));
  });

  test("has the same picture whatever is chosen, until its nodes change", () => {
    const view = expand(viewOf(region), hospital);
    expect(pictureKey(choose(view, region))).toBe(pictureKey(view));
    const others = [
      viewOf(region),
      hide(view, odd, region),
      toggleType(view, "task"),
      pin(view, { id: odd, x: 1, y: 2 }),
    ];
    expect(new Set([view, ...others].map(pictureKey)).size).toBe(5);
  });

  test("pins a node at one place", () => {
    const view = pin(pin(viewOf(region), { id: odd, x: 1, y: 2 }), { id: odd, x: 3, y: 4 });
    expect(view.pinned).toEqual([{ id: odd, x: 3, y: 4 }]);
    expect(unpin(view, odd)).toEqual(viewOf(region));
  });

  test("is no other drawing where only the fact is another", () => {
    expect(sameDrawing(viewOf(region), withFact(viewOf(region), fact))).toBe(true);
    expect(sameDrawing(viewOf(region), toggleType(viewOf(region), "task"))).toBe(false);
  });
});
