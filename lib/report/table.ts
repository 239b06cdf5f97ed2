/**
 * Tables of a page: readable by people and screen readers, sortable by a click or the keyboard.
 *
 * @module
 */
import type { Table } from "../figures/plot/figure.ts";
import { shortNumber } from "../figures/plot/numbers.ts";
import { element, type Node, rich } from "./markup.ts";

const cell = (value: string | number | null): Node =>
  value === null
    ? element("td.none", {}, "–")
    : typeof value === "number" && !Number.isFinite(value)
    ? element("td.number", {}, shortNumber(value))
    : typeof value === "number"
    ? element("td.number", { dataValue: String(value), title: String(value) }, shortNumber(value, 4))
    : element(value.startsWith("sha256:") ? "td.digest" : "td", { title: value }, ...rich(value));

/**
 * A table that a click on a column's name sorts.
 *
 * @param name What the table holds, for those who do not see it.
 */
export const sortableTable = (name: string, { columns, rows }: Table): Node =>
  element(
    "div.scroll",
    { tabIndex: 0, role: "region", ariaLabel: name },
    element(
      "table.sortable",
      {},
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          ...columns.map((column) =>
            element(
              "th",
              { scope: "col", ariaSort: "none" },
              element(
                "button",
                { type: "button" },
                ...rich(column.name),
                ...(column.unit === null ? [] : [element("span.unit", {}, ` (${column.unit})`)]),
              ),
            )
          ),
        ),
      ),
      element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map(cell)))),
    ),
  );

/** Names with their values, one below the other. */
export const definitions = (entries: readonly (readonly [name: string, value: string])[]): Node =>
  element(
    "dl",
    {},
    ...entries.flatMap(([name, value]) => [
      element("dt", {}, ...rich(name)),
      element("dd", {}, ...rich(value)),
    ]),
  );
