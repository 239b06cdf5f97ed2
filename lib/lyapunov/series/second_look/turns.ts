/**
 * Where a signal turns, and its cycles from one turn, or from one flank, to the next.
 *
 * @module
 */
import { squaresAround } from "../../../numerics/statistics.ts";

/** A maximum or a minimum from which a signal goes back by more than noise does. */
interface Turn {
  /** When it turns, in rows. */
  readonly row: number;
  readonly value: number;
  readonly isTop: boolean;
}

/** A cycle: how long it is, in rows, and the two turns in it, in the order in which they come. */
export interface Cycle {
  readonly length: number;
  readonly turns: readonly [number, number];
}

/** How far a signal goes back after a turn, in its deviations. */
const BACK = 0.3;

/** The top of the parabola through a turn and the rows beside it. */
const refined = (signal: Float64Array, row: number, isTop: boolean): Turn => {
  const [a, b, c] = [signal[row - 1] ?? signal[row]!, signal[row]!, signal[row + 1] ?? signal[row]!];
  const curve = a - 2 * b + c;
  const shift = curve === 0 ? 0 : Math.max(-0.5, Math.min(0.5, (a - c) / (2 * curve)));
  return { row: row + shift, value: b - (a - c) * shift / 4, isTop };
};

/** The turns of a signal, tops and bottoms in turn. */
const turnsOf = (signal: Float64Array): readonly Turn[] => {
  const back = BACK * Math.sqrt(squaresAround(signal) / signal.length);
  const found: Turn[] = [];
  let [top, bottom] = [0, 0];
  for (let row = 1; row < signal.length; row++) {
    if (signal[row]! > signal[top]!) top = row;
    if (signal[row]! < signal[bottom]!) bottom = row;
    const last = found.at(-1);
    const isTop = last?.isTop !== true && signal[top]! - signal[row]! > back;
    const isBottom = last?.isTop !== false && signal[row]! - signal[bottom]! > back;
    if (!isTop && !isBottom) continue;
    found.push(refined(signal, isTop ? top : bottom, isTop));
    [top, bottom] = [row, row];
  }
  return found;
};

/** When a signal is half way from one turn to the next. */
const halfWay = (signal: Float64Array, from: Turn, to: Turn): number => {
  const level = (from.value + to.value) / 2;
  let row = Math.floor(from.row) + 1;
  while (row + 1 < to.row && (signal[row]! < level) === (from.value < level)) row++;
  const [before, value] = [signal[row - 1]!, signal[row]!];
  return before === value ? row : row - Math.max(0, Math.min(1, (value - level) / (value - before)));
};

/** Cycles from every other turn to the next but one. */
const fromTurns = (turns: readonly Turn[], first: number): readonly Cycle[] =>
  turns.slice(first + 2).flatMap((end, i) => {
    const [begin, middle] = [turns[first + i]!, turns[first + i + 1]!];
    return i % 2 === 1 ? [] : [{ length: end.row - begin.row, turns: [begin.value, middle.value] as const }];
  });

/** Cycles from every other flank to the next but one. */
const fromFlanks = (signal: Float64Array, turns: readonly Turn[], first: number): readonly Cycle[] => {
  const flanks = turns.slice(0, -1).map((turn, i) => halfWay(signal, turn, turns[i + 1]!));
  return flanks.slice(first + 2).flatMap((end, i) => {
    const [one, other] = [turns[first + i + 1]!, turns[first + i + 2]!];
    return i % 2 === 1
      ? []
      : [{ length: end - flanks[first + i]!, turns: [one.value, other.value] as const }];
  });
};

/**
 * The cycles of a signal, cut in four ways: at its tops, its bottoms, its ways up and its ways down. The first turn may be but
 * the beginning of the signal.
 *
 * @param signal T samples.
 * @example A wave of period 20 under a little noise
 * ```ts
 * import { cyclesOf } from "./turns.ts";
 * import { sin } from "../../../numerics/elementary.ts";
 * import { normals, stream } from "../../../numerics/random.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
 *
 * const wave = normals(stream(1, "noise"), 300).map((noise, row) => sin(Math.PI * row / 10) + noise / 50);
 * const cuts = cyclesOf(wave);
 * assertEquals(cuts.map((cycles) => cycles.length), [15, 14, 14, 14]);
 * cuts.flatMap((cycles) => cycles.slice(1)).forEach(({ length }) => assertAlmostEquals(length, 20, 2));
 * ```
 */
export const cyclesOf = (signal: Float64Array): readonly (readonly Cycle[])[] => {
  const turns = turnsOf(signal);
  return [0, 1].flatMap((first) => [fromTurns(turns, first), fromFlanks(signal, turns, first)]);
};
