/**
 * What the scripts of a plan do: make packs with the local engine, and list what is missing.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import { badInput, describeError, exitCodeOf, type LyapError } from "../../core/program/errors.ts";
import { type Capabilities, failWith, type Program } from "../../core/program/program.ts";
import { print, warn } from "../../core/program/terminal.ts";
import { counted } from "../../core/program/text.ts";
import type { Digest } from "../../core/codec/canonical.ts";
import { MANIFEST } from "../../steps/store/artifact.ts";
import { artifactPath, formerPath } from "../../steps/store/layout.ts";
import { type PlanResult, runPlan } from "../local.ts";
import { directoriesIn } from "../missing.ts";
import { takenIn } from "../take.ts";
import { packFile, type PlanRecord, type StepRow, STEPS } from "./folder.ts";
import { decodeOrders, type Orders } from "./orders.ts";
import { submissionLine, submissionsOf } from "./submission.ts";
import { stepInWords } from "../../steps/plan.ts";

const parsed = <A>(source: string, parse: () => A): E.Either<LyapError, A> =>
  E.tryCatch(
    parse,
    (error) =>
      badInput(
        source,
        `it is not as lyap plan wrote it (${(error as Error).message})`,
        "write the plan again",
      ),
  );

const textOf = (path: string): Program<string> => ({ files }) =>
  pipe(files.read(path), TE.map((bytes) => new TextDecoder().decode(bytes)));

const readRecord = (folder: string): Program<PlanRecord> => {
  const path = join(folder, "plan.json");
  return pipe(
    textOf(path),
    RTE.chainEitherK((text) => parsed(path, () => JSON.parse(text) as PlanRecord)),
  );
};

const readRows = (folder: string): Program<readonly StepRow[]> => {
  const path = join(folder, STEPS);
  return pipe(
    textOf(path),
    RTE.chainEitherK((text) =>
      parsed(
        path,
        () => text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as StepRow),
      )
    ),
  );
};

/** Artifacts that are asked for at a time. */
const SIDE_BY_SIDE = 32;

/** Does the same for each value, a few at a time. */
const forEach = <A, B>(values: readonly A[], each: (value: A) => Program<B>): Program<readonly B[]> =>
  pipe(
    Array.from(
      { length: Math.ceil(values.length / SIDE_BY_SIDE) },
      (_, chunk) => values.slice(chunk * SIDE_BY_SIDE, (chunk + 1) * SIDE_BY_SIDE),
    ),
    RTE.traverseSeqArray(RTE.traverseArray(each)),
    RTE.map((chunks) => chunks.flat()),
  );

const isPresent = (directories: ReadonlySet<string>, store: string) => (row: StepRow): Program<boolean> => {
  const path = [artifactPath(store, row), formerPath(store, row)].find((each) => directories.has(each));
  return path === undefined ? RTE.right(false) : ({ files }) => files.exists(join(path, MANIFEST));
};

/** The steps that the store lacks. Whether what it holds is whole is seen by those who read it. */
const lackingRows = (store: string, rows: readonly StepRow[]): Program<readonly StepRow[]> =>
  pipe(
    directoriesIn(store),
    RTE.chain((directories) =>
      forEach(rows, (row) =>
        pipe(
          isPresent(directories, store)(row),
          RTE.map((present) => present ? [] : [row]),
        ))
    ),
    RTE.map((chunks) => chunks.flat()),
  );

const printLines = (lines: readonly string[]): Program<number> => pipe(print(...lines), RTE.map(() => 0));

/** Names the steps that the store of a plan lacks. */
const missing = (folder: string): Program<number> =>
  pipe(
    RTE.Do,
    RTE.apSW("record", readRecord(folder)),
    RTE.apSW("rows", readRows(folder)),
    RTE.chain(({ record, rows }) => lackingRows(record.store, rows)),
    RTE.chain((rows) => printLines(rows.map(({ id }) => id))),
  );

/** Says what is to be submitted to Slurm, a line for each array. */
const submission = (folder: string): Program<number> =>
  pipe(
    RTE.Do,
    RTE.apSW("record", readRecord(folder)),
    RTE.apSW("rows", readRows(folder)),
    RTE.bindW("lacking", ({ record, rows }) => lackingRows(record.store, rows)),
    RTE.chain(({ record, rows, lacking }) =>
      printLines(
        submissionsOf(record, rows, new Set<Digest>(lacking.map(({ key }) => key))).map(submissionLine),
      )
    ),
  );

