/**
 * Whether a series looks stationary: its first half against its second, by the means, deviations and steps of blocks.
 *
 * @module
 */
import { numberInWords } from "../../numerics/format.ts";
import { column, type Series } from "../series.ts";
import { mean, squaresAround } from "../../numerics/statistics.ts";

/** What a test of stationarity found. */
export interface Stationarity {
  /** Whether nothing speaks against it. */
  readonly looksStationary: boolean;
  /** Why, in a sentence with the numbers that decided. */
  readonly because: string;
}

/** Blocks of the series: ten for each half. */
const BLOCKS = 20;

/** Student's t for 18 degrees of freedom that chance exceeds once in 1000, in either direction. */
const T_LIMIT = 3.92;

/** Halves differ in earnest when by this many standard deviations of the series. */
const LEAST_DIFFERENCE = 0.2;

/** Correlation of neighbouring blocks that chance exceeds about once in 100: 20 independent blocks give 0 ± 0.22. */
const MEMORY_LIMIT = 0.5;

/** Slow drift counts when the means of blocks spread by this many standard deviations of the series. */
const LEAST_SPREAD = 0.3;

/**
 * Where the means of blocks spread almost as widely as the series itself, nearly all of its movement outlasts a block, and
 * less correlation between neighbours is enough: a wave must have fewer than five periods to look like that.
 */
const SLOW = { spread: 0.7, memory: 0.2 };

/** Student's t of the difference between the halves of a list, with the difference itself. */
const halves = (values: readonly number[]): { readonly t: number; readonly difference: number } => {
  const half = values.length / 2;
  const [first, second] = [values.slice(0, half), values.slice(half)];
  const difference = mean(second) - mean(first);
  const error = Math.sqrt((squaresAround(first) + squaresAround(second)) / (half * (half - 1)));
  return { t: difference === 0 ? 0 : Math.abs(difference) / error, difference };
};

const memoryOf = (values: readonly number[]): number => {
  const centre = mean(values);
  const all = squaresAround(values);
  return all === 0 ? 0 : values.slice(1).reduce(
    (sum, value, index) => sum + (value - centre) * (values[index]! - centre),
    0,
  ) / all;
};

/** How far a signal moves from row to row. */
const stepOf = (values: Float64Array): number => {
  let squares = 0;
  for (let i = 1; i < values.length; i++) {
    squares += (values[i]! - values[i - 1]!) * (values[i]! - values[i - 1]!);
  }
  return Math.sqrt(squares / (values.length - 1));
};

const blocksOf = (values: Float64Array) => {
  const length = Math.floor(values.length / BLOCKS);
  const blocks = Array.from(
    { length: BLOCKS },
    (_, block) => values.subarray(block * length, (block + 1) * length),
  );
  const deviations = blocks.map((block) => Math.sqrt(squaresAround(block) / block.length));
  return {
    means: blocks.map(mean),
    deviations,
    paces: blocks.map((block, index) => deviations[index]! > 0 ? stepOf(block) / deviations[index]! : 0),
  };
};

interface Finding {
  readonly strength: number;
  readonly text: string;
}

const shown = (value: number): string => numberInWords(value, "", 2);

const findingsOf = (values: Float64Array, name: string): readonly Finding[] => {
  const deviation = Math.sqrt(squaresAround(values) / values.length);
  const { means, deviations, paces } = blocksOf(values);
  const pace = halves(paces);
  const usualPace = mean(paces);
  const [level, width] = [halves(means), halves(deviations)];
  const memory = memoryOf(means);
  const spread = Math.sqrt(squaresAround(means) / means.length) / deviation;
  const differs = ({ t, difference }: typeof level) =>
    t > T_LIMIT && Math.abs(difference) > LEAST_DIFFERENCE * deviation;
  return [
    ...(differs(level)
      ? [{
        strength: level.t,
        text:
          `the mean of ${name} moves by ${
            shown(level.difference / deviation)
          } standard deviations from the ` +
          `first half to the second (t = ${shown(level.t)})`,
      }]
      : []),
    ...(differs(width)
      ? [{
        strength: width.t,
        text:
          `${name} varies ${
            width.difference > 0 ? "more" : "less"
          } in the second half: its standard deviation ` +
          `changes by ${shown(width.difference / deviation)} of that of the series (t = ${shown(width.t)})`,
      }]
      : []),
    ...(pace.t > T_LIMIT && Math.abs(pace.difference) > LEAST_DIFFERENCE * usualPace
      ? [{
        strength: pace.t,
        text: `the spectrum of ${name} changes: it moves ${
          Math.round(100 * Math.abs(pace.difference) / usualPace)
        } % ${pace.difference > 0 ? "more" : "less"} from row to row in the second half (t = ${
          shown(pace.t)
        })`,
      }]
      : []),
    ...((memory > MEMORY_LIMIT && spread > LEAST_SPREAD) || (memory > SLOW.memory && spread > SLOW.spread)
      ? [{
        strength: Math.max(1, memory / MEMORY_LIMIT) * T_LIMIT,
        text:
          `${name} drifts: the means of ${BLOCKS} blocks spread by ${
            shown(spread)
          } standard deviations, and ` +
          `neighbouring blocks correlate by ${shown(memory)}`,
      }]
      : []),
  ];
};

/**
 * Compares the halves of a series column by column. Blocks are long against the memory of a stationary series, so their
 * means and deviations are as good as independent; a difference of the halves beyond what they scatter, or blocks that
 * remember each other, show that the series changes.
 *
 * @param series Of fewer than 40 rows nothing is said.
 * @param names Names of the columns, for the sentence.
 *
 * @example A ramp is not stationary
 * ```ts
 * import { seriesOf } from "../series.ts";
 * import { stationarityOf } from "./stationarity.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const ramp = seriesOf(Array.from({ length: 200 }, (_, i) => [i]), 1);
 * const zigzag = seriesOf(Array.from({ length: 200 }, (_, i) => [i % 2]), 1);
 * assertEquals(stationarityOf(ramp, ["x"]).looksStationary, false);
 * assertEquals(stationarityOf(zigzag, ["x"]).looksStationary, true);
 * ```
 */
export const stationarityOf = (series: Series, names: readonly string[]): Stationarity => {
  if (series.rows < 2 * BLOCKS) {
    return { looksStationary: true, because: `${series.rows} rows are too few to tell otherwise` };
  }
  const findings = names.flatMap((name, index) => findingsOf(column(series, index), name));
  if (findings.length === 0) {
    return {
      looksStationary: true,
      because: `both halves have the same means and deviations within what ${BLOCKS} blocks scatter`,
    };
  }
  const strongest = findings.reduce((most, each) => each.strength > most.strength ? each : most);
  const others = findings.length - 1;
  return {
    looksStationary: false,
    because: strongest.text +
      (others === 0 ? "" : `; ${others} more such ${others === 1 ? "sign" : "signs"}`),
  };
};
