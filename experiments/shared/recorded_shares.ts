/**
 * A figure of shares that a record counts, each beside what is aimed at.
 *
 * @module
 */
import { defineFigure, drawn, list, numberBetween, text } from "@lyap/lyap/define";

export default defineFigure({
  kind: "recorded shares",
  options: {
    /** Where the record is. */
    record: text,
    /** What is counted, the shares found, and those aimed at, in one order. */
    counted: list(text, 1),
    found: list(numberBetween(0, 1), 1),
    aimedAt: list(numberBetween(0, 1), 1),
  },
  build: ({ record, counted, found, aimedAt }) => {
    const axis = { unit: null, scale: "linear", ticks: null } as const;
    const places = (shares: readonly number[]) => shares.map((share, i) => [i + 1, 100 * share] as const);
    return drawn({
      kind: "recorded shares",
      title: `Shares that ${record} counts`,
      finding: counted.map((each, i) =>
        `${each}: ${(100 * found[i]!).toFixed(1)} %, aimed at ${(100 * aimedAt[i]!).toFixed(0)} %.`
      ),
      caption: ["Filled: what was counted. Open: what is aimed at. The table names what is counted."],
      panels: [{
        title: "",
        note: "",
        x: { ...axis, quantity: "row of the table", domain: [0, counted.length + 1] },
        y: { ...axis, quantity: "share", unit: "%", domain: [0, 100] },
        marks: [
          { type: "points", points: places(aimedAt), look: 1, filled: false, crossed: false, size: 6 },
          { type: "points", points: places(found), look: 0, filled: true, crossed: false, size: 4 },
        ],
        above: [],
        empty: null,
      }],
      columns: 1,
      aspect: 0.5,
      keepAspect: false,
      sharedY: false,
      legend: [],
      table: {
        columns: [
          { name: "row", unit: null },
          { name: "counted", unit: null },
          { name: "found", unit: "%" },
          { name: "aimed at", unit: "%" },
        ],
        rows: counted.map((each, i) => [i + 1, each, 100 * found[i]!, 100 * aimedAt[i]!]),
      },
    });
  },
});