/**
 * The exit code of packs. Where others may go on with a part of what was to be made, that is a success for a scheduler,
 * which would keep them from it otherwise.
 */
const codeOf = (stages: readonly string[], own: readonly string[], result: PlanResult): number => {
  const present = new Set([...result.found, ...result.made]);
  const absent = own.filter((id) => !present.has(id));
  const last = stages.some((stage) => stage === "evaluate" || stage === "report");
  return absent.length === 0 || (!last && absent.length < own.length)
    ? 0
    : Math.max(1, ...result.failed.map(({ error }) => exitCodeOf(error)));
};

const conclude = (names: readonly string[], orders: Orders, result: PlanResult): Program<number> => {
  const { own } = orders;
  const known = new Set([...result.found, ...result.made]);
  const failed = new Set(result.failed.map(({ id }) => id));
  const words = new Map(
    orders.steps.flatMap((step) => [step, ...Object.values(step.inputs)]).map((
      step,
    ) => [step.id, stepInWords(step)]),
  );
  const blocked = orders.steps.filter(({ id }) => own.includes(id) && !known.has(id) && !failed.has(id));
  return pipe(
    warn(
      ...blocked.map((step) => {
        const lacks = Object.values(step.inputs).filter(({ id }) => !known.has(id)).map(stepInWords);
        return `not made: ${stepInWords(step)}, for there is no ${lacks.slice(0, 6).join("; ")}`;
      }),
      ...result.failed.map(({ id, error }) =>
        `not made: ${words.get(id) ?? id}: ${describeError(error).join("; ")}`
      ),
      `${names.join(" ")}: ${result.made.length} made, ${
        own.filter((id) => result.found.includes(id)).length
      } found, ${own.filter((id) => !known.has(id)).length} not made`,
    ),
    RTE.map(() => codeOf(names.map((name) => name.split("-")[0]!), own, result)),
  );
};

/**
 * A report of trainings that were taken from a ledger, after the plan was written, would have the name of a whole one, and
 * thinned histories.
 */
const refuseThinned = (orders: Orders, store: string): Program<void> =>
  !orders.steps.some(({ id, step }) => step === "report" && orders.own.includes(id))
    ? RTE.right(undefined)
    : pipe(
      takenIn(orders, store),
      RTE.chain(({ length }): Program<void> =>
        length === 0 ? RTE.right(undefined) : failWith({
          _tag: "StepFailed",
          step: "report",
          what: `${counted(length, "training")} of it came from a ledger and ${
            length === 1 ? "lacks" : "lack"
          } most of the history; lyap run draws the report without storing it`,
          code: 3,
        })
      ),
    );

const make = (folder: string, names: readonly string[]): Program<number> =>
  pipe(
    RTE.Do,
    RTE.apSW("record", readRecord(folder)),
    RTE.apSW("text", pipe(names, RTE.traverseArray((name) => textOf(join(folder, packFile(name)))))),
    RTE.bindW("orders", ({ text }) =>
      RTE.fromEither(decodeOrders(names.map(packFile).join(", "), text.join("")))),
    RTE.chain(({ record, orders }) => {
      const own = new Set(orders.own);
      const { store, data, checked, cpus } = record;
      return pipe(
        refuseThinned(orders, store),
        RTE.chain(() =>
          runPlan(orders, {
            store,
            data,
            checked,
            jobs: cpus,
            mayStart: ({ id }) =>
              own.has(id),
          })
        ),
        RTE.chain((result) => conclude(names, orders, result)),
      );
    }),
  );

const usage: LyapError = {
  _tag: "BadUsage",
  what: "lyap.sh takes make PACK…, missing or submission",
  mend: "for example: lyap.sh make train-0",
};

/**
 * Does what a script of a plan asks for.
 *
 * @param args The folder of the plan, what to do, and on which packs.
 * @returns The exit code.
 */
export const work = (args: readonly string[]): Program<number> => {
  const [folder, verb, ...names] = args;
  if (folder === undefined) return RTE.left<Capabilities, LyapError, number>(usage);
  if (verb === "missing") return missing(folder);
  if (verb === "submission") return submission(folder);
  return verb === "make" && names.length > 0
    ? make(folder, names)
    : RTE.left<Capabilities, LyapError, number>(usage);
};
