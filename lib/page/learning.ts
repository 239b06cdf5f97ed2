/**
 * What the workers of the page compute: the steps of a run as `lyap run` makes them, in memory and with the same digests, and
 * looks at a network on its way.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { type Digest, digestOf, digestOfBytes, hexOf } from "../core/codec/canonical.ts";
import { decode } from "../core/codec/codec.ts";
import { readExperiment, type Vocabulary } from "../experiment/experiment.ts";
import {
  type RunSettings,
  runSettings,
  settingsFaults,
  type SettingsOfRun,
} from "../experiment/run_settings.ts";
import type { Experiment } from "../experiment/vocabulary.ts";
import { orbitView } from "../report/figures/orbit.ts";
import { type GradientNorms, perStep } from "../lyapunov/result.ts";
import { type AnyMeasureSettings, evaluateMeasure } from "../measures/catalogue.ts";
import { measureName } from "../measures/identity.ts";
import { scaleOf } from "../measures/scale.ts";
import { evaluationSettings } from "../measures/settings.ts";
import type { Weights } from "../networks/cell.ts";
import { initialState, type Model, observedRun } from "../networks/model.ts";
import { decodeWeights } from "../networks/safetensors.ts";
import { type Measured, planRun } from "../pipeline.ts";
import { badInput, badUsage, cannotCompute, describeError, type LyapError } from "../core/program/errors.ts";
import type { Capabilities } from "../core/program/program.ts";
import { designOf, findingOf } from "../recordings/fit/design.ts";
import { encodeSeries } from "../series/npy.ts";
import { importLines } from "../report/import_lines.ts";
import type { Run } from "../results/result.ts";
import { importSeries } from "../series/import/import_series.ts";
import type { Series } from "../series/series.ts";
import { type DatasetRecord, datasetStep } from "../steps/dataset.ts";
import { evaluateStep, type EvaluationRecord } from "../steps/evaluate.ts";
import { readRecord, readSeries } from "../steps/files.ts";
import { lyapunovStep, type NetworkExponents, networkExponents } from "../steps/lyapunov.ts";
import { artifactOf } from "../steps/made.ts";
import { graphOf, type PlannedStep, type SpecOf } from "../steps/plan.ts";
import type { Step } from "../steps/step.ts";
import type { Artifact } from "../steps/store/artifact.ts";
import {
  type BuiltIn,
  type CheckedStep,
  type DataView,
  type DeepLook,
  type DroppedFile,
  type OpenedRun,
  type PicturedOrbit,
  shortKey,
} from "./messages.ts";
import type { PageSpec } from "./spec.ts";
import { anything } from "../core/codec/json.ts";

/** The words of a spec as far as a training needs them: claims and figures are for the report. */
const words: Vocabulary<SettingsOfRun, unknown, unknown, unknown, unknown> = {
  settings: runSettings,
  claim: anything,
  figure: anything,
  check: settingsFaults,
  checkClaims: () => [],
};

/** All runs of a spec. */
const runsOf = (
  source: string,
  spec: unknown,
): E.Either<LyapError, { readonly title: string; readonly runs: readonly Run<RunSettings>[] }> =>
  pipe(
    readExperiment(words, spec),
    E.mapLeft((faults): LyapError => ({ _tag: "InvalidSpec", source, faults })),
  );

/** What keeps the page from a training: it leaves out inputs. */
const untrainable = ({ dataset: { source } }: RunSettings): LyapError | null =>
  "inputs" in source && source.inputs !== undefined
    ? cannotCompute("The page trains no networks that inputs drive", "train it in a terminal, with lyap run")
    : null;

/**
 * The run of the page with the steps that make it.
 *
 * @errors InvalidSpec, and CannotCompute where inputs drive the network.
 */
export const plannedRun = (spec: PageSpec): E.Either<LyapError, Measured> =>
  pipe(
    runsOf("the spec", spec),
    E.chainW(({ runs: [run] }) => {
      const why = untrainable(run!.settings);
      return why === null ? E.right(graphOf(planRun(run!)).made) : E.left(why);
    }),
  );

const parsedJson = (source: string, text: string): E.Either<LyapError, unknown> =>
  E.tryCatch(
    () => JSON.parse(text) as unknown,
    (error): LyapError =>
      badInput(source, `it is not JSON (${(error as Error).message})`, "give the spec of an experiment"),
  );

/** Whether a value is meant as the spec of an experiment, and not as rows of numbers. */
const isSpec = (value: unknown): value is Experiment =>
  typeof value === "object" && value !== null && !Array.isArray(value) &&
  ("settings" in value || "sweep" in value);

