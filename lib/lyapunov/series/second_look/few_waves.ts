/**
 * A few waves under noise, which look like linear noise at first.
 *
 * @module
 */
import { percent } from "../../../numerics/format.ts";
import { squaresAround } from "../../../numerics/statistics.ts";
import { counted } from "../../../core/program/text.ts";
import type { Series } from "../../../series/series.ts";
import { type Frequencies, independentOf } from "../frequencies.ts";
import { prepareSeries } from "../prepare.ts";
import type { SeriesEstimate } from "../series_estimate.ts";
import type { SeriesJudgement } from "../verdict.ts";
import { foundRegular, judgedAgain } from "./judged_again.ts";
import { LINES, linesWitness } from "../witnesses.ts";
import { isLinearNoise } from "./linear_rest.ts";
import { putOn, type Wave } from "./wave.ts";
import { strongestWaves, type Waves } from "./waves.ts";

/** A wave of several takes off this share of what the stronger ones left: eight equal ones are found. */
const LEAST = 0.1;
/** Share of the power that the waves have, at least. */
const OF_WAVES = 0.8;
/** The part of the rows in which waves are found that must go on through the others. */
const PART = 0.75;
/** There they leave this many times what they leave in the mean, at most, and this share of the power in any case. */
const MORE_LEFT = 1.5;
const LITTLE = 0.05;
/** What is left with a smaller share of the power is nothing: what the fit misses. */
const NOTHING = 1e-5;
/** Rows of a period that the slowest wave shows at least ten times are this share of all. */
const SLOWEST = 0.1;
/** How well frequencies must be known to be told apart, in turns over the whole series. */
const TURNS = 0.2;
/** √6/π: the error of a frequency, in turns, where the amplitude of its wave is the deviation of noise over the root of the rows. */
const UNSURE = 0.78;
/** Standard deviations of a frequency that are allowed for. */
const ALLOWED = 8;
/** By chance a frequency is one of so many sums of others less often than this. */
const BY_CHANCE = 0.1;
/** Most independent frequencies that are counted, each with this share of the strongest one's power, at least. */
const MOST = 8;
const OWN = 2e-3;
/** Multiples in a sum of few frequencies, all together. */
const MULTIPLES = 10;

/** Sums of so many frequencies with at most so many multiples, all together. */
const sumsOf = (count: number, multiples: number): number => {
  if (count === 0) return 1;
  let all = 0;
  for (let m = -multiples; m <= multiples; m++) all += sumsOf(count - 1, multiples - Math.abs(m));
  return all;
};

/** Multiples up to which a frequency is hardly a sum by chance. */
const multiplesFor = (tolerance: number) => (count: number): number => {
  let multiples = 1;
  while (multiples < MULTIPLES && 4 * tolerance * sumsOf(count, multiples + 1) < BY_CHANCE) multiples++;
  return multiples;
};

const backwards = (signal: Float64Array): Float64Array => signal.slice().reverse();

/** The squares of a signal beyond the part in which its waves were found, and of what these leave there. */
const squaresBeyond = (signal: Float64Array): { readonly all: number; readonly left: number } => {
  const rows = Math.floor(PART * signal.length);
  const { waves } = strongestWaves(signal.subarray(0, rows), LEAST);
  const found = new Float64Array(signal.length);
  for (const wave of waves) putOn(found, wave);
  return {
    all: squaresAround(signal.subarray(rows)),
    left: squaresAround(signal.map((value, row) => value - found[row]!).subarray(rows)),
  };
};

/** Whether the waves of the first rows go on through the last ones, and those of the last were there in the first. */
const goOn = (signal: Float64Array, rest: Float64Array): boolean => {
  const [ahead, back] = [squaresBeyond(signal), squaresBeyond(backwards(signal))];
  const usual = squaresAround(rest) / signal.length;
  return ahead.left + back.left < Math.max(LITTLE, MORE_LEFT * usual) * (ahead.all + back.all);
};

