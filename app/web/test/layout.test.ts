import { describe, expect, test } from "vitest";
import { type Box, type Link, type Point, place } from "../src/graph/layout";

const box = (id: string, group = 0): Box => ({ id, width: 100, height: 60, drop: 20, group });

function star(root: string, leaves: number): { boxes: Box[]; links: Link[] } {
  const ids = Array.from({ length: leaves }, (_, number) => `${root}${number}`);
  return {
    boxes: ids.map((id, index) => box(id, index % 3)),
    links: ids.map((id) => ({ source: root, target: id })),
  };
}

function overlaps(boxes: Box[], places: Map<string, Point>): number {
  const at = (id: string) => places.get(id) ?? { x: Number.NaN, y: Number.NaN };
  let count = 0;
  boxes.forEach((a, index) => {
    for (const b of boxes.slice(index + 1)) {
      const apart =
        Math.abs(at(a.id).x - at(b.id).x) >= (a.width + b.width) / 2 - 1 ||
        Math.abs(at(a.id).y - at(b.id).y) >= (a.height + b.height) / 2 - 1;
      if (!apart) count++;
    }
  });
  return count;
}

const first = star("a", 40);
const problem = {
  boxes: [box("a"), ...first.boxes],
  links: first.links,
  known: new Map<string, Point>(),
  pinned: new Map<string, Point>(),
  root: "a",
  anchor: "a",
  aspect: 1.3,
};

describe("a layout", () => {
  const places = place(problem);

  test("gives every node a place, the root the origin", () => {
    expect([...places.keys()].sort()).toEqual(problem.boxes.map(({ id }) => id).sort());
    expect(places.get("a")).toEqual({ x: 0, y: 0 });
    expect([...places.values()].every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
  });

  test("lets no label cover another", () => {
    expect(overlaps(problem.boxes, places)).toBe(0);
  });

  test("is the same each time", () => {
    expect(place(problem)).toEqual(places);
  });

  test("is wide in a wide picture and high in a high one", () => {
    const ratio = (aspect: number) => {
      const points = [...place({ ...problem, aspect }).values()];
      const extent = (values: number[]) => Math.max(...values) - Math.min(...values);
      return extent(points.map(({ x }) => x)) / extent(points.map(({ y }) => y));
    };
    expect(ratio(1.8)).toBeGreaterThan(1.2);
    expect(ratio(0.6)).toBeLessThan(0.9);
  });

  test("makes room for the neighbours of an opened node", () => {
    const second = star("a7", 25);
    const boxes = [...problem.boxes, ...second.boxes];
    const links = [...problem.links, ...second.links];
    const grown = place({ ...problem, boxes, links, known: places, anchor: "a7" });
    expect(grown.get("a")).toEqual({ x: 0, y: 0 });
    expect(overlaps(boxes, grown)).toBe(0);
  });

  test("keeps labels apart while one node after another is opened", () => {
    let grown = problem;
    for (const anchor of ["a3", "a30", "a3-7", "a12", "a30-1", "a3-7-20", "a39"]) {
      const more = star(`${anchor}-`, 40);
      const links = more.boxes.map(({ id }) => ({ source: anchor, target: id }));
      const boxes = [...grown.boxes, ...more.boxes];
      grown = { ...grown, boxes, links: [...grown.links, ...links], known: place(grown), anchor };
      expect(overlaps(boxes, place(grown))).toBe(0);
    }
  });

  test("of a node alone", () => {
    const alone = place({ ...problem, boxes: [box("a")], links: [] });
    expect(alone).toEqual(new Map([["a", { x: 0, y: 0 }]]));
  });
});
