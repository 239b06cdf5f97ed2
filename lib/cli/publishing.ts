/**
 * `lyap run --publish`: what `lyap run` does where results go into the ledger.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { join } from "@std/path/mod.js";
import { copyReport, type ReportFiles } from "../engine/experiment.ts";
import type { Resolved } from "../experiment/vocabulary.ts";
import { reportFromLedger } from "../engine/ledger_report.ts";
import { type Publication, publish, publishedIds, type PublishOptions } from "../engine/publish.ts";
import { describeError, exitCodeOf, type LyapError } from "../core/program/errors.ts";
import { failWith, type Program } from "../core/program/program.ts";
import { lineWidth, print, warn } from "../core/program/terminal.ts";
import { counted } from "../core/program/text.ts";
import type { WrittenReport } from "../report/document.ts";
import { reportPath } from "../steps/store/layout.ts";
import { planned } from "../pipeline.ts";
import type { ExitCode } from "./command.ts";
import { pageLine, summaryLines } from "./summary.ts";
import { stepInWords } from "../steps/plan.ts";

/** What a person or a program reads of a report that was drawn from a ledger. */
const printPublished = (
  { result, ledger }: Publication,
  { result: document }: WrittenReport,
  directory: string,
  json: boolean,
): Program<ExitCode> => {
  const page = join(directory, "index.html");
  return pipe(
    lineWidth,
    RTE.chain((width) =>
      json ? print(JSON.stringify({ ...document, report: page })) : print(
        ...summaryLines(document, result === null, width),
        `published: ${counted(ledger.runs.length, "run")}`,
        pageLine(page),
      )
    ),
    RTE.map(() => document.claims.some(({ verdict }) => verdict === "refuted") ? 1 : 0),
  );
};

/** What prevents a complete publication; null if nothing does. */
const failureOf = (
  experiment: Resolved,
  { result, ledger, refused }: Publication,
): LyapError | null => {
  const missing = experiment.runs.length - publishedIds(ledger, planned(experiment)).size;
  const failed = [...refused, ...(result?.failed ?? []).map(({ error }) => error)];
  const words = new Map(planned(experiment).steps.map((step) => [step.id, stepInWords(step)]));
  return missing === 0 && failed.length === 0 ? null : {
    _tag: "StepFailed",
    step: result?.failed.map(({ id }) => words.get(id) ?? id).join("; ") || "publish",
    what: missing > 0
      ? `${missing} of ${experiment.runs.length} runs could not be published; the others are in the ledger`
      : `${
        counted(failed.length, "run")
      } could not be compared with what was published, or came out otherwise`,
    code: Math.max(1, ...failed.map(exitCodeOf)),
  };
};

/**
 * Publishes an experiment and draws its report from the ledger.
 *
 * @param beside What else lies beside the page.
 */
export const runAndPublish = (
  experiment: Resolved,
  json: boolean,
  options: PublishOptions,
  beside: (files: ReportFiles, folder: string) => Program<ReportFiles>,
): Program<ExitCode> =>
  pipe(
    publish(experiment, options),
    RTE.chainFirst(({ refused }) => warn(...refused.flatMap(describeError))),
    RTE.chain((publication): Program<ExitCode> => {
      const failure = failureOf(experiment, publication);
      if (failure !== null) return failWith(failure);
      const place = reportPath(options.store, experiment.name, experiment.profile);
      return pipe(
        RTE.Do,
        RTE.bindW("report", () => reportFromLedger(experiment, publication.ledger, options)),
        RTE.bindW("whole", ({ report }) => beside(report.files, place)),
        RTE.chainFirst(({ whole }) => copyReport(whole, place, options.store)),
        RTE.chain(({ report }) => printPublished(publication, report, place, json)),
      );
    }),
  );
