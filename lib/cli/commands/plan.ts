/**
 * `lyap plan`: writes an experiment as a workflow for a cluster.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { resolve as absolute } from "@std/path/mod.js";
import { planExperiment, readWithModules } from "../../engine/experiment.ts";
import { provision } from "../../engine/plans/beforehand.ts";
import { type PlannedFor, type PlanWriter, planWriters } from "../../engine/plans/catalogue.ts";
import type { Place } from "../../engine/plans/folder.ts";
import { quoted, shellWord, wordsOf } from "../../engine/plans/shell.ts";
import type { SlurmOptions } from "../../engine/plans/slurm.ts";
import { refuseEndless } from "../../engine/hopeless.ts";
import { prepareOffline, WORKER, writePlan } from "../../engine/plans/write.ts";
import { PUBLISHED_PROFILE } from "../../engine/verify.ts";
import { badUsage, type LyapError } from "../../core/program/errors.ts";
import { durationInWords, outlookOf, outlookOfAll } from "../../steps/outlook.ts";
import { codeFlags, LYAP_CONFIG } from "../../steps/place.ts";
import type { Capabilities, Program } from "../../core/program/program.ts";
import { print } from "../../core/program/terminal.ts";
import { counted } from "../../core/program/text.ts";
import { closest } from "../../core/codec/closest.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { findExperiment, ledgerFor } from "../find_experiments.ts";
import { jsonOnlyOption } from "../options.ts";
import {
  checkedOption,
  chosenOf,
  dataAccessFor,
  dataOptions,
  fallbackOption,
  fallbacksOf,
  ledgerOption,
  profileOptions,
  storeOption,
} from "../shared_options.ts";

const engines = Object.keys(planWriters);

const options = {
  for: { takes: "text", value: "ENGINE", help: `${engines.join(", ")}` },
  ...profileOptions,
  out: {
    takes: "text",
    value: "DIR",
    isFolder: true,
    help: "the folder of the plan, on a shared file system; default plan",
  },
  "minutes-per-task": {
    group: "Nodes",
    takes: "number",
    least: 0,
    value: "N",
    help: "expected minutes of an array element or a command, which makes as many steps; default 30",
  },
  cpus: {
    group: "Nodes",
    takes: "integer",
    least: 1,
    value: "N",
    help: "steps that a task makes at the same time; default 1",
  },
  partition: { group: "Slurm", takes: "text", value: "NAME", help: "Slurm: the partition" },
  account: { group: "Slurm", takes: "text", value: "NAME", help: "Slurm: the account" },
  time: {
    group: "Slurm",
    takes: "text",
    value: "LIMIT",
    help: "Slurm: time limit of an element; default 4 times the expected time",
  },
  memory: { group: "Slurm", takes: "text", value: "SIZE", help: "Slurm: memory of an element, such as 2G" },
  throttle: {
    group: "Slurm",
    takes: "integer",
    least: 1,
    value: "N",
    help: "Slurm: elements of an array that run at the same time",
  },
  "array-size": {
    group: "Slurm",
    takes: "integer",
    least: 1,
    value: "N",
    help: "Slurm: elements that an array may have, the cluster's MaxArraySize; default 1000",
  },
  sbatch: {
    group: "Slurm",
    takes: "text",
    dashes: true,
    value: "OPTIONS",
    help: 'Slurm: any other options, as "--qos=long --constraint=avx2"',
  },
  yes: {
    takes: "nothing",
    help: "plan even a step that takes more than a day, or more memory than there is here",
  },
  modules: { group: "Nodes", takes: "text", value: "NAMES", help: "environment modules to load first" },
  before: {
    group: "Nodes",
    takes: "text",
    value: "WORDS",
    help: 'words to put before deno, such as "apptainer exec image.sif"',
  },
  "deno-dir": {
    group: "Nodes",
    takes: "text",
    value: "DIR",
    help:
      "the folder of the packages that nodes without a network need; default: the one that deno uses here",
  },
  retrain: { takes: "nothing", help: "also train the networks that the ledger holds" },
  ...storeOption,
  ...ledgerOption,
  ...fallbackOption,
  ...dataOptions,
  ...checkedOption,
  ...jsonOnlyOption,
} as const;

type Given = Call<typeof options>["values"];

const writerOf = (name: string | undefined): E.Either<LyapError, PlanWriter> => {
  if (name !== undefined && Object.hasOwn(planWriters, name)) return E.right(planWriters[name as PlannedFor]);
  const near = name === undefined ? undefined : closest(name, engines);
  return E.left(badUsage(
    name === undefined ? "lyap plan needs an engine" : `There are no plans for "${name}"`,
    near === undefined ? `add --for ${engines.join(", --for ")}` : `did you mean --for ${near}?`,
  ));
};

/** Options that only some engines have a use for. */
const OF_ENGINES = {
  partition: ["slurm"],
  account: ["slurm"],
  time: ["slurm"],
  memory: ["slurm"],
  throttle: ["slurm"],
  "array-size": ["slurm"],
  sbatch: ["slurm"],
  cpus: ["slurm", "parallel", "make"],
} as const satisfies Partial<Record<keyof Given, readonly PlannedFor[]>>;