/** The independent frequencies of waves, as the lines of a spectrum. Half a turn from row to row is found inexactly. */
const frequenciesOfWaves = ({ waves, rest }: Waves): Frequencies => {
  const rows = rest.length;
  const left = squaresAround(rest) / rows;
  const tolerance = TURNS / rows;
  const power = ({ cosine, sine }: Wave): number => cosine * cosine + sine * sine;
  const sorted = waves.toSorted((a, b) => power(b) - power(a));
  const unsure = ALLOWED * UNSURE / TURNS;
  const isKnown = (wave: Wave): boolean =>
    power(wave) >= Math.max(OWN * power(sorted[0]!), unsure * unsure * left / rows);
  const found = independentOf(
    sorted.filter(isKnown).map(({ frequency }) => Math.abs(0.5 - frequency) * rows < 1 ? 0.5 : frequency),
    tolerance,
    { most: MOST, multiples: multiplesFor(tolerance) },
  );
  return { ...found, lines: waves.length, share: 1 - left };
};

/**
 * A series like linear noise whose power is that of a few waves: its surrogates are the same waves, so that the test against
 * noise says nothing. Noise of a narrow band looks like waves too, but these do not go on: each must keep its phase through
 * rows from which it was not found.
 */
export const withWaves = (series: Series, estimate: SeriesEstimate): SeriesEstimate => {
  const { columns, rows } = prepareSeries(series);
  const found = columns.map((signal) => strongestWaves(signal, LEAST));
  const share = 1 - Math.max(...found.map(({ rest }) => squaresAround(rest) / rows));
  const isSlow = ({ frequency }: Wave): boolean => frequency * rows * SLOWEST < 1;
  if (share < OF_WAVES || found.some(({ waves }) => waves.length === 0 || waves.every(isSlow))) {
    return estimate;
  }
  if (!columns.every((signal, i) => goOn(signal, found[i]!.rest))) return estimate;
  const rests = found.map(({ rest }) => rest).filter((rest) => squaresAround(rest) > NOTHING * rows);
  if (rests.length > 0 && !isLinearNoise(rests, estimate.dt)) return estimate;
  const { waves } = found[0]!;
  const judged: SeriesJudgement = {
    verdict: "regular",
    reason: "few waves",
    because: `${percent(share, 2)} of its power ${waves.length === 1 ? "is" : "are"} ${
      counted(waves.length, "wave")
    }; found in three quarters of the rows, they go on through the others, and ${
      rests.length === 0 ? "nothing is left" : "what is left is like linear noise"
    }`,
  };
  return foundRegular(estimate, judged, frequenciesOfWaves(found[0]!), rows);
};

/** Reasons that come with an exact period. */
const EXACT: readonly SeriesEstimate["reason"][] = ["repeats itself", "one cycle"];
/** Share of the power that waves have where they tell more of the frequencies than the lines of a spectrum do. */
const ALL_WAVES = 0.98;

/**
 * A regular series with its frequencies from waves, which are told apart where lines of a spectrum run together. Strange sets have
 * more lines than there are waves.
 */
export const withFrequencies = (series: Series, estimate: SeriesEstimate): SeriesEstimate => {
  if (EXACT.includes(estimate.reason) || estimate.dynamics.kind === "strange non-chaotic") return estimate;
  const [signal] = prepareSeries(series).columns;
  const found = strongestWaves(signal!, LEAST);
  const frequencies = frequenciesOfWaves(found);
  if (frequencies.base.length === 0 || frequencies.share < ALL_WAVES || !goOn(signal!, found.rest)) {
    return estimate;
  }
  const { verdict, reason, because, witnesses } = estimate;
  return {
    ...judgedAgain(estimate, { verdict, reason, because }, frequencies),
    witnesses: witnesses.map((each) => each.name === LINES ? linesWitness(frequencies) : each),
  };
};
