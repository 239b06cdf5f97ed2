/**
 * `lyap run --publish`: what `lyap run` does where results go into the ledger.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import { copyReport, type ReportFiles } from "../engine/experiment.ts";
import type { Resolved } from "../experiment/vocabulary.ts";
import { reportFromLedger } from "../engine/ledger_report.ts";
import type { EngineOptions } from "../engine/local.ts";
import { type Publication, publish, publishedIds } from "../engine/publish.ts";
import { exitCodeOf } from "../program/errors.ts";
import { failWith, type Program } from "../program/program.ts";
import type { ResultDocument } from "../report/document.ts";
import { reportPath } from "../steps/store/layout.ts";
import { planned } from "../pipeline.ts";
import type { ExitCode } from "./command.ts";
import { summaryLines } from "./summary.ts";

/** What a person or a program reads of a report that was drawn from a ledger. */
const tellPublished = (
  { result, ledger }: Publication,
  files: ReportFiles,
  directory: string,
  json: boolean,
): Program<ExitCode> =>
(capabilities) => {
  const { out } = capabilities.terminal;
  const document = JSON.parse(new TextDecoder().decode(files["result.json"])) as ResultDocument;
  const page = join(directory, "index.html");
  if (json) out(JSON.stringify({ ...document, report: page }));
  else {
    [
      ...summaryLines(document, result === null),
      `published: ${ledger.runs.length} runs`,
      `report: ${page}`,
    ].forEach(out);
  }
  return TE.right(document.claims.some(({ verdict }) => verdict === "refuted") ? 1 : 0);
};

/** Publishes an experiment and draws its report from the ledger. */
export const runAndPublish = (
  experiment: Resolved,
  directory: string,
  json: boolean,
  engine: EngineOptions,
): Program<ExitCode> =>
  pipe(
    publish(experiment, { ...engine, ledger: directory }),
    RTE.chain((publication): Program<ExitCode> => {
      const { result, ledger } = publication;
      const missing = experiment.runs.length - publishedIds(ledger, planned(experiment)).size;
      if (missing > 0) {
        const failed = result?.failed ?? [];
        return failWith({
          _tag: "StepFailed",
          step: failed.map(({ id }) => id).join(", "),
          what:
            `${missing} of ${experiment.runs.length} runs could not be published; the others are in the ledger`,
          code: Math.max(1, ...failed.map(({ error }) => exitCodeOf(error))),
        });
      }
      const place = reportPath(engine.store, experiment.name, experiment.profile);
      return pipe(
        reportFromLedger(experiment, ledger),
        RTE.chainFirst((files) => copyReport(files, place)),
        RTE.chain((files) => tellPublished(publication, files, place, json)),
      );
    }),
  );
