/// <reference types="./types/deno_std.d.ts" />
/// <reference types="./types/papaparse.d.ts" />
/**
 * lyap trains recurrent neural networks on chaotic time series and tests what is claimed about them.
 *
 * An experiment is an immutable value that builders compose: dataset, training, Lyapunov exponents, evaluation, report. It
 * runs with the same bits on every machine, by `lyap run`, by `deno run`, or from a program. The parts can be used on their
 * own: systems and their exponents, series, networks, measures, figures. `@lyap/lyap/recordings` fits networks to
 * recordings, and `@lyap/lyap/cli` is the command line.
 *
 * @example Experiment: compose it, run it in memory, and say what came out
 * ```ts
 * import { pipe } from "fp-ts/function.js";
 * import * as E from "fp-ts/Either.js";
 * import { assertEquals } from "@std/assert/mod.js";
 * import * as lyap from "./mod.ts";
 *
 * const spec = pipe(
 *   lyap.experiment("henon", "A PLRNN on the Hénon map"),
 *   lyap.dataset(lyap.system("henon"), { steps: 1500 }),
 *   lyap.train(lyap.cells.PLRNN(4), { forcing: lyap.forcing.sparse(2), epochs: 3 }),
 *   lyap.lyapunov({ steps: 500 }),
 *   lyap.evaluate({ steps: 1000 }, lyap.measures.D_stsp()),
 *   lyap.claim({ kind: "exponent sum" }),
 *   lyap.report(lyap.figures.attractor(), lyap.figures.loss()),
 * );
 * const lines = pipe(
 *   await pipe(spec, lyap.runInMemory(), lyap.here),
 *   E.match(lyap.describeError, ({ verdicts }) => verdicts.map(({ id, verdict }) => `${id}: ${verdict}`)),
 * );
 * assertEquals(lines, ["exponent-sum: upheld"]);
 * ```
 *
 * @example Dynamics: the Lyapunov spectrum of equations, the catalogue's or your own
 * ```ts
 * import * as E from "fp-ts/Either.js";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 * import * as lyap from "./mod.ts";
 *
 * const doubled = lyap.defineSystem({
 *   kind: "map",
 *   variables: ["x"],
 *   parameters: { r: 4 },
 *   initialState: [0.3],
 *   equations: ([x], { r }) => [r * x * (1 - x)],
 * });
 * const [lorenz, logistic] = [lyap.exponentsOf(lyap.systems.lorenz!, { rho: 28 }, { time: 2000 }), lyap.exponentsOf(doubled)];
 * if (E.isLeft(lorenz) || E.isLeft(logistic)) throw new Error("no spectrum");
 * assertAlmostEquals(lorenz.right.spectrum.exponents[0]!, 0.906, 0.02);
 * assertAlmostEquals(logistic.right.spectrum.exponents[0]!, Math.LN2, 0.01);
 * ```
 *
 * @example Series: the largest exponent of a measured one
 * ```ts
 * import * as E from "fp-ts/Either.js";
 * import { pipe } from "fp-ts/function.js";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 * import * as lyap from "./mod.ts";
 *
 * const estimate = pipe(
 *   lyap.trajectory(lyap.system("henon"), { steps: 3000 }),
 *   E.chain(lyap.estimateExponent),
 *   E.map(({ lambda1 }) => lambda1),
 * );
 * assertAlmostEquals(E.isRight(estimate) ? estimate.right! : NaN, 0.419, 0.1);
 * ```
 *
 * @example Networks: train one in memory, and let it run freely
 * ```ts
 * import * as E from "fp-ts/Either.js";
 * import { pipe } from "fp-ts/function.js";
 * import { assertEquals } from "@std/assert/mod.js";
 * import * as lyap from "./mod.ts";
 *
 * const sizes = { forcing: lyap.forcing.sparse(2), epochs: 5, batches: { windows: 8, length: 20, perEpoch: 5 } };
 * const rows = pipe(
 *   E.Do,
 *   E.bindW("series", () => lyap.trajectory(lyap.system("henon"), { steps: 1500 })),
 *   E.bindW("network", ({ series }) => lyap.trainNetwork(series, lyap.cells.PLRNN(4), sizes)),
 *   E.bindW("free", ({ network, series }) => lyap.generated(network, series, 300)),
 *   E.matchW(lyap.describeError, ({ free }) => [free.rows, free.columns]),
 * );
 * assertEquals(rows, [300, 2]);
 * ```
 *
 * @example Results: how far one series is from another, by a measure
 * ```ts
 * import * as E from "fp-ts/Either.js";
 * import { pipe } from "fp-ts/function.js";
 * import { assert } from "@std/assert/mod.js";
 * import * as lyap from "./mod.ts";
 *
 * const henon = (a: number) => lyap.trajectory(lyap.system("henon", { a }), { steps: 3000 });
 * const distance = pipe(
 *   E.Do,
 *   E.bindW("truth", () => henon(1.4)),
 *   E.bindW("other", () => henon(1.2)),
 *   E.chainW(({ truth, other }) => lyap.compare(lyap.measures.D_H(), truth, other)),
 * );
 * assert(E.isRight(distance) && distance.right > 0.05);
 * ```
 *
 * @example Figures: a spectrum as SVG
 * ```ts
 * import * as E from "fp-ts/Either.js";
 * import { pipe } from "fp-ts/function.js";
 * import { assertStringIncludes } from "@std/assert/mod.js";
 * import * as lyap from "./mod.ts";
 *
 * const svg = pipe(
 *   lyap.exponentsOf(lyap.systems.henon!, {}, { time: 2000 }),
 *   E.match(
 *     (error) => lyap.describeError(error).join("; "),
 *     ({ spectrum }) => lyap.toSvg(lyap.spectrumFigure("the Hénon map", spectrum)),
 *   ),
 * );
 * assertStringIncludes(svg, "the Hénon map");
 * ```
 *
 * @module
 */

