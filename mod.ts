/**
 * lyap trains recurrent neural networks on chaotic time series and proves what it claims about them.
 *
 * An experiment is an immutable value; `lyap run` runs it, with the same bits on every machine. The parts can be used on
 * their own: systems and their Lyapunov spectra, cells, training, measures, claims.
 *
 * @example The Lyapunov spectrum of the Lorenz system
 * ```ts
 * import { exponentsOf, systems } from "./mod.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const found = exponentsOf(systems.lorenz!, { rho: 28 }, { time: 2000 });
 * if (found._tag === "Left") throw new Error("no spectrum");
 * assertAlmostEquals(found.right.spectrum.exponents[0]!, 0.906, 0.02);
 * ```
 *
 * @module
 */

// Experiments and what a spec may say.
export { experiment } from "./lib/steps/experiment.ts";
export type { CheckpointChoice } from "./lib/steps/checkpoint_choice.ts";
export type { Experiment } from "./lib/steps/vocabulary.ts";
export type { ExperimentInput, ProfileInput } from "./lib/spec/experiment.ts";
export { type Codec, decode, type Fault, type Optional } from "./lib/spec/codec.ts";
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

// Systems.
export { systems } from "./lib/systems/catalogue.ts";
export {
  type Delay,
  delayEquation,
  type DelayField,
  type Description,
  dimensionOf,
  type DiscreteMap,
  discreteMap,
  type Flow,
  flow,
  type Iteration,
  type JacobianSource,
  type Observation,
  observationOf,
  type Parameters,
  parametersOf,
  type ReferenceExponents,
  type System,
  type VectorField,
} from "./lib/systems/system.ts";
export { type StateOf, type UserDelayEquations, type UserEquations, userSystem } from "./lib/systems/user.ts";

// Lyapunov exponents.
export {
  type ExponentOptions,
  exponentsOf,
  type SystemExponents,
  tangentOf,
} from "./lib/lyapunov/exponents.ts";
export { lyapunovSpectrum, type NonFiniteOrbit, type SpectrumOptions } from "./lib/lyapunov/spectrum.ts";
export { type GradientNormOptions, gradientNorms, logarithmicGrid } from "./lib/lyapunov/gradient_norms.ts";
export { type PredictabilityTime, predictabilityTime } from "./lib/lyapunov/predictability.ts";
export { flowTangent } from "./lib/lyapunov/flow_tangent.ts";
export { type Evolution, mapTangent, type TangentMap } from "./lib/lyapunov/tangent_map.ts";
export type {
  ConvergenceHistory,
  Estimate,
  ExponentUnit,
  GradientNorms,
  LyapunovSpectrum,
} from "./lib/lyapunov/result.ts";

// Series.
export { column, type Series, seriesOf, slice } from "./lib/datasets/series.ts";
export type { Origin } from "./lib/datasets/origin.ts";
export {
  type DatasetInput,
  type DatasetSettings,
  datasetSettings,
  type Source,
} from "./lib/datasets/dataset.ts";
export { type SystemSource, systemSource, type SystemSourceInput } from "./lib/datasets/generate_settings.ts";
export { generate, type NamedSeries } from "./lib/datasets/generate.ts";
export {
  type FileEquations,
  type FileSource,
  fileSource,
  type FileSourceInput,
} from "./lib/datasets/file_settings.ts";
export { recordingOf } from "./lib/datasets/recording.ts";
export { embed, type Embedding } from "./lib/datasets/embed.ts";
export { restore, type Standardisation, standardisationOf, standardise } from "./lib/datasets/standardise.ts";
export { decodeNpy, encodeNpy, type NpyArray } from "./lib/datasets/npy.ts";
export { importSeries } from "./lib/datasets/import/import_series.ts";
export type {
  GapPolicy,
  ImportedSeries,
  ImportSettings,
  SourceFile,
  TimeAxis,
  Trial,
  Variable,
} from "./lib/datasets/import/imported.ts";
export type { Stationarity } from "./lib/datasets/import/stationarity.ts";
export type { RowRange } from "./lib/datasets/stretches.ts";

// Recordings of users.
export { fitRecording } from "./lib/fit/here.ts";
export type { FitResult } from "./lib/fit/fit.ts";
export type { FitOptions } from "./lib/fit/options.ts";
export type { FitCells, Preparation } from "./lib/fit/compose.ts";
export type { Purchase, Sizes } from "./lib/fit/budget.ts";
export {
  type GeneratedFrom,
  type ModelDigests,
  type ModelDocument,
  readSavedModel,
  type SavedModel,
} from "./lib/fit/saved_model.ts";
export { simulate } from "./lib/fit/simulate.ts";
export type { TensorMeaning } from "./lib/cells/tensor_meanings.ts";
export type { Aspect, Candidate, Grade, Level, Motion, Reconstruction } from "./lib/claims/reconstruction.ts";
export type { SeriesVerdict } from "./lib/claims/evidence.ts";
export type { Digest } from "./lib/spec/canonical.ts";
export type { DataDocument, ResultDocument, RunDocument } from "./lib/report/document.ts";

// Cells and models.
export { type CellChoice, cellCodec, type CellInput, cells } from "./lib/cells/catalogue.ts";
export type { StateMap, Weights } from "./lib/cells/cell.ts";
export {
  type ObservationChoice,
  type ObservationInput,
  observationModels,
} from "./lib/cells/observations/catalogue.ts";
export type { ObservationMatrices } from "./lib/cells/observation.ts";
export { initialWeights, type Network, networkOf } from "./lib/cells/network.ts";
export {
  type DivergedRun,
  type FreeRun,
  freeRun,
  type FreeRunOptions,
  initialState,
  type Model,
  modelMap,
  modelOf,
  observationMatrices,
  observe,
} from "./lib/cells/model.ts";
export { decodeWeights, encodeWeights, type Metadata, type WeightFile } from "./lib/cells/safetensors.ts";

// Training.
export { train, type Training, type TrainingOptions } from "./lib/training/train.ts";
export {
  type CheckpointSettings,
  type MonitorSettings,
  type TrainingInput,
  type TrainingSettings,
  trainingSettings,
} from "./lib/training/settings.ts";
export {
  type ForcingInput,
  type ForcingSettings,
  schemes as forcingSchemes,
} from "./lib/training/forcing/catalogue.ts";
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

// Measures.
export {
  type AnyMeasureSettings,
  comparesWith,
  evaluate,
  measureCodec,
  type MeasureKind,
  measureOf,
  measures,
  type MeasureSpec,
} from "./lib/measures/catalogue.ts";
export type {
  Forecast,
  Measure,
  MeasureContext,
  Measurement,
  MeasureSettings,
  Part,
} from "./lib/measures/measure.ts";

// Evidence and claims.
export type { DataEvidence, Evidence, Outcome, RunEvidence, Verdict } from "./lib/claims/evidence.ts";
export { type Claim, claimCodec, type ClaimInput, judge, judgeAll } from "./lib/claims/catalogue.ts";

// Bit-exact random streams.
export {
  bits,
  distinctIntegers,
  integers,
  normals,
  type Stream,
  stream,
  substream,
  uniforms,
} from "./lib/numerics/random.ts";
