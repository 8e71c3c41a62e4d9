/** The order of the rows of a comparison. Gaps stand last, whichever way it goes. */

import { formatOrder } from "../text/format";
import type { Row, Value } from "./values";

const COLUMNS = ["region", "year", "actual", "target", "baseline"] as const;
export type Column = (typeof COLUMNS)[number];

export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

/** The order after a click on the head of `column`: figures and years begin with the largest. */
export function turned(order: Order, column: Column): Order {
  if (order.column === column) return { column, descending: !order.descending };
  return { column, descending: column !== "region" };
}

/** `rows` in that order, equal ones as they were. */
export function ordered(rows: readonly Row[], { column, descending }: Order): Row[] {
  const sign = descending ? -1 : 1;
  if (column === "region") return rows.toSorted((a, b) => sign * formatOrder(a.region.label, b.region.label));
  if (column === "year") return rows.toSorted((a, b) => sign * formatOrder(a.year, b.year));
  return rows.toSorted((a, b) => {
    const [first, second] = [measured(a.values[column]), measured(b.values[column])];
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return sign * (first - second);
  });
}

function measured(value: Value | undefined): number | null {
  return value?.observation.value ?? value?.observation.low ?? null;
}
