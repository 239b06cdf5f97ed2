/**
 * Writes series of the referee's record for programs in other languages: a line of JSON for each, to standard output.
 *
 * @module
 */
import { idOf, refereeCells } from "./referee/cells.ts";
import { firstColumn, seriesOfCell } from "./referee/judge.ts";

/** Series of one column: of 1000 rows with all levels of noise, and of 5000 clean rows; three draws of what is not chaotic. */
const asked = refereeCells.filter(({ part, rows, columns, noise, draw }) =>
  part !== "toker" && columns === "x" && draw < 3 && (rows === 1000 || (rows === 5000 && noise === 0))
);
for (const cell of asked) {
  console.log(JSON.stringify({ id: idOf(cell), dt: seriesOfCell(cell).dt, values: [...firstColumn(cell)] }));
}