const refuseForeign = (values: Given): E.Either<LyapError, void> => {
  const foreign = Object.entries(OF_ENGINES).find(([name, users]) =>
    values[name as keyof typeof OF_ENGINES] !== undefined &&
    !users.some((engine) => engine === values.for)
  );
  return foreign === undefined ? E.right(undefined) : E.left(badUsage(
    `--${foreign[0]} is for ${foreign[1].join(", ")}`,
    values.for === "snakemake"
      ? "leave it out, and give Snakemake its own options: --cores, --default-resources, --profile"
      : "leave it out",
  ));
};

const words = (option: string, line: string | undefined): E.Either<LyapError, readonly string[]> =>
  E.fromNullable<LyapError>(badUsage(`--${option} has a quote that is not closed`, "close it"))(
    wordsOf(line ?? ""),
  );

/** Lines of scripts end where a value does; so must no value hold a line's end. */
const oneLine = (values: Given): E.Either<LyapError, void> => {
  const bad = Object.entries(values).find(([, value]) =>
    // deno-lint-ignore no-control-regex
    [value].flat().some((each) => typeof each === "string" && /[\u0000-\u001f]/.test(each))
  );
  return bad === undefined
    ? E.right(undefined)
    : E.left(badUsage(`--${bad[0]} holds a line break or another control character`, "leave it out"));
};

/** Slurm takes backslashes out of the names of log files, and a job that cannot write its log ends at once. */
const refuseBackslash = ({ for: engine }: Given, folder: string): E.Either<LyapError, void> =>
  engine === "slurm" && folder.includes("\\")
    ? E.left(
      badUsage(
        `--out is ${folder}, and Slurm cannot write to a path with a backslash`,
        "choose another folder",
      ),
    )
    : E.right(undefined);

const slurmOptionsOf = (values: Given): SlurmOptions => {
  const { partition, account, time, memory, throttle, sbatch } = values;
  const arraySize = values["array-size"];
  return {
    minutesPerTask: values["minutes-per-task"] ?? 30,
    ...(partition === undefined ? {} : { partition }),
    ...(account === undefined ? {} : { account }),
    ...(time === undefined ? {} : { time }),
    ...(memory === undefined ? {} : { memory }),
    ...(throttle === undefined ? {} : { throttle }),
    ...(sbatch === undefined ? {} : { sbatch }),
    ...(arraySize === undefined ? {} : { arraySize }),
  };
};

const eight = (number: number): string => number.toString(16).padStart(8, "0");

