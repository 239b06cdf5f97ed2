/**
 * `lyap run`: runs an experiment or the rest of it, and tells which of its claims hold.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { join } from "@std/path/mod.js";
import { type ExperimentResult, runExperiment } from "../../engines/experiment.ts";
import { badUsage, exitCodeOf } from "../../program/errors.ts";
import { type Capabilities, failWith, type Program } from "../../program/program.ts";
import type { ResultDocument } from "../../report/document.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { dataAccessOf, dataOptions } from "../data_options.ts";
import { loadSpec } from "../load.ts";

const options = {
  profile: { takes: "text", value: "NAME", help: "which profile of the experiment; default quick" },
  ...dataOptions,
} as const;

const documentOf = (report: NonNullable<ExperimentResult["result"]["report"]>): ResultDocument =>
  JSON.parse(new TextDecoder().decode(report.files["result.json"])) as ResultDocument;

/** What a person reads at the end. */
export const summaryLines = (document: ResultDocument, nothingToDo: boolean): readonly string[] => {
  const diverged = document.runs.filter(({ outcome }) => outcome === "diverged");
  return [
    nothingToDo
      ? `${document.experiment} (${document.profile}) is finished: nothing to do`
      : `${document.experiment} (${document.profile}) is finished`,
    ...document.claims.flatMap(({ verdict, statement, because }) => [
      `  ${verdict === "upheld" ? "✓ upheld " : "✗ refuted"}  ${statement}`,
      `             ${because}`,
    ]),
    ...(diverged.length > 0
      ? [
        `  ${diverged.length} of ${document.runs.length} runs diverged: ${
          diverged.map(({ id }) => id).join(", ")
        }`,
      ]
      : []),
  ];
};

/** Names that a line is told at most. */
const FEW = 6;

const firstFew = (names: readonly string[]): string =>
  names.slice(0, FEW).join(", ") + (names.length > FEW ? ` and ${names.length - FEW} more` : "");

const conclude = ({ plan, result, directory }: ExperimentResult, json: boolean): Program<ExitCode> =>
  pipe(
    RTE.asks(({ terminal }: Capabilities) => terminal),
    RTE.chain((terminal): Program<ExitCode> => {
      const { report, failed, skipped } = result;
      if (report === null || directory === null) {
        const worst = Math.max(...failed.map(({ error }) => exitCodeOf(error)));
        terminal.warn(
          `${failed.length} of ${plan.steps.length} steps failed: ${firstFew(failed.map(({ id }) => id))}`,
        );
        if (skipped.length > 0) terminal.warn(`not run because of them: ${firstFew(skipped)}`);
        return RTE.right(worst as ExitCode);
      }
      const document = documentOf(report);
      const page = join(directory, "index.html");
      if (json) terminal.out(JSON.stringify({ ...document, report: page }));
      else [...summaryLines(document, result.made.length === 0), `report: ${page}`].forEach(terminal.out);
      return RTE.right(document.claims.some(({ verdict }) => verdict === "refuted") ? 1 : 0);
    }),
  );

const run = ({ operands, values }: Call<typeof options>): Program<ExitCode> => {
  const [path, ...more] = operands;
  if (path === undefined || more.length > 0) {
    return failWith(
      badUsage("lyap run takes one experiment", "for example: lyap run experiments/quickstart.ts"),
    );
  }
  if (values.jobs !== undefined && !(Number.isInteger(values.jobs) && values.jobs >= 1)) {
    return failWith(
      badUsage(`--jobs is ${values.jobs}`, "give a whole number of 1 or more"),
    );
  }
  return pipe(
    loadSpec(path),
    RTE.chain((spec) => (capabilities: Capabilities) =>
      runExperiment(path, spec, {
        store: values.store ?? ".lyap",
        data: dataAccessOf(values),
        jobs: values.jobs ?? capabilities.cores,
        ...(values.profile === undefined ? {} : { profile: values.profile }),
        ...(values.seed === undefined ? {} : { seed: values.seed }),
      })(capabilities)
    ),
    RTE.chain((result) => conclude(result, values.json)),
  );
};

/** Runs an experiment. */
export const runCommand = command({
  name: "run",
  operands: "<experiment.ts or .json>",
  summary: "runs an experiment or the rest of it, and tells which of its claims hold",
  options,
  run,
});
