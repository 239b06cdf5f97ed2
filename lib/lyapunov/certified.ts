/**
 * The certified spectrum of a system: computed until λ₁ is known to one per cent, or a budget of steps is spent.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { LyapError } from "../core/program/errors.ts";
import type { System } from "../systems/system.ts";
import { exponentsOfSystem, type SystemExponents } from "./exponents.ts";
import type { Estimate, ExponentUnit } from "./result.ts";

/** A spectrum as `fixtures/spectra.json` keeps it. */
export interface CertifiedSpectrum {
  /** Its unit. */
  readonly unit: ExponentUnit;
  /** λ₁ ≥ λ₂ ≥ …; of a delay equation the first four. */
  readonly exponents: readonly number[];
  /** Their standard errors. */
  readonly standardErrors: readonly number[];
  /** Mean divergence, or mean of ln |det J|, which the sum of all exponents must equal; null for a delay equation. */
  readonly divergence: number | null;
  /** The Kaplan–Yorke dimension. */
  readonly kaplanYorke: Estimate | null;
  /** A typical time of the orbit, in time units or steps. */
  readonly timeScale: number;
  /** Integration step, in time units; 1 for maps. */
  readonly dt: number;
  /** Length of the orbit that was averaged, in time units or steps. */
  readonly time: number;
  /** How it was computed. */
  readonly method: string;
}

/** The standard error of λ₁ that is asked for, relative to λ₁. */
const CERTIFIED_ERROR = 0.01;

/** Where λ₁ is smaller than this share of a typical time's inverse, its error is measured against that. */
const SMALLEST = 0.01;

/** Typical times of the first orbit, and those before anything is averaged. */
const FIRST = 1000;
const TRANSIENT = 200;

/** Steps that are taken in any case where they cost little. */
const CHEAP_STEPS = 2_000_000;

const isSmall = (system: System): boolean =>
  system.kind !== "delay" && system.variables(system.parameters).length <= 4;

/** Steps of the longest orbit. */
const budget = (system: System): number => isSmall(system) ? 1_000_000_000 : 200_000_000;

const methodOf = (system: System): string =>
  system.kind === "map" ? "tangent map, QR" : "RK4 with its tangent map, QR";

const certificate = (system: System, time: number, { spectrum, dt }: SystemExponents): CertifiedSpectrum => ({
  unit: spectrum.unit,
  exponents: spectrum.exponents,
  standardErrors: spectrum.standardErrors,
  divergence: spectrum.meanLogDeterminant,
  kaplanYorke: spectrum.kaplanYorke,
  timeScale: system.timeScale,
  dt,
  time,
  method: methodOf(system),
});

/** Standard error of λ₁ in units of what is asked for. */
const excess = ({ exponents, standardErrors, timeScale }: CertifiedSpectrum): number =>
  standardErrors[0]! / (CERTIFIED_ERROR * Math.max(Math.abs(exponents[0]!), SMALLEST / timeScale));

/** Whether the error of λ₁ is as small as is asked for. */
export const isCertain = (spectrum: CertifiedSpectrum): boolean => excess(spectrum) <= 1;

/**
 * The spectrum over a given length of orbit, in the way of all certified ones.
 *
 * @param system The system, at its default parameters.
 * @param time Length of the orbit, in time units or steps.
 */
export const spectrumOver = (system: System, time: number): E.Either<LyapError, CertifiedSpectrum> =>
  pipe(
    exponentsOfSystem(system, {}, { time, transient: TRANSIENT * system.timeScale }),
    E.map((found) => certificate(system, time, found)),
  );

/**
 * The certified spectrum of a system at its default parameters: over 1000 typical times or two million
 * steps first, then over as many as its
 * error asks for. The same bits on every machine.
 *
 * @param system The system.
 * @returns The spectrum; `isCertain` says whether the budget was enough. Left: the orbit is not finite.
 *
 * @example The tent map, whose exponent is exact
 * ```ts
 * import { certifiedSpectrum, isCertain } from "./certified.ts";
 * import { readEntry } from "../systems/written.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const tent = readEntry({
 *   name: "tent",
 *   title: "Tent map",
 *   equations: ["x <- if(x < 0.5, mu x, mu (1 - x))"],
 *   parameters: { mu: 1.9 },
 *   start: [0.1],
 *   source: "any textbook",
 * });
 * const found = tent._tag === "Right" ? certifiedSpectrum(tent.right) : tent;
 * if (found._tag === "Left" || !isCertain(found.right)) throw new Error("no certificate");
 * assertAlmostEquals(found.right.exponents[0]!, 0.641853886172395, 1e-9);
 * ```
 */
export const certifiedSpectrum = (system: System): E.Either<LyapError, CertifiedSpectrum> => {
  const longest = budget(system) * system.dt;
  const over = (time: number): E.Either<LyapError, CertifiedSpectrum> =>
    pipe(
      spectrumOver(system, time),
      E.chain((found) => {
        // Half as much again, because the error itself is known to a tenth only.
        const needed = Math.min(longest, Math.ceil(1.5 * time * excess(found) * excess(found)));
        return isCertain(found) || time >= longest
          ? E.right(found)
          : over(Math.max(needed, Math.min(longest, 2 * time)));
      }),
    );
  const first = Math.max(FIRST * system.timeScale, isSmall(system) ? CHEAP_STEPS * system.dt : 0);
  return over(Math.min(longest, first));
};