const run = ({ operands, values }: Call<typeof options>): Program<ExitCode> => {
  const [operand, ...more] = operands;
  if (operand === undefined || more.length > 0) {
    return RTE.left(
      badUsage(
        "plan takes one experiment",
        "for example: lyap plan quickstart --for slurm --out plan",
      ),
    );
  }
  const folder = absolute(values.out ?? "plan");
  const store = absolute(values.store);
  return pipe(
    RTE.Do,
    RTE.apSW("writer", RTE.fromEither(writerOf(values.for))),
    RTE.chainFirstW(() => RTE.fromEither(refuseForeign(values))),
    RTE.chainFirstW(() => RTE.fromEither(refuseBackslash(values, folder))),
    RTE.chainFirstW(() => RTE.fromEither(oneLine({ ...values, out: folder, store }))),
    RTE.apSW("modules", RTE.fromEither(words("modules", values.modules))),
    RTE.apSW("before", RTE.fromEither(words("before", values.before))),
    RTE.bindW("found", () => findExperiment(operand, { store })),
    RTE.bindW("spec", ({ found: { path, spec } }) => readWithModules(path, spec, store)),
    RTE.bindW(
      "whole",
      ({ found, spec }) => RTE.fromEither(planExperiment(found.path, spec, chosenOf(values))),
    ),
    RTE.chainFirstW(({ whole }) => refuseEndless(whole, values.yes)),
    RTE.bindW("data", ({ found }) =>
      pipe(
        dataAccessFor(found.path, values),
        RTE.map((data) => ({
          ...data,
          directory: data.directory === null ? null : absolute(data.directory),
        })),
      )),
    RTE.bindW("ledger", ({ found }) => ledgerFor(found, values.ledger)),
    RTE.bindW("provisioned", ({ whole, data, ledger }) =>
      provision(whole, {
        store,
        data,
        fallbacks: fallbacksOf(values),
        retrain: values.retrain,
        // Only what is published lies in ledgers.
        ...(whole.profile === PUBLISHED_PROFILE ? { ledger } : {}),
      })),
    RTE.bindW("cache", () => {
      const given = values["deno-dir"];
      return prepareOffline(given === undefined ? undefined : absolute(given));
    }),
    RTE.chain(({ writer, modules, before, provisioned, data, cache }) => (capabilities: Capabilities) => {
      const { plan: planned, taken, missing } = provisioned;
      const { platform, denoPath, entropy } = capabilities;
      const mark = `${shellWord(planned.experiment)}-${shellWord(planned.profile)}-${eight(entropy())}`;
      const place: Place = {
        folder,
        store,
        data,
        checked: values.checked,
        cpus: values.cpus ?? 1,
        mark,
        deno: { path: denoPath(), version: platform.deno, cache },
        worker: WORKER,
        codeFlags,
        modules,
        before,
      };
      const files = writer.files(planned, place, slurmOptionsOf(values));
      const packs = Object.keys(files).filter((name) => name.startsWith("packs/")).length;
      const levels = Object.keys(files).filter((name) => name.startsWith("level-")).length;
      const start = writer.start(/^[\w./+-]+$/.test(folder) ? folder : quoted(folder), levels);
      const { seconds } = outlookOfAll(planned.steps.map(outlookOf), 1);
      const lines = [
        `${counted(planned.runs.length, "run")}, ${counted(planned.steps.length, "step")} in ${
          counted(packs, "pack")
        }: ${folder}`,
        `all of it would take ${durationInWords(seconds)} on 1 core`,
        `the store lacks ${missing} of the steps`,
        ...(taken === 0
          ? []
          : [`${counted(taken, "training")} from ledgers: lyap run draws the report when the rest is made`]),
        `nodes need no network: packages are in ${cache}, which they must see, as they must see ` +
        [folder, store, ...(LYAP_CONFIG === null ? [] : [LYAP_CONFIG])].join(", "),
        `start it with: ${start}`,
      ];
      const document = {
        folder,
        coreSeconds: Math.round(seconds),
        store,
        runs: planned.runs.length,
        steps: planned.steps.length,
        missing,
        taken,
        packs,
        cache,
        start,
      };
      return pipe(
        writePlan(folder, files, store, mark),
        RTE.chain(() => values.json ? print(JSON.stringify(document)) : print(...lines)),
        RTE.map((): ExitCode => 0),
      )(capabilities);
    }),
  );
};

/** Plans an experiment for a cluster. */
export const planCommand = command({
  explanation: ["<experiment> is a name, a file .ts or .json, or the folder of a fit."],
  options,
  examples: [
    "plan quickstart --for slurm --out plan",
    "plan my_sweep.json --for snakemake --profile paper --cpus 4",
  ],
  run,
});
