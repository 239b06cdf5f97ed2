/**
 * Tables of a page: readable by people and screen readers, sortable by a click or the keyboard.
 *
 * @module
 */
import type { Table } from "./figures/plot/figure.ts";
import { shortNumber } from "../numerics/format.ts";
import { element, type Node, rich } from "./markup.ts";

type Value = string | number | null;

/** What is shown only when a reader asks for all there is. */
export const FOLDED = ".folded";

/** The box in which a tick shows what is folded. */
export const unfoldNode = (label: string): Node =>
  element("label.unfold", {}, element("input", { type: "checkbox" }), ` ${label}`);

const cell = (value: Value, place: string): Node =>
  value === null
    ? element(`td.none${place}`, {}, "–")
    : typeof value === "number" && !Number.isFinite(value)
    ? element(`td.number${place}`, {}, shortNumber(value))
    : typeof value === "number"
    ? element(`td.number${place}`, { dataValue: String(value) }, shortNumber(value, 4))
    : element(
      value.startsWith("sha256:") ? `td.digest${place}` : `td${place}`,
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
 * @param foremost How many columns are shown from the beginning; a tick in a box shows the others. Default:
 * all.
 */
export const sortableTable = (name: string, { columns, rows }: Table, foremost = columns.length): Node => {
  const place = (index: number): string => index < foremost ? "" : FOLDED;
  const table = element(
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
          ...columns.map((column, index) =>
            element(
              `th${place(index)}`,
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
        ...rows.map(([first = null, ...rest]) =>
          element("tr", {}, rowHead(first), ...rest.map((value, index) => cell(value, place(index + 1))))
        ),
      ),
    ),
  );
  return foremost >= columns.length ? table : element(
    "div.foldable",
    {},
    unfoldNode(`Show all ${columns.length} columns`),
    table,
  );
};

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
