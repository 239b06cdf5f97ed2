/**
 * lyap trains recurrent neural networks on chaotic time series and proves what it claims about them.
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
 *   lyap.train(lyap.PLRNN(4), { forcing: lyap.sparse(2), epochs: 3 }),
 *   lyap.lyapunov({ steps: 500 }),
 *   lyap.evaluate({ steps: 1000 }, lyap.D_stsp()),
 *   lyap.claim({ kind: "exponent sum" }),
 *   lyap.report(lyap.attractor(), lyap.loss()),
 * );
 * const lines = pipe(
 *   await pipe(spec, lyap.runInMemory(), lyap.here),
 *   E.match(lyap.describeError, ({ verdicts }) => verdicts.map(({ id, verdict }) => `${id}: ${verdict}`)),
 * );
 * assertEquals(lines, ["exponent-sum: upheld"]);
 * ```
 *
 * @example Dynamics: the Lyapunov spectrum of the Lorenz system
 * ```ts
 * import { exponentsOf, systems } from "./mod.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const found = exponentsOf(systems.lorenz!, { rho: 28 }, { time: 2000 });
 * if (found._tag === "Left") throw new Error("no spectrum");
 * assertAlmostEquals(found.right.spectrum.exponents[0]!, 0.906, 0.02);
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
 * @example Networks and results: series, network, exponents, a measure, and a picture, in memory
 * ```ts
 * import * as E from "fp-ts/Either.js";
 * import { pipe } from "fp-ts/function.js";
 * import { assertStringIncludes } from "@std/assert/mod.js";
 * import * as lyap from "./mod.ts";
 *
 * const sizes = { forcing: lyap.sparse(10), epochs: 20, batches: { windows: 8, length: 50, perEpoch: 10 } };
 * const svg = pipe(
 *   E.Do,
 *   E.bindW("series", () => lyap.trajectory(lyap.system("lorenz", { rho: 38 }), { dt: 0.01, steps: 4000 })),
 *   E.bindW("network", ({ series }) => lyap.trainNetwork(series, lyap.PLRNN(10), sizes)),
 *   E.bindW("exponents", ({ network, series }) => lyap.networkSpectrum(network, series, { steps: 1000 })),
 *   E.bindW("free", ({ network, series }) => lyap.generated(network, series, 2000)),
 *   E.bindW("D_stsp", ({ series, free }) => lyap.compare(lyap.D_stsp(), series, free)),
 *   E.map(({ exponents, D_stsp }) =>
 *     lyap.toSvg(lyap.spectrumFigure(`a PLRNN with D_stsp = ${D_stsp.toPrecision(2)}`, exponents))
 *   ),
 *   E.getOrElse((error) => lyap.describeError(error).join("; ")),
 * );
 * assertStringIncludes(svg, "a PLRNN with D_stsp");
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
export type { ExperimentInput, ProfileInput } from "./lib/experiment/experiment.ts";
export type { Codec, Fault, Optional } from "./lib/codec/codec.ts";
export type { Digest } from "./lib/codec/canonical.ts";
export type { Capabilities, Program } from "./lib/program/program.ts";
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
} from "./lib/program/errors.ts";

// Dynamics: systems and their Lyapunov exponents.
export { systems } from "./lib/systems/catalogue.ts";
export {
  type Delay,
  delayEquation,
  type DelayField,
  type DiscreteMap,
  discreteMap,
  type Flow,
  flow,
  type Iteration,
  type JacobianSource,
  type Observation,
  type Parameters,
  type ReferenceExponents,
  type System,
  type SystemDescription,
  type VectorField,
} from "./lib/systems/system.ts";
export {
  type StateOf,
  type UserDelayEquations,
  type UserEquations,
  userSystem,
  type UserText,
} from "./lib/systems/user.ts";
export type { ExponentOptions, SystemExponents } from "./lib/lyapunov/exponents.ts";
export { lyapunovSpectrum, type NonFiniteOrbit, type SpectrumOptions } from "./lib/lyapunov/spectrum.ts";
export type { GradientNormOptions } from "./lib/lyapunov/gradient_norms.ts";
export { type PredictabilityTime, predictabilityTime } from "./lib/lyapunov/predictability.ts";
export { type Evolution, mapTangent, type TangentMap } from "./lib/lyapunov/tangent_map.ts";
export { exponentsOf } from "./lib/library/steps.ts";
export type {
  ConvergenceHistory,
  Estimate,
  ExponentUnit,
  GradientNorms,
  LyapunovSpectrum,
} from "./lib/lyapunov/result.ts";

// Series.
export { column, type Series, seriesOf } from "./lib/series/series.ts";
export { trajectory } from "./lib/library/steps.ts";
export { estimateExponent } from "./lib/lyapunov/series/estimate.ts";
export type { SeriesEstimate } from "./lib/lyapunov/series/series_estimate.ts";
export type { Origin } from "./lib/series/origin.ts";
export type { DatasetInput, DatasetSettings, Source } from "./lib/series/dataset.ts";
export type { SystemSource, SystemSourceInput } from "./lib/series/generate_settings.ts";
export type { FileEquations, FileSource, FileSourceInput } from "./lib/series/file_settings.ts";
export { embed, type Embedding } from "./lib/series/embed.ts";
export { type Standardisation, standardisationOf, standardise } from "./lib/series/standardise.ts";
export { decodeNpy, encodeNpy, type NpyArray } from "./lib/series/npy.ts";
export type { RowRange } from "./lib/series/stretches.ts";

// Networks.
export { type CellChoice, type CellInput, cells } from "./lib/networks/catalogue.ts";
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
export { type Model, modelMap } from "./lib/networks/model.ts";
export { decodeWeights, encodeWeights, type Metadata, type WeightFile } from "./lib/networks/safetensors.ts";
export { generated, networkSpectrum, trainNetwork } from "./lib/library/steps.ts";
export type {
  CheckpointSettings,
  MonitorSettings,
  TrainingInput,
  TrainingSettings,
} from "./lib/training/settings.ts";
export type { ForcingInput, ForcingSettings } from "./lib/training/forcing/catalogue.ts";
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

// Kinds of your own.
export { defineSystem } from "./lib/systems/user.ts";
export { defineForcing } from "./lib/training/forcing/scheme.ts";
export { defineClaim } from "./lib/claims/claim.ts";
export { defineFigure } from "./lib/figures/kind.ts";

// Results: measures, evidence, claims.
export {
  type AnyMeasureSettings,
  type MeasureKind,
  measures,
  type MeasureSpec,
} from "./lib/measures/catalogue.ts";
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
export type { Claim } from "./lib/claims/catalogue.ts";
export type { ResultDocument } from "./lib/report/document.ts";

// Figures.
export { figureOf, type FigureSpec, type FigureSpecInput } from "./lib/figures/catalogue.ts";
export type * from "./lib/figures/plot/figure.ts";
export { type DrawOptions, toSvg } from "./lib/figures/plot/draw.ts";
export { spectrumFigure } from "./lib/library/steps.ts";
export { display, type Showing, type Shown } from "./lib/library/notebook.ts";
