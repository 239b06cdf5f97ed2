/**
 * `lyap run`: runs an experiment or the rest of it, and says which of its claims hold.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { join } from "@std/path/mod.js";
import {
  copyReport,
  type ExperimentResult,
  laidInto,
  planExperiment,
  readWithModules,
  resolve,
  runExperiment,
  withSpec,
} from "../../engine/experiment.ts";
import { NO_DATA } from "../../engine/data.ts";
import { refuseHopeless } from "../../engine/hopeless.ts";
import type { EngineOptions } from "../../engine/local.ts";
import { readLedgers } from "../../engine/ledger_file.ts";
import { missingSteps } from "../../engine/missing.ts";
import { PROVENANCE, wordsOfProvenance } from "../../engine/provenance.ts";
import { PUBLISHED_PROFILE } from "../../engine/verify.ts";
import { offeredTrainings } from "../../engine/take.ts";
import { withPageBeside } from "../../page/beside.ts";
import { badUsage, exitCodeOf, type LyapError } from "../../core/program/errors.ts";
import { failWith, type Program } from "../../core/program/program.ts";
import { lineWidth, note, print, warn } from "../../core/program/terminal.ts";
import { DEFAULT_PROFILE } from "../../experiment/experiment.ts";
import type { PlannedExperiment } from "../../pipeline.ts";
import { stepInWords } from "../../steps/plan.ts";
import { type AnyCommand, type Call, command, type ExitCode } from "../command.ts";
import { outlookDocument, outlookLines } from "../dry_run.ts";
import { findExperiment, type FoundExperiment, ledgerFor } from "../find_experiments.ts";
import { runAndPublish } from "../publishing.ts";
import { jsonOnlyOption } from "../options.ts";
import {
  checkedOption,
  chosenOf,
  dataAccessFor,
  dataOptions,
  fallbackOption,
  fallbacksOf,
  jobsOption,
  ledgerOption,
  pageOption,
  profileOptions,
  storeOption,
} from "../shared_options.ts";
import { pageLine, summaryLines } from "../summary.ts";

const options = {
  ...profileOptions,
  "dry-run": {
    takes: "nothing",
    help: "run nothing: show the resolved spec, the runs, how long they take, and what is finished already",
  },
  yes: { takes: "nothing", help: "start even what takes more than a day, or more memory than there is" },
  publish: {
    takes: "nothing",
    group: "Publishing",
    help:
      `write the runs of the profile ${PUBLISHED_PROFILE} into the ledger, and make only the missing ones`,
  },
  networks: {
    takes: "nothing",
    group: "Publishing",
    help:
      "with --publish: make runs that were published without networks again, compare them, and add the networks",
  },
  retrain: {
    takes: "nothing",
    group: "Publishing",
    help: "also train the networks that the ledger holds; otherwise they are taken from there",
  },
  ...pageOption,
  ...storeOption,
  ...ledgerOption,
  ...fallbackOption,
  ...dataOptions,
  ...jobsOption,
  ...checkedOption,
  ...jsonOnlyOption,
} as const;

type Given = Call<typeof options>["values"];

/** Names that a line has at most. */
const FEW = 6;

const firstFew = (names: readonly string[]): string =>
  names.slice(0, FEW).join("; ") + (names.length > FEW ? ` and ${names.length - FEW} more` : "");

/** What is said where steps failed; the worst of their exit codes. */
const printFailure = (
  { plan, result: { failed, skipped }, report, directory }: ExperimentResult,
  json: boolean,
): Program<ExitCode> => {
  const words = new Map(plan.steps.map((step) => [step.id, stepInWords(step)]));
  const wordsOf = (id: string): string => words.get(id) ?? id;
  const code = Math.max(1, ...failed.map(({ error }) => exitCodeOf(error))) as ExitCode;
  const messages = [
    `${failed.length} of ${plan.steps.length} steps failed: ${firstFew(failed.map(({ id }) => wordsOf(id)))}`,
    ...(skipped.length > 0 ? [`not run because of them: ${firstFew(skipped.map(wordsOf))}`] : []),
    ...(report !== null && directory !== null ? [`the report of an earlier call is in ${directory}`] : []),
  ];
  return pipe(
    warn(...messages),
    RTE.chain(() =>
      json ? print(JSON.stringify({ error: { kind: "StepFailed", code, messages } })) : RTE.right(undefined)
    ),
    RTE.map(() => code),
  );
};

const conclude = (ended: ExperimentResult, json: boolean): Program<ExitCode> => {
  const { result, report, provenance, directory } = ended;
  if (result.failed.length > 0 || report === null || directory === null) return printFailure(ended, json);
  const document = report.result;
  const page = join(directory, "index.html");
  return pipe(
    result.made.length > 0 ? note(`${wordsOfProvenance(provenance)} (${PROVENANCE})`) : RTE.right(undefined),
    RTE.chain(() =>
      json ? print(JSON.stringify({ ...document, report: page })) : pipe(
        lineWidth,
        RTE.chain((width) =>
          print(...summaryLines(document, result.made.length === 0, width), "", pageLine(page))
        ),
      )
    ),
    RTE.map(() => document.claims.some(({ verdict }) => verdict === "refuted") ? 1 : 0),
  );
};

/** Lays the page that trains beside the report, where there is one. */
const layPage = (
  { plan, report, directory }: ExperimentResult,
  source: string,
  { store, data = NO_DATA }: EngineOptions,
): Program<unknown> =>
  report === null || directory === null ? RTE.right(null) : pipe(
    withPageBeside(report.files, {
      name: plan.experiment,
      title: plan.report.spec.title,
      runs: plan.runs,
    }),
    RTE.chain((files) => laidInto(files, directory, { source, store, data })),
    RTE.chain((files) => copyReport(files, directory, store)),
  );

