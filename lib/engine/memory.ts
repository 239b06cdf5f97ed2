/**
 * Makes the steps of a plan in this process and in memory, one after the other: for libraries, tests and notebooks.
 *
 * It needs no store. What it makes has the same content as what `local.ts` makes with a process per step.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { environmentFault, type LyapError } from "../core/program/errors.ts";
import type { Capabilities, Files, Program } from "../core/program/program.ts";
import { canonicalJson } from "../core/codec/canonical.ts";
import { decode } from "../core/codec/codec.ts";
import type { Artifact } from "../steps/store/artifact.ts";
import type { StepName } from "../steps/definitions.ts";
import { artifactOf } from "../steps/made.ts";
import type { DataAccess, Step } from "../steps/step.ts";
import type { PlannedStep, SpecOf, StepGraph } from "../steps/plan.ts";
import { NO_DATA } from "./data.ts";

/** Where files in memory seem to lie. */
const ROOT = "memory:";

const isThere = (path: string): boolean => path.startsWith(ROOT);

/** Files below `memory:` live in memory; all others are those of the machine. */
const filesInMemory = (machine: Files): Files => {
  const held = new Map<string, Uint8Array>();
  const within = (path: string): readonly string[] =>
    [...held.keys()].filter((name) => name === path || name.startsWith(`${path}/`));
  const read = (path: string): E.Either<LyapError, Uint8Array> =>
    E.fromNullable<LyapError>(
      environmentFault("There is no such file", path, "please report this"),
    )(
      held.get(path),
    );
  return {
    ...machine,
    read: (path) => isThere(path) ? TE.fromEither(read(path)) : machine.read(path),
    exists: (path) => isThere(path) ? TE.right(within(path).length > 0) : machine.exists(path),
    write: (path, bytes) =>
      isThere(path) ? TE.fromIO(() => void held.set(path, bytes)) : machine.write(path, bytes),
    remove: (path) =>
      isThere(path)
        ? TE.fromIO(() => within(path).forEach((name) => held.delete(name)))
        : machine.remove(path),
  };
};

/** The steps by name, each loaded when it is first made. */
const steps: {
  readonly [Name in StepName]: () => Promise<Step<SpecOf[Name]>>;
} = {
  dataset: async () => (await import("../steps/dataset.ts")).datasetStep,
  train: async () => (await import("../steps/train.ts")).trainStep,
  lyapunov: async () => (await import("../steps/lyapunov.ts")).lyapunovStep,
  evaluate: async () => (await import("../steps/evaluate.ts")).evaluateStep,
  report: async () => (await import("../steps/report.ts")).reportStep,
  beginning: async () => (await import("../steps/beginning.ts")).beginningStep,
};

/** How a plan is made in memory. */
export interface MemoryOptions {
  /** Where files of users lie. Default: nowhere. */
  readonly data?: DataAccess;
  /** Hears how far each step is. Default: nobody does. */
  readonly onProgress?: (id: string, fraction: number, note: string) => void;
}

/** What a plan has made, by the keys of its steps. */
export type Made = ReadonlyMap<PlannedStep["key"], Artifact>;

/** A spec as a process reads it: what is not JSON is gone, and keys are in the order of canonical JSON. */
export const asWritten = <A>(spec: A): A => JSON.parse(canonicalJson(spec)) as A;

/** The inputs of a step that have been made, by the names under which the step knows them. */
export const inputsOf = (
  planned: PlannedStep,
  made: Made,
): Readonly<Record<string, Artifact>> =>
  Object.fromEntries(
    Object.entries(planned.inputs).map((
      [name, { key }],
    ) => [name, made.get(key)!]),
  );

/** A spec as the step's process decodes it. */
const readSpec = <Spec>(step: Step<Spec>, spec: Spec): E.Either<LyapError, Spec> =>
  pipe(
    decode(step.codec, asWritten(spec)),
    E.mapLeft((faults): LyapError => ({ _tag: "InvalidSpec", source: `the step ${step.name}`, faults })),
  );

const makeStep = <Name extends StepName>(
  planned: PlannedStep<Name>,
  inputs: Readonly<Record<string, Artifact>>,
  { data = NO_DATA, onProgress = () => {} }: MemoryOptions,
): Program<Artifact> =>
  pipe(
    RTE.fromTask<Step<SpecOf[Name]>, Capabilities, LyapError>(
      steps[planned.step],
    ),
    RTE.chain((step) =>
      pipe(
        RTE.fromEither<LyapError, SpecOf[Name], Capabilities>(readSpec(step, planned.spec)),
        RTE.chain((spec) =>
          step.run(spec, inputs, {
            data,
            directory: `${ROOT}/${planned.key}`,
            report: (fraction, note) => onProgress(planned.id, fraction, note),
          })
        ),
      )
    ),
    RTE.chainTaskEitherK((files) => TE.fromTask(() => artifactOf(planned, files))),
  );

/**
 * Makes all steps of a graph, one after the other.
 *
 * @returns What was made. Left: why the first step that failed did so; nothing is made after it.
 */
export const makeInMemory =
  (graph: StepGraph, options: MemoryOptions = {}): Program<Made> => (capabilities) =>
    graph.steps.reduce(
      (before, planned) =>
        pipe(
          before,
          TE.chain((made) =>
            pipe(
              makeStep(planned, inputsOf(planned, made), options)({
                ...capabilities,
                files: filesInMemory(capabilities.files),
              }),
              TE.map((artifact): Made => new Map([...made, [planned.key, artifact]])),
            )
          ),
        ),
      TE.right<LyapError, Made>(new Map()),
    );
