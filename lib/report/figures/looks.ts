/**
 * Assigns colours, dashes and markers. A cell keeps its own on every page.
 *
 * @module
 */
import { cellKinds } from "../../networks/catalogue.ts";
import { COLOURS } from "./plot/palette.ts";
import type { Cell } from "../../networks/cell.ts";
import type { RunResult } from "../../results/result.ts";

/** Labels that a cell, or another label, often entails: they give no colour, as numbers give none. */
const ENTAILED: readonly string[] = ["seed", "dataset", "observation", "forcing", "units"];

/** What of a run gives its colour: its labels in words. Axes, panels or dashes show numbers. */
const wayOf = ({ labels }: Pick<RunResult, "labels">): string =>
  JSON.stringify(
    Object.entries(labels).filter(([name, value]) => typeof value === "string" && !ENTAILED.includes(name))
      .sort(),
  );

/**
 * The colour of each run, the same in every figure of a page: that of its cell where there are several cells; otherwise
 * one for each way of training that differs in more than numbers.
 *
 * @param among All runs of the page.
 */
export const coloursAmong = (
  among: readonly Pick<RunResult, "labels">[],
): (run: Pick<RunResult, "labels">) => number => {
  const ways = new Map(among.map((run) => [wayOf(run), run.labels.cell]));
  const looks = looksByCell([...ways.values()]);
  const colours = new Map([...ways.keys()].map((way, index) => [way, looks[index]! % COLOURS]));
  return (run) => colours.get(wayOf(run)) ?? 0;
};

/** The colour that some runs have together: their own, or where they differ one that none of the page has, if any is left. */
const colourOf = (own: readonly number[], all: ReadonlySet<number>): number => {
  if (own.every((colour) => colour === own[0])) return own[0]!;
  for (let colour = 0; colour < COLOURS; colour++) if (!all.has(colour)) return colour;
  return own[0]!;
};

/**
 * Looks for groups of runs: the colour of their runs, each with a dash and a marker of its own.
 *
 * @param groups The runs of each group.
 * @param among All runs of the page.
 */
export const looksAmong = (
  groups: readonly (readonly Pick<RunResult, "labels">[])[],
  among: readonly Pick<RunResult, "labels">[],
): readonly number[] => {
  const colour = coloursAmong(among);
  const all = new Set(among.map(colour));
  const used = new Set<number>();
  return groups.map((runs) => {
    let look = colourOf(runs.map(colour), all);
    while (used.has(look)) look += COLOURS;
    used.add(look);
    return look;
  });
};

/**
 * Looks for curves or groups of runs; no two are the same.
 *
 * @param cellOf The cell of each; undefined for what has none.
 * @param taken Looks that others have already. Default: none.
 * @returns The first of each cell gets the look of that cell, unless one before it in the catalogue has its colour. Where
 * there are several cells, the others of a cell get its colour with another dash and marker; all the rest get looks that
 * are left, in order.
 *
 * @example The LSTM keeps its look where the PLRNN comes after it, or not at all
 * ```ts
 * import { looksByCell } from "./looks.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(looksByCell(["LSTM", "PLRNN"]), [2, 0]);
 * assertEquals(looksByCell(["LSTM"]), [2]);
 * assertEquals(looksByCell(["LSTM", "LSTM", undefined], [0]), [2, 1, 3]);
 * assertEquals(looksByCell(["LSTM", "PLRNN", "LSTM"]), [2, 0, 8]);
 * ```
 */
export const looksByCell = (
  cellOf: readonly (string | number | undefined)[],
  taken: readonly number[] = [],
): readonly number[] => {
  const used = new Set(taken);
  const own = new Map<number, number>();
  const several = new Set(cellOf.filter((cell) => cell !== undefined)).size > 1;
  Object.values<Cell>(cellKinds).forEach((cell) => {
    const [first, look] = [cellOf.indexOf(cell.kind), cell.look];
    if (first < 0 || look === undefined || used.has(look)) return;
    used.add(look);
    own.set(first, look);
    if (!several) return;
    let next = look;
    cellOf.forEach((other, index) => {
      if (other !== cell.kind || index === first) return;
      do next += COLOURS; while (used.has(next));
      used.add(next);
      own.set(index, next);
    });
  });
  let free = 0;
  return cellOf.map((_, index) => {
    const look = own.get(index);
    if (look !== undefined) return look;
    while (used.has(free)) free++;
    used.add(free);
    return free;
  });
};
