/**
 * Tables of a page: readable by people and screen readers, sortable by a click or the keyboard.
 *
 * @module
 */
import type { Table } from "../figures/plot/figure.ts";
import { shortNumber } from "../numerics/format.ts";
import { element, type Node, rich } from "./markup.ts";

type Value = string | number | null;

const cell = (value: Value): Node =>
  value === null
    ? element("td.none", {}, "–")
    : typeof value === "number" && !Number.isFinite(value)
    ? element("td.number", {}, shortNumber(value))
    : typeof value === "number"
    ? element("td.number", { dataValue: String(value) }, shortNumber(value, 4))
    : element(
      value.startsWith("sha256:") ? "td.digest" : "td",
      value.length > 40 ? { title: value } : {},
      ...rich(value),
    );

/** The first cell of a row names it: it stays where it is while the others are scrolled. */
const rowHead = (value: Value): Node =>
  element(
    typeof value === "number" ? "th.number" : "th",
    { scope: "row", ...(typeof value === "number" ? { dataValue: String(value) } : {}) },
    ...(value === null ? ["–"] : typeof value === "number" ? [shortNumber(value, 4)] : rich(value)),
  );

/**
 * A table that a click on a column's name sorts; on a phone each row becomes a card.
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
      element(
        "tbody",
        {},
        ...rows.map(([first = null, ...rest]) => element("tr", {}, rowHead(first), ...rest.map(cell))),
      ),
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
