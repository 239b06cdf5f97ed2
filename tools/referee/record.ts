/**
 * The referee's record as a file: a line for each series that was judged.
 *
 * @module
 */
import { idOf, type RefereeCell, refereeCells } from "./cells.ts";
import type { JudgedSeries } from "./judge.ts";

/** The record, by the name of the cell. */
export type RefereeRecord = ReadonlyMap<string, JudgedSeries>;

const HEADER = "part,name,rows,columns,noise,draw,verdict,reason,lambda1,standard_error,over_rows";

const numberOf = (text: string): number | null => text === "" ? null : Number(text);

/** Reads a record; a last line that was cut off while it was written is left out. */
export const parseRecord = (text: string): RefereeRecord =>
  new Map(
    text.slice(0, text.lastIndexOf("\n") + 1).split("\n").slice(1).filter((line) => line !== "").map(
      (line) => {
        const fields = line.split(",");
        const [verdict, reason, lambda1, standardError, overRows] = fields.slice(6);
        return [fields.slice(0, 6).join(","), {
          verdict: verdict!,
          reason: reason!,
          lambda1: numberOf(lambda1!),
          standardError: numberOf(standardError!),
          overRows: numberOf(overRows!),
        }];
      },
    ),
  );

/** Writes a record, in the order of the cells, every digit of every number. */
export const writtenRecord = (record: RefereeRecord): string =>
  [
    HEADER,
    ...refereeCells.map(idOf).filter((id) => record.has(id)).map((id) => {
      const { verdict, reason, lambda1, standardError, overRows } = record.get(id)!;
      return [id, verdict, reason, lambda1 ?? "", standardError ?? "", overRows ?? ""].join(",");
    }),
    "",
  ].join("\n");

/** The cells that were judged, each with what was said of it. */
export const judgedCells = (record: RefereeRecord): readonly (RefereeCell & JudgedSeries)[] =>
  refereeCells.flatMap((cell) => {
    const judged = record.get(idOf(cell));
    return judged === undefined ? [] : [{ ...cell, ...judged }];
  });