/** Whether the bytes of a file are meant as the spec of an experiment. */
export const holdsSpec = ({ name, bytes }: DroppedFile): boolean =>
  name.endsWith(".json") &&
  pipe(
    parsedJson(name, new TextDecoder().decode(bytes)),
    E.match(() => false, isSpec),
  );

/** The runs of a spec, each as a spec of its own. */
export const openedRuns = (source: string, text: string): E.Either<LyapError, readonly OpenedRun[]> =>
  pipe(
    parsedJson(source, text),
    E.chain((spec) =>
      isSpec(spec)
        ? pipe(runsOf(source, spec), E.map(({ runs }) => ({ spec, runs })))
        : E.left(badInput(source, "it is not a spec", "give an object with name, title and settings"))
    ),
    E.map(({ spec, runs }) =>
      runs.map(({ id, settings }): OpenedRun => ({
        id,
        spec: runs.length === 1 && spec.sweep === undefined && spec.settings !== undefined
          ? { ...spec, settings: spec.settings }
          : {
            name: spec.name,
            title: spec.title,
            // What is undefined is no key of a file.
            settings: JSON.parse(JSON.stringify(settings)) as PageSpec["settings"],
            ...(spec.figures === undefined ? {} : { figures: spec.figures }),
          },
      }))
    ),
  );

/** A recording that was read, with a spec that trains on it. */
export interface OwnData {
  /** What trains on it. */
  readonly spec: PageSpec;
  /** The series as the file that the spec names. */
  readonly file: DroppedFile;
  /** What was understood, line by line. */
  readonly lines: readonly string[];
}

/** Epochs of a training on a recording. */
const EPOCHS = 1000;

const sourceOf = (spec: PageSpec) => {
  const source = spec.settings.dataset?.source;
  return source?.kind === "file" ? source : null;
};

/** The file that a spec asks for; null if its data comes from equations. */
export const fileOf = (spec: PageSpec): string | null => sourceOf(spec)?.file ?? null;

/** Whether bytes are those of the file that a spec asks for. */
const isAwaited = (bytes: Uint8Array, spec: PageSpec | null): spec is PageSpec =>
  spec !== null && sourceOf(spec)?.sha256 === hexOf(digestOfBytes(bytes));

/**
 * Reads a reader's own files: what they hold, how fast errors grow in it, and which forcing interval follows.
 *
 * @param awaited A spec that waits for its file. Where this is it, the spec stays.
 * @errors As `importSeries`, and CannotCompute where nothing can be estimated.
 */
export const ownData = (
  files: readonly DroppedFile[],
  awaited: PageSpec | null,
): E.Either<LyapError, OwnData> => {
  const [first] = files;
  if (first !== undefined && isAwaited(first.bytes, awaited)) {
    const file = { name: sourceOf(awaited)!.file, bytes: first.bytes };
    return E.right({ spec: awaited, file, lines: [`${first.name} is the file that the spec asks for`] });
  }
  return pipe(
    E.Do,
    E.bindW("imported", () => importSeries(files)),
    E.bindW("design", ({ imported }) => designOf(imported, {})),
    E.map(({ imported, design }): OwnData => {
      const bytes = encodeSeries(imported.series);
      const { name, title, source, proposals, cells, batches } = design;
      const lines = [...importLines(imported), findingOf(design), proposals.because];
      const file = { name: source.file, bytes };
      if (isAwaited(bytes, awaited)) return { spec: awaited, file, lines };
      const spec: PageSpec = {
        name,
        title: `A network trained on ${title}`,
        settings: {
          dataset: {
            source,
            ...(proposals.embedding === null ? {} : { embed: proposals.embedding }),
          },
          cell: cells.sparse,
          forcing: { kind: "sparse", interval: proposals.intervals[0]! },
          batches,
          epochs: EPOCHS,
          seed: 1,
        },
        figures: [{ kind: "attractor" }, { kind: "loss" }, { kind: "forecast" }],
      };
      return { spec, file, lines };
    }),
  );
};

/** Files that lie in memory, for the step that reads one. */
const capabilitiesWith = (held: DroppedFile | null): Capabilities => {
  const files: Pick<Capabilities["files"], "read" | "exists"> = {
    exists: (path) => TE.right(path.endsWith(held?.name ?? "\0")),
    read: () => TE.right(held!.bytes),
  };
  return { files, clock: () => 0 } as Capabilities;
};

/** Makes a step of a run from the artifacts of those before it. */
const make = async <Name extends "dataset" | "lyapunov" | "evaluate">(
  step: Step<SpecOf[Name]>,
  planned: PlannedStep<Name>,
  inputs: Readonly<Record<string, Artifact>>,
  held: DroppedFile | null = null,
): Promise<E.Either<LyapError, Artifact>> => {
  const work = { data: { directory: "/", mayDownload: false }, directory: "/", report: () => {} };
  return await pipe(
    RTE.fromEither(
      pipe(
        // As a process would read it.
        decode(step.codec, JSON.parse(JSON.stringify(planned.spec))),
        E.mapLeft((faults): LyapError => ({ _tag: "InvalidSpec", source: planned.step, faults })),
      ),
    ),
    RTE.chain((spec) => step.run(spec, inputs, work)),
    RTE.chainTaskEitherK((files) => TE.fromTask(() => artifactOf(planned, files))),
  )(capabilitiesWith(held))();
};

