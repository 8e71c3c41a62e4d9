import { expect, test } from "vitest";
import { entityPath, restOf } from "../src/api/client";
import type { EntityId } from "../src/api/types";

test.each([
  ["region/220322", "/entities/region/220322"],
  ["institution/220322/县医院", "/entities/institution/220322/%E5%8E%BF%E5%8C%BB%E9%99%A2"],
  ["document/0123456789abcdef#line=12", "/entities/document/0123456789abcdef%23line%3D12"],
  ["program/a%2Fb?c", "/entities/program/a%252Fb%3Fc"],
])("the path of %s encodes each segment once", (id, path) => {
  expect(entityPath(id as EntityId)).toBe(path);
});

test.each([
  [0, 0, []],
  [3, 3, []],
  [1001, 500, [500, 1000]],
  [1000, 500, [500]],
  [7, 2, [2, 4, 6]],
])("the other parts of a list of %i, of which the first gave %i", (total, size, offsets) => {
  expect(restOf(total, size)).toEqual(offsets);
});
