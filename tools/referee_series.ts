/**
 * Writes series of the referee's record for programs in other languages: a line of JSON for each, to standard output.
 *
 * @module
 */
import { cells, idOf } from "./referee/cells.ts";
import { firstColumn, seriesOfCell } from "./referee/judge.ts";

/** Clean series of one column and 1000 rows, as many as there are in the first part of the record. */
const asked = cells.filter(({ part, rows, columns, noise, draw }) =>
  part !== "toker" && rows === 1000 && columns === "x" && noise === 0 && draw === 0
);
for (const cell of asked) {
  console.log(JSON.stringify({ id: idOf(cell), dt: seriesOfCell(cell).dt, values: [...firstColumn(cell)] }));
}
