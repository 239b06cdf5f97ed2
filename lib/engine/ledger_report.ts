/**
 * The report of an experiment from its ledger alone.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { resultOfLedger, runDigest } from "../results/ledger/source.ts";
import type { Ledger } from "../results/ledger/ledger.ts";
import { planned as plannedOf } from "../pipeline.ts";
import type { Program } from "../core/program/program.ts";
import { status } from "../core/program/terminal.ts";
import type { ReportSpec } from "../steps/report_spec.ts";
import type { Resolved } from "../experiment/vocabulary.ts";
import type { WrittenReport } from "../report/document.ts";
import { currentPart } from "./publish.ts";
import { remadeSeries, type RemakeOptions } from "./remade.ts";

/** While runs are missing nothing is judged: a claim about runs that nobody has made would look refuted. */
export const specOf = (experiment: Resolved, ledger: Ledger): ReportSpec => {
  const { name, title, description, notes, next, timeUnit, profile, claims, figures } = experiment;
  const [published, planned] = [ledger.runs.length, experiment.runs.length];
  const isComplete = published >= planned;
  return {
    name,
    title,
    description: isComplete
      ? description
      : `Only ${published} of the ${planned} runs are published so far. The ` +
        `figures show these; the claims are judged when all are there. ${description}`,
    notes,
    next,
    timeUnit,
    profile,
    claims: isComplete ? claims : [],
    figures,
    runs: ledger.runs.flatMap((run) => {
      const settings = experiment.runs.find(({ id }) => id === run.id)?.settings;
      return settings === undefined ? [] : [{ id: run.id, labels: run.labels, settings, data: run.data }];
    }),
  };
};

/**
 * Figures, verdicts and page from what a ledger holds of an experiment. Pictures of orbits come from its networks: they
 * run freely once more, and the datasets are made again where the store lacks them. Runs that were published of an older
 * spec count as not published.
 */
export const reportFromLedger = (
  experiment: Resolved,
  published: Ledger,
  options: RemakeOptions,
): Program<WrittenReport> => {
  const ledger = currentPart(published, plannedOf(experiment));
  return pipe(
    RTE.Do,
    RTE.apSW("remade", remadeSeries(experiment, ledger, options)),
    RTE.bindW("evidence", ({ remade }) => RTE.fromEither(resultOfLedger(ledger, experiment, remade))),
    // Loaded only here: who runs an experiment draws in a process of its own.
    RTE.bindW("step", () => RTE.fromTask(() => import("../steps/report.ts"))),
    RTE.chainFirst(() => status("draws the figures and judges the claims …")),
    RTE.map(({ step, evidence }) =>
      step.drawnReport(specOf(experiment, ledger), {
        evidence,
        data: ledger.data,
        digests: [
          ...ledger.data.map(({ title, content }) => [`dataset ${title}`, content] as const),
          ...ledger.runs.map(({ id, artifacts }) => [`run ${id}`, runDigest(artifacts)] as const),
        ],
      })
    ),
    RTE.chainFirst(() => status("")),
  );
};