/** The dataset of a run. */
export const madeData = (
  { data }: Measured,
  held: DroppedFile | null,
): Promise<E.Either<LyapError, Artifact>> => make(datasetStep, data, {}, held);

/** Exponents and measures of a trained network, with the digest that the report of a run has for all three. */
export const madeMeasures = async (
  { exponents, measures }: Measured,
  data: Artifact,
  train: Artifact,
): Promise<
  E.Either<LyapError, { readonly lyapunov: Artifact; readonly evaluate: Artifact; readonly digest: Digest }>
> => {
  const lyapunov = await make(lyapunovStep, exponents, { data, train });
  if (E.isLeft(lyapunov)) return lyapunov;
  const evaluated = await make(evaluateStep, measures, { data, train, lyapunov: lyapunov.right });
  return pipe(
    evaluated,
    E.map((found) => ({
      lyapunov: lyapunov.right,
      evaluate: found,
      digest: digestOf({
        train: train.manifest.content,
        lyapunov: lyapunov.right.manifest.content,
        evaluate: found.manifest.content,
      }),
    })),
  );
};

/** What was made beside what was published under the same key. */
export const checked = ({ manifest: { key, content } }: Artifact, { contents }: BuiltIn): CheckedStep => ({
  content,
  published: contents[shortKey(key)] ?? null,
});

/** A dataset as looks need it. */
export interface Watched {
  /** The run whose network is looked at. */
  readonly settings: RunSettings;
  /** The dataset. */
  readonly data: Artifact;
  /** The series that networks are trained on. */
  readonly series: Series;
  /** A series that they never see. */
  readonly heldOut: Series;
  /** What is known of it. */
  readonly record: DatasetRecord;
  /** The frame of pictures. */
  readonly frame: Frame;
}

/** How a series is seen in three dimensions. */
interface Frame {
  /** Steps between the copies of a scalar series. */
  readonly delay: number;
  readonly middle: readonly [number, number, number];
  readonly half: number;
}

/** Samples of a picture. */
const DRAWN = 3000;

/** Three coordinates of each row: the first three columns, or delays of a single one. */
const spatial = (series: Series, delay: number): PicturedOrbit => {
  const { values, rows, columns } = series;
  const past = columns === 1 ? 2 * delay : 0;
  const points = new Float32Array(3 * Math.max(0, Math.min(rows - past, DRAWN)));
  for (let i = 0; 3 * i < points.length; i++) {
    const t = past + i;
    for (let axis = 0; axis < 3; axis++) {
      points[3 * i + axis] = columns === 1
        ? values[t - axis * delay]!
        : axis < columns
        ? values[t * columns + axis]!
        : 0;
    }
  }
  return points;
};

const frameOf = (points: PicturedOrbit, delay: number): Frame => {
  const ends = [0, 1, 2].map((axis) => {
    let [low, high] = [Infinity, -Infinity];
    for (let i = axis; i < points.length; i += 3) {
      low = Math.min(low, points[i]!);
      high = Math.max(high, points[i]!);
    }
    return [low, high] as const;
  });
  return {
    delay,
    middle: ends.map(([low, high]) => (low + high) / 2) as [number, number, number],
    half: Math.max(1e-12, ...ends.map(([low, high]) => (high - low) / 2)),
  };
};

/** A series as a picture: in units of half the extent of the true attractor. */
const pictured = (series: Series, { delay, middle, half }: Frame): PicturedOrbit =>
  spatial(series, delay).map((value, i) => (value - middle[i % 3]!) / half);

/** Reads a dataset for looks. */
export const watched = ({ settings }: Measured, data: Artifact): E.Either<LyapError, Watched> =>
  pipe(
    E.Do,
    E.bindW("record", () => readRecord<DatasetRecord>(data, "dataset.json")),
    E.bindW("series", ({ record }) => readSeries(data, "series.npy", record.dt)),
    E.bindW("heldOut", ({ record }) => readSeries(data, "held-out.npy", record.dt)),
    E.map((read): Watched => {
      const { delay } = orbitView(read.heldOut);
      return { ...read, settings, data, frame: frameOf(spatial(read.heldOut, delay), delay) };
    }),
  );

const [usualDivergence] = pipe(
  decode(evaluationSettings, {}),
  E.match(() => [], ({ measures }) => measures),
);

