/**
 * The kind of dynamics that a series shows, finer than its verdict.
 *
 * @module
 */
import { counted } from "../../core/program/text.ts";
import { shortNumber } from "../../numerics/format.ts";
import type { Determinism } from "./determinism.ts";
import type { Frequencies } from "./frequencies.ts";
import type { JacobianEstimate } from "./jacobian_estimate.ts";
import type { SeriesJudgement } from "./verdict.ts";

/** A kind of dynamics. */
export interface SeriesDynamics {
  /** Its name. */
  readonly kind:
    | "regular"
    | "quasi-periodic"
    | "strange non-chaotic"
    | "chaotic"
    | "linear noise"
    | "nonlinear noise"
    | "undecided";
  /** Rows of a period, of a regular series; null else. */
  readonly period: number | null;
  /** Independent frequencies of a quasi-periodic series; null else. */
  readonly frequencies: number | null;
  /** Positive exponents of a chaotic series, where they can be counted; null otherwise. */
  readonly positive: number | null;
  /** The verdict in one sentence, without its capital letter and its full stop. */
  readonly sentence: string;
}

/** What the kind follows from. */
export interface DynamicsEvidence {
  /** The verdict. */
  readonly judged: SeriesJudgement;
  /** Rows after which the series repeats itself exactly; undefined where it does not. */
  readonly repeats: number | undefined;
  /** The test against linear noise; undefined where it was not made. */
  readonly determinism: Determinism | undefined;
  /** Exponents of local Jacobians; undefined where there are none. */
  readonly jacobians: JacobianEstimate | undefined;
  /** The lines of the spectrum; undefined where they were not looked for. */
  readonly frequencies: Frequencies | undefined;
  /** Noise on the series, in standard deviations. */
  readonly noise: number;
}

/** Share of the power that is in lines, from which on they are all there is but for noise. */
const ALL_LINES = 0.98;
/** A strange set has this many lines and more, of which none may be left out. */
const MANY_LINES = 60;
/** An exponent counts as positive from this share of λ₁ on. */
const POSITIVE = 0.15;

const only = (
  kind: SeriesDynamics["kind"],
  sentence: string,
  known: Partial<Pick<SeriesDynamics, "period" | "frequencies" | "positive">> = {},
): SeriesDynamics => ({ kind, period: null, frequencies: null, positive: null, ...known, sentence });

const regularKind = ({ repeats, frequencies, noise }: DynamicsEvidence): SeriesDynamics => {
  if (repeats !== undefined) {
    return only("regular", `regular: it repeats itself exactly every ${counted(repeats, "row")}`, {
      period: repeats,
    });
  }
  if (frequencies === undefined) return only("regular", "regular: neighbours stay together");
  const { base, period, lines, share } = frequencies;
  if (period !== null) {
    return only("regular", `regular: a cycle of ${shortNumber(period, 4)} rows`, { period });
  }
  const rest = 1 - share - 4 * noise * noise;
  if (lines >= MANY_LINES && base.length > 1 && rest > 1 - ALL_LINES) {
    return only(
      "strange non-chaotic",
      "strange but not chaotic: neighbours stay together, and its spectrum is neither lines alone nor that of noise",
    );
  }
  return base.length > 1
    ? only("quasi-periodic", `quasi-periodic: ${base.length} independent frequencies and no chaos`, {
      frequencies: base.length,
    })
    : only("regular", "regular: neighbours stay together");
};

const positiveOf = (found: JacobianEstimate | undefined): number =>
  found?.trusted !== true ? 1 : Math.max(
    1,
    found.exponents.filter((value, i) =>
      value > POSITIVE * found.exponents[0]! && value > 3 * found.standardErrors[i]!
    ).length,
  );

/**
 * The kind of dynamics.
 *
 * @param evidence What it follows from.
 */
export const dynamicsOfSeries = (evidence: DynamicsEvidence): SeriesDynamics => {
  const { judged: { verdict, because }, determinism, jacobians } = evidence;
  if (verdict === "regular") return regularKind(evidence);
  if (verdict === "chaotic") {
    const positive = positiveOf(jacobians);
    const known = jacobians?.trusted === true;
    return only(
      "chaotic",
      `chaotic, with ${known ? "" : "at least "}${counted(positive, "positive exponent")}`,
      { positive },
    );
  }
  if (verdict === "noise") {
    return determinism?.found === true
      ? only("nonlinear noise", "noise that is not linear: something drives it, and no exponent is to be had")
      : only("linear noise", "like linear noise: nothing but its spectrum and its values is seen in it");
  }
  return only("undecided", `undecided: ${because}`);
};
