/**
 * The chosen network and what it generates, as files that others can use.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import type { ImportedSeries, Trial } from "../../series/import/imported.ts";
import { columnsNamed } from "../../series/inputs.ts";
import { trendOfLongest } from "../../series/parts.ts";
import { longest } from "../../series/stretches.ts";
import { nameOf } from "../../engine/process.ts";
import type { Measured } from "../../pipeline.ts";
import type { LyapError } from "../../core/program/errors.ts";
import type { Program } from "../../core/program/program.ts";
import { readSeries } from "../../steps/files.ts";
import { type Digest, digestOfBytes } from "../../core/codec/canonical.ts";
import type { PlannedStep } from "../../steps/plan.ts";
import { trainedNetwork } from "../../steps/trained.ts";
import { type Artifact, verifyArtifact } from "../../steps/store/artifact.ts";
import { artifactPath } from "../../steps/store/layout.ts";
import { documentOf, documentText, type ModelDocument } from "./saved_model.ts";
import { encodeSeries } from "../../series/npy.ts";
import { encodeCsv, inOriginalUnits, withTrend } from "./simulate.ts";
import { roundedTime } from "../../numerics/format.ts";

/** Which network. */
export interface Export {
  /** The name of the experiment. */
  readonly experiment: string;
  /** Where the artifacts are. */
  readonly store: string;
  /** The run. */
  readonly run: Measured;
  /** The recording. */
  readonly imported: ImportedSeries;
}

const artifactOf = (store: string, planned: PlannedStep): Program<Artifact> =>
  verifyArtifact(artifactPath(store, nameOf(planned)), planned.key);

const filesOf = (
  { experiment, run, imported }: Export,
  { train, data, evaluate }: Readonly<Record<"train" | "data" | "evaluate", Artifact>>,
): E.Either<LyapError, Readonly<Record<string, Uint8Array>>> =>
  pipe(
    trainedNetwork({ train, data }),
    E.chain(({ model, data: record, heldOut }) => {
      const { embed, source } = run.data.spec;
      const { detrend = false, smoothing = null } = source.kind === "file" ? source : {};
      const driving = record.inputs?.names ?? [];
      const observed = imported.variables.filter(({ name }) => !driving.includes(name));
      const names = imported.variables.map(({ name }) => name);
      const series = driving.length === 0
        ? imported.series
        : columnsNamed({ series: imported.series, variables: names }, observed.map(({ name }) => name))
          .series;
      const line = source.kind === "file" ? trendOfLongest(source, series) : null;
      const { transient } = run.measures.spec;
      const trial = longest(imported.trials) as Trial;
      const lastTime = trial.startTime + (trial.end - trial.start - 1) * record.dt;
      const heldOutTime = roundedTime(lastTime - (heldOut.rows - 1) * record.dt, record.dt);
      const weights = train.files["weights.safetensors"]!;
      const documentWith = (generated: Digest | null) =>
        documentOf(model, {
          origin: { experiment, run: run.id, digest: train.manifest.content },
          variables: observed.map(({ name }) => name),
          units: observed.map(({ unit }) => unit),
          dt: record.dt,
          timeUnit: imported.time.unit,
          embedding: embed ?? null,
          detrend,
          ...(line === null ? {} : {
            trend: {
              time: trial.startTime,
              offsets: line.offsets,
              slopes: line.slopes.map((slope) => slope / record.dt),
              recordings: imported.trials.length,
            },
          }),
          smoothing,
          ...(record.inputs === undefined ? {} : {
            inputs: {
              names: record.inputs.names,
              units: record.inputs.names.map((name) =>
                imported.variables.find((variable) => variable.name === name)!.unit
              ),
              standardisation: record.inputs.standardisation!,
            },
          }),
          standardisation: record.standardisation!,
          start: [...heldOut.values.subarray((heldOut.rows - 1) * heldOut.columns)],
          startTime: roundedTime(heldOutTime + (heldOut.rows - 1) * record.dt, record.dt),
          generated: evaluate.files["generated.npy"] === undefined ? null : {
            fromTime: heldOutTime,
            leftOut: transient,
            startTime: roundedTime(heldOutTime + (transient + 1) * record.dt, record.dt),
          },
          digests: { weights: digestOfBytes(weights), generated },
        });
      const filesWith = (document: ModelDocument) => ({
        "model.safetensors": weights,
        "model.json": documentText(document),
      });
      if (evaluate.files["generated.npy"] === undefined) return E.right(filesWith(documentWith(null)));
      return pipe(
        readSeries(evaluate, "generated.npy", record.dt),
        E.map((generated) => {
          const document = documentWith(null);
          const { startTime } = document.generated!;
          const series = withTrend(inOriginalUnits(generated, document), document.trend ?? null, startTime);
          const array = encodeSeries(series);
          return {
            ...filesWith(documentWith(digestOfBytes(array))),
            "generated.npy": array,
            "generated.csv": encodeCsv(series, document, startTime),
          };
        }),
      );
    }),
  );

/**
 * The network of a run, its document, and the beginning of its free run in the units of the recording: files by name.
 */
export const networkFiles = (what: Export): Program<Readonly<Record<string, Uint8Array>>> =>
  pipe(
    RTE.Do,
    RTE.bindW("train", () => artifactOf(what.store, what.run.network)),
    RTE.bindW("evaluate", () => artifactOf(what.store, what.run.measures)),
    RTE.bindW("data", () => artifactOf(what.store, what.run.data)),
    RTE.chainEitherKW((artifacts) => filesOf(what, artifacts)),
  );