/** The D_stsp by which a run is judged: the spec's own, or the usual one. */
const divergenceOf = ({ evaluation }: RunSettings): AnyMeasureSettings =>
  evaluation.measures.find((each) => measureName(each) === "D_stsp") ?? usualDivergence!;

/** What the page shows of a dataset. */
export const dataView = ({ settings, record, series, heldOut, frame }: Watched): DataView => {
  const measure = divergenceOf(settings);
  const { floor, ceiling } = scaleOf(measure, heldOut, series, settings.evaluation.steps);
  const { spectrum, predictabilityTime, title, variables, dt } = record;
  return {
    title,
    variables: heldOut.columns === 1
      ? [0, 1, 2].map((k) => `${variables[0] ?? "x"}(t${k === 0 ? "" : ` − ${k * frame.delay}`})`)
      : [0, 1, 2].map((k) => variables[k] ?? ""),
    dt,
    exponent: spectrum === null ? null : perStep(spectrum, dt).exponents[0] ?? null,
    predictabilitySteps: predictabilityTime?.steps.value ?? null,
    orbit: pictured(heldOut, frame),
    scale: { floor, ceiling },
    measure: measureName(measure),
  };
};

/** The network of a run with weights. */
const modelWith = ({ settings: { cell, observation }, heldOut }: Watched, weights: Weights): Model => ({
  cell,
  observation,
  observations: heldOut.columns,
  weights,
});

const firstRow = ({ values, columns }: Series): Float64Array => values.slice(0, columns);

/** Steps of a free run before what is drawn of it: what looks like chaos for a while may end at rest. */
const SETTLE = 10_000;

/** The free run of a network as a picture; null if it left all bounds. */
export const lookAt = (on: Watched, weights: Weights): PicturedOrbit | null => {
  const { heldOut, settings: { evaluation: { transient } }, frame } = on;
  const model = modelWith(on, weights);
  const found = observedRun(model, initialState(model, firstRow(heldOut)), DRAWN, {
    transient: transient + SETTLE,
  });
  return found.kind === "diverged"
    ? null
    : pictured({ ...heldOut, values: found.values, rows: DRAWN }, frame);
};

/** Lengths of what a deep look makes, in steps. */
const DEEP = { steps: 3000, transient: 500, longestGradient: 300, gradientStarts: 4 } as const;

const growthOf = (norms: GradientNorms | null): DeepLook["growth"] =>
  (norms?.lengths ?? []).map((length, index) => [length, norms!.logNorms[index]!]);

/** D_stsp, λ₁ and the growth of gradients of a network on its way. */
export const lookDeeply = (on: Watched, weights: Weights, epoch: number): DeepLook => {
  const { heldOut, settings: { evaluation: { steps, transient } } } = on;
  const model = modelWith(on, weights);
  const free = observedRun(model, initialState(model, firstRow(heldOut)), steps, { transient });
  const divergence = free.kind === "diverged" ? null : evaluateMeasure(divergenceOf(on.settings), {
    truth: heldOut,
    generated: { ...heldOut, values: free.values, rows: steps },
  }).value;
  const { spectrum, gradientNorms } = networkExponents(model, on.series, { ...DEEP, exponents: 1 });
  return {
    epoch,
    divergence,
    exponent: spectrum?.exponents[0] ?? null,
    growth: growthOf(gradientNorms),
  };
};

/** What the artifacts of a trained network say, as a look. */
export const finalLook = (
  { settings }: Measured,
  lyapunov: Artifact,
  evaluated: Artifact,
): E.Either<LyapError, DeepLook> =>
  pipe(
    E.Do,
    E.bindW("exponents", () => readRecord<NetworkExponents>(lyapunov, "lyapunov.json")),
    E.bindW("evaluation", () => readRecord<EvaluationRecord>(evaluated, "measures.json")),
    E.map(({ exponents: { spectrum, gradientNorms }, evaluation }): DeepLook => ({
      epoch: settings.epochs,
      divergence: evaluation.measures[measureName(divergenceOf(settings))]?.value ?? null,
      exponent: spectrum?.exponents[0] ?? null,
      growth: growthOf(gradientNorms),
    })),
  );

/** The weights of a published network. */
export const publishedWeights = (base64: string): E.Either<LyapError, Weights> =>
  pipe(
    decodeWeights(
      Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
      "a published network",
    ),
    E.map(({ weights }) => weights),
  );

/** What went wrong, for a person. */
export const faultLines = (error: unknown): readonly string[] =>
  typeof error === "object" && error !== null && "_tag" in error
    ? describeError(error as LyapError)
    : describeError(badUsage(
      `A fault of the page itself: ${error instanceof Error ? error.message : String(error)}`,
      "please report it",
    ));
