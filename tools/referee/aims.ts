/**
 * What the estimate is meant to reach on the held-out half of the record, and what it reaches.
 *
 * @module
 */
import { isTuning, type RefereeCell } from "./cells.ts";
import { type JudgedSeries, truthOf } from "./judge.ts";
import { tokerSystems } from "./processes.ts";

/** A cell of the record with what was said of it. */
export type Row = RefereeCell & JudgedSeries;

/** A share that is counted, and what it should be. */
export interface Aim {
  /** Its name in the experiment. */
  readonly id: string;
  /** What is counted among what: "series that are not chaotic called chaotic". */
  readonly counted: string;
  readonly count: number;
  /** Among how many. */
  readonly of: number;
  readonly bound: "at least" | "at most";
  /** The share that is aimed at. */
  readonly share: number;
}

/** An exponent within this share of the certified one counts as right. */
export const NEAR = 0.15;

/** Whether an exponent is right. */
export const isNear = (lambda1: number | null, truth: number): boolean =>
  lambda1 !== null && Math.abs(lambda1 / truth - 1) <= NEAR;

/** The exponent of a series that was called chaotic. */
export const answerOf = ({ verdict, lambda1 }: Row): number | null => verdict === "chaotic" ? lambda1 : null;

/** By how many standard errors an answer is off. */
export const errorsOff = (row: Row): number => {
  const { lambda1, standardError } = truthOf(row);
  const own = row.standardError ?? 0;
  return Math.abs((row.lambda1 ?? Infinity) - lambda1) / Math.sqrt(own * own + standardError * standardError);
};

/** Whether a system of Toker's table was called what it is. */
export const isRight = ({ name, verdict }: Row): boolean => verdict === tokerSystems[name]!.truth;

/** Cells of Toker's table, each with our share and the published one. */
export const tokerShares = (
  rows: readonly Row[],
): readonly {
  readonly name: string;
  readonly level: number;
  readonly ours: number;
  readonly theirs: number;
}[] =>
  Object.entries(tokerSystems).flatMap(([name, { published }]) =>
    published.flatMap((count, level) => {
      const of = rows.filter((row) => row.part === "toker" && row.name === name && row.noise === level / 10);
      return of.length === 0
        ? []
        : [{ name, level, ours: of.filter(isRight).length / of.length, theirs: count / 100 }];
    })
  );

const ofCatalogue = (rows: readonly Row[], columns: RefereeCell["columns"]): readonly Aim[] => {
  const all = rows.filter((row) =>
    row.part === "catalogue" && row.rows === 20_000 && row.noise === 0 && row.columns === columns
  );
  const answered = all.filter((row) => answerOf(row) !== null);
  const of = columns === "x" ? "one column" : "all columns";
  return [{
    id: `within-15-percent-${columns}`,
    counted: `exponents from 20,000 clean rows of ${of} within 15 %`,
    count: answered.filter((row) => isNear(row.lambda1, truthOf(row).lambda1)).length,
    of: all.length,
    bound: "at least",
    share: 0.85,
  }, {
    id: `coverage-${columns}`,
    counted: `exponents from 20,000 clean rows of ${of} within two standard errors`,
    count: answered.filter((row) => errorsOff(row) <= 2).length,
    of: answered.length,
    bound: "at least",
    share: 0.93,
  }, {
    id: `refusals-${columns}`,
    counted: `chaotic series of 20,000 clean rows of ${of} not called chaotic`,
    count: all.length - answered.length,
    of: all.length,
    bound: "at most",
    share: 0.03,
  }];
};

/** All aims, with what was counted on the held-out half. */
export const aimsOf = (rows: readonly Row[]): readonly Aim[] => {
  const held = rows.filter((row) => !isTuning(row));
  const alarms = held.filter(({ part }) => part === "alarms");
  const cells = tokerShares(held);
  return [
    {
      id: "false-alarms",
      counted: "series that are not chaotic called chaotic",
      count: alarms.filter((row) => answerOf(row) !== null).length,
      of: alarms.length,
      bound: "at most",
      share: 0.01,
    },
    ...ofCatalogue(held, "x"),
    ...ofCatalogue(held, "all"),
    {
      id: "published-table",
      counted: "systems and levels of noise of Toker et al. (2020) judged right as often as there",
      count: cells.filter(({ ours, theirs }) => ours >= theirs).length,
      of: cells.length,
      bound: "at least",
      share: 1,
    },
  ];
};

/** Whether what was counted is what is aimed at. */
export const isReached = ({ count, of, bound, share }: Aim): boolean =>
  of > 0 && (bound === "at least" ? count >= share * of : count <= share * of);