// Experiment: builders, the words of a spec, and how it runs.
export * from "./experiment.ts";
export { type Measured, plan, type PlannedExperiment, type Reported } from "./lib/pipeline.ts";
export type { Plan, PlannedStep, StepGraph } from "./lib/steps/plan.ts";
export {
  here,
  type InMemoryOptions,
  type Results,
  run,
  runInMemory,
  type RunOptions,
  writeReport,
} from "./lib/library/run.ts";
export type { ReportFiles } from "./lib/engine/run_and_report.ts";
export type { CheckpointChoice } from "./lib/experiment/checkpoint_choice.ts";
export type { Experiment, Resolved, RunSettings } from "./lib/experiment/vocabulary.ts";
export type { ExperimentInput, NextStep, ProfileInput } from "./lib/experiment/experiment.ts";
export type { Codec, Fault, Optional } from "./lib/core/codec/codec.ts";
export type { Digest } from "./lib/core/codec/canonical.ts";
export type { Capabilities, Program } from "./lib/core/program/program.ts";
export {
  type BadInput,
  type BadUsage,
  type CannotCompute,
  type DamagedArtifact,
  describeError,
  type EnvironmentFault,
  type InvalidSpec,
  type LyapError,
  type OtherBits,
  type StepFailed,
} from "./lib/core/program/errors.ts";

// Dynamics: systems and their Lyapunov exponents.
export { systems } from "./lib/systems/catalogue.ts";
export {
  defineSystem,
  type StateOf,
  type UserDelayEquations,
  type UserEquations,
  type UserEvent,
  type UserText,
} from "./lib/systems/user.ts";
export type {
  Delay,
  DelayField,
  DiscreteMap,
  Flow,
  Iteration,
  JacobianSource,
  Observation,
  Parameters,
  ReferenceExponents,
  Surface,
  System,
  SystemDescription,
  VectorField,
} from "./lib/systems/system.ts";
export type { ExponentOptions, SystemExponents } from "./lib/lyapunov/exponents.ts";
export type { SpectrumCheck } from "./lib/lyapunov/trust/spectrum_check.ts";
export type { SpectrumMethod, TrustOptions } from "./lib/lyapunov/trust/tried_course.ts";
export type { TrustedExponents } from "./lib/lyapunov/trust/trust.ts";
export { type Attractor, spectraOfStarts, type StartedExponents } from "./lib/lyapunov/starts.ts";
export { lyapunovSpectrum, type NonFiniteOrbit, type SpectrumOptions } from "./lib/lyapunov/spectrum.ts";
export type { GradientNormOptions } from "./lib/lyapunov/gradient_norms.ts";
export type { PredictabilityTime } from "./lib/lyapunov/predictability.ts";
export { mapTangent } from "./lib/lyapunov/tangent_map.ts";
export type { Evolution, TangentMap } from "./lib/lyapunov/tangent.ts";
export { exponentsOf, trustedExponents } from "./lib/library/steps.ts";
export type {
  ConvergenceHistory,
  Estimate,
  ExponentUnit,
  GradientNorms,
  LyapunovSpectrum,
} from "./lib/lyapunov/result.ts";