/** Options that go together; what is wrong with them. */
const misfit = ({ publish, networks, profile = DEFAULT_PROFILE }: Given): LyapError | null =>
  publish && profile !== PUBLISHED_PROFILE
    ? badUsage(`--publish goes with the profile ${PUBLISHED_PROFILE}`, `add --profile ${PUBLISHED_PROFILE}`)
    : networks && !publish
    ? badUsage("--networks goes with --publish", "add --publish, or leave --networks out")
    : null;

const engineOf = ({ path }: FoundExperiment, values: Given): Program<EngineOptions> => (capabilities) => {
  const jobs = values.jobs ?? capabilities.cores;
  return pipe(
    dataAccessFor(path, values),
    RTE.map((data): EngineOptions => ({
      store: values.store,
      data,
      checked: values.checked,
      fallbacks: fallbacksOf(values),
      jobs,
      beforehand: refuseHopeless(jobs, values.yes),
    })),
  )(capabilities);
};

const publishFound = (
  { path, spec }: FoundExperiment,
  values: Given,
  engine: EngineOptions,
): Program<ExitCode> =>
  pipe(
    readWithModules(path, spec, values.store),
    RTE.chainEitherK((read) => resolve(path, read, { profile: PUBLISHED_PROFILE })),
    RTE.chain((experiment) =>
      runAndPublish(experiment, values.json, {
        ...engine,
        ledger: values.ledger,
        networks: values.networks,
        retrain: values.retrain,
      }, (files, folder) =>
        pipe(
          withSpec(files, path, spec, engine.data ?? NO_DATA),
          RTE.chain((whole) =>
            laidInto(whole, folder, { source: path, store: values.store, data: engine.data ?? NO_DATA })
          ),
        ))
    ),
  );

/** The trainings that would be taken from ledgers. */
const offeredTo = (plan: PlannedExperiment, ledger: string, values: Given): Program<ReadonlySet<string>> =>
  values.retrain || !(values.publish || values.profile === PUBLISHED_PROFILE)
    ? RTE.right(new Set())
    : pipe(readLedgers(ledger), RTE.map((ledgers) => offeredTrainings(plan, ledgers)));

/** What would be done. */
const dryRun = (found: FoundExperiment, values: Given, engine: EngineOptions): Program<ExitCode> => {
  const { path, spec } = found;
  return pipe(
    RTE.Do,
    RTE.bindW("read", () => readWithModules(path, spec, values.store)),
    RTE.bindW("experiment", ({ read }) => RTE.fromEither(resolve(path, read, chosenOf(values)))),
    RTE.bindW("plan", ({ read }) => RTE.fromEither(planExperiment(path, read, chosenOf(values)))),
    RTE.bindW("there", ({ plan }) => missingSteps(plan, values.store)),
    RTE.bindW("ledger", () => ledgerFor(found, values.ledger)),
    RTE.bindW("offered", ({ plan, ledger }) => offeredTo(plan, ledger, values)),
    RTE.chain(({ experiment, plan, there, offered }) => {
      const missing = there.missing.difference(offered);
      const outlook = {
        experiment,
        plan,
        missing,
        offered: there.missing.size - missing.size,
        jobs: engine.jobs,
      };
      return values.json
        ? print(JSON.stringify(outlookDocument(outlook)))
        : pipe(lineWidth, RTE.chain((width) => print(...outlookLines(outlook, width))));
    }),
    RTE.map((): ExitCode => 0),
  );
};

const runFound = (found: FoundExperiment, values: Given, engine: EngineOptions): Program<ExitCode> =>
  pipe(
    ledgerFor(found, values.ledger),
    RTE.chain((ledger) =>
      runExperiment(found.path, found.spec, {
        ...engine,
        // Only what is published lies in ledgers.
        ...(values.profile === PUBLISHED_PROFILE ? { ledger } : {}),
        retrain: values.retrain,
        ...chosenOf(values),
      })
    ),
    RTE.chainFirst((result) => values["with-page"] ? layPage(result, found.path, engine) : RTE.right(result)),
    RTE.chain((result) => conclude(result, values.json)),
  );

/** Finds the experiment of an operand: its file, or a program that holds it. */
type Find = typeof findExperiment;

const runWith = (find: Find) => ({ operands, values }: Call<typeof options>): Program<ExitCode> => {
  const [operand, ...more] = operands;
  if (operand === undefined || more.length > 0) {
    return failWith(badUsage("run takes one experiment", "for example: lyap run quickstart"));
  }
  const fault = misfit(values);
  if (fault !== null) return failWith(fault);
  return pipe(
    RTE.Do,
    RTE.bindW("found", () => find(operand, { store: values.store })),
    RTE.bindW("engine", ({ found }) => engineOf(found, values)),
    RTE.chain(({ found, engine }) =>
      (values["dry-run"] ? dryRun : values.publish ? publishFound : runFound)(found, values, engine)
    ),
  );
};

const runFoundBy = (find: Find): AnyCommand =>
  command({
    explanation: [
      "<experiment> is the name of one that comes with lyap or is in the folder experiments, a file .ts or .json,",
      "or the folder of a fit. Finished steps do not run again, so a stopped call goes on where it was.",
    ],
    options,
    examples: ["run quickstart", "run my_experiment.ts --profile paper --jobs 8"],
    run: runWith(find),
  });

/** Runs an experiment. */
export const runCommand = runFoundBy(findExperiment);

/** Runs the experiment that a program holds; the path of the program says where its data lies. */
export const runHeld = (spec: unknown): AnyCommand => runFoundBy((path) => RTE.right({ path, spec }));
