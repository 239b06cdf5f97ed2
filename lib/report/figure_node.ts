/**
 * A figure on a page: its finding, its picture in two widths, how to read it, its numbers, and what can be kept of it.
 *
 * @module
 */
import { toSvg } from "./figures/plot/draw.ts";
import type { Figure } from "./figures/plot/figure.ts";
import { figureValues } from "./figures/plot/values.ts";
import { textOf } from "./figures/plot/text.ts";
import { element, type Node, prose, rich, trusted } from "./markup.ts";
import { sortableTable } from "./table.ts";

/** Widths of a picture on narrow screens, in the text and on the first screen, in pixels. */
const widths = { narrow: 340, wide: 740, lead: 540 } as const;

/** JSON that a script element can hold. */
export const scriptJson = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

const formats = ["SVG", "PNG", "CSV"] as const;

/**
 * A figure.
 *
 * @param number By which the page names it.
 * @param isLead Whether it is on the first screen, beside the finding.
 */
export const figureNode = (figure: Figure, number: number, isLead: boolean): Node => {
  const id = `figure-${number}`;
  const drawn = (name: "wide" | "narrow", width: number): Node =>
    trusted(toSvg(figure, { width, standalone: false, class: name, id: `${id}-${name}` }));
  const values = figureValues(figure);
  const hasValues = values.some(({ m }) => m.length > 0);
  return element(
    isLead ? "figure.lead" : "figure",
    { id },
    element(
      "div.told",
      {},
      element("h3", {}, `Figure ${number}. `, ...rich(figure.title)),
      ...(isLead ? [] : [element("p", {}, ...prose(textOf(figure.finding)))]),
    ),
    element(
      "div.plot",
      hasValues
        ? { tabIndex: 0, role: "group", ariaLabel: `Figure ${number}: the arrow keys go from value to value` }
        : {},
      drawn("wide", isLead ? widths.lead : widths.wide),
      drawn("narrow", widths.narrow),
      ...(hasValues
        ? [
          element("output.value", { hidden: true }),
          trusted(`<script type="application/json" class="values">${scriptJson(values)}</script>`),
        ]
        : []),
    ),
    element(
      "div.more",
      {},
      ...(figure.caption.length === 0 ? [] : [
        element(
          "details.notes",
          {},
          element("summary", {}, "How to read it"),
          element("div.caption", {}, ...prose(figure.caption.join(" "))),
        ),
      ]),
      element(
        "details.numbers",
        {},
        element("summary", {}, `The numbers of figure ${number}`),
        sortableTable(`The numbers of figure ${number}`, figure.table),
      ),
      element(
        "p.keep",
        { hidden: true },
        "Keep it as ",
        ...formats.flatMap((format, place) => [
          ...(place === 0 ? [] : [" "]),
          element(
            "button",
            { type: "button", dataFormat: format.toLowerCase(), ariaLabel: `Figure ${number} as ${format}` },
            format,
          ),
        ]),
      ),
    ),
  );
};