// Series.
export { type Series, seriesOf } from "./lib/series/series.ts";
export { estimateExponent, trajectory } from "./lib/library/steps.ts";
export type { SeriesEstimate } from "./lib/lyapunov/series/series_estimate.ts";
export type { Origin } from "./lib/series/origin.ts";
export type { DatasetInput, DatasetSettings, Source } from "./lib/series/dataset.ts";
export type { SystemSource, SystemSourceInput } from "./lib/series/generate_settings.ts";
export type { FileEquations, FileSource, FileSourceInput } from "./lib/series/file_settings.ts";
export type { Embedding } from "./lib/series/embed.ts";
export type { Standardisation } from "./lib/series/standardise.ts";
export * as npy from "./lib/series/npy.ts";
export type { RowRange, WholeTrials } from "./lib/series/stretches.ts";

// Networks.
export type { CellChoice, CellInput } from "./lib/networks/catalogue.ts";
export type { StateMap, Weights } from "./lib/networks/cell.ts";
export {
  type CellDefinition,
  defineCell,
  type DefinedCell,
  type DefinedCellSettings,
} from "./lib/networks/define.ts";
export type { ObservationChoice, ObservationInput } from "./lib/networks/observations/catalogue.ts";
export type { ObservationMatrices } from "./lib/networks/observation.ts";
export type { Network } from "./lib/networks/network.ts";
export type { Model } from "./lib/networks/model.ts";
export * as safetensors from "./lib/networks/safetensors.ts";
export { generated, networkSpectrum, trainNetwork } from "./lib/library/steps.ts";
export type {
  CheckpointSettings,
  MonitorSettings,
  TrainingInput,
  TrainingSettings,
} from "./lib/training/settings.ts";
export type { ForcingInput, ForcingSettings } from "./lib/training/forcing/catalogue.ts";
export { defineForcing } from "./lib/training/forcing/scheme.ts";
export type { OptimiserInput, OptimiserSettings } from "./lib/training/optimiser/catalogue.ts";
export type { BatchSettings } from "./lib/training/batches.ts";
export type { ClippingSettings } from "./lib/training/clipping.ts";
export type { LearningRateSchedule } from "./lib/training/learning_rate.ts";
export type { RegularisationSettings } from "./lib/training/regularisation.ts";
export type {
  Checkpoint,
  EpochReport,
  MonitorEntry,
  TrainingHistory,
  TrainingOutcome,
  TrainingResult,
} from "./lib/training/checkpoint.ts";
export type { GradientGrowth } from "./lib/training/monitor.ts";

// Results: measures, evidence, claims.
export type { AnyMeasureSettings, MeasureKind, MeasureSpec } from "./lib/measures/catalogue.ts";
export { compare } from "./lib/library/steps.ts";
export {
  type ContextPart,
  defineMeasure,
  type Forecast,
  type Measure,
  type MeasureContext,
  type Measurement,
  type MeasureSettings,
} from "./lib/measures/measure.ts";
export type { EvaluationInput, EvaluationSettings } from "./lib/measures/settings.ts";
export type { NetworkExponentSettings } from "./lib/lyapunov/settings.ts";
export type {
  DataResult,
  Outcome,
  Result,
  Run,
  RunResult,
  SeriesVerdict,
  Verdict,
} from "./lib/results/result.ts";
export type { Claim } from "./lib/results/claims/catalogue.ts";
export { defineClaim } from "./lib/results/claims/claim.ts";
export type { ResultDocument } from "./lib/report/document.ts";

// Figures.
export type { FigureSpec, FigureSpecInput } from "./lib/report/figures/catalogue.ts";
export type * from "./lib/report/figures/plot/figure.ts";
export { defineFigure } from "./lib/report/figures/kind.ts";
export { type DrawOptions, toSvg } from "./lib/report/figures/plot/draw.ts";
export { spectrumFigure } from "./lib/library/steps.ts";
export type { display, Showing, Shown } from "./lib/library/notebook.ts";
