/**
 * `lyap report`: the figures and the page of an experiment, from what the store holds.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import {
  copyReport,
  laidInto,
  readWithModules,
  type ReportFiles,
  resolve,
  withSpec,
} from "../../engine/experiment.ts";
import { ledgerPath, readLedger } from "../../engine/ledger_file.ts";
import { reportFromLedger } from "../../engine/ledger_report.ts";
import { withProvenance } from "../../engine/provenance.ts";
import { missingSteps } from "../../engine/missing.ts";
import { publishedIds } from "../../engine/publish.ts";
import type { RemakeOptions } from "../../engine/remade.ts";
import { runAndReport } from "../../engine/run_and_report.ts";
import { withPageBeside } from "../../page/beside.ts";
import { badUsage, cannotCompute, type LyapError } from "../../core/program/errors.ts";
import { type Capabilities, failWith, type Program } from "../../core/program/program.ts";
import { digestOfBytes } from "../../core/codec/canonical.ts";
import { print } from "../../core/program/terminal.ts";
import type { ResultDocument } from "../../report/document.ts";
import { isAsWritten } from "../../steps/store/folder.ts";
import { reportPath } from "../../steps/store/layout.ts";
import { mustBeFree, noteWritten, readWritten, WRITTEN_FILE } from "../../steps/store/written.ts";
import { planned } from "../../pipeline.ts";
import type { StepGraph } from "../../steps/plan.ts";
import type { Resolved } from "../../experiment/vocabulary.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { findExperiment, ledgerFor, runCommandFor } from "../find_experiments.ts";
import { inPixels } from "../pixels.ts";
import { jsonOnlyOption } from "../options.ts";
import {
  chosenOf,
  dataAccessFor,
  dataOptions,
  jobsOption,
  ledgerOption,
  pageOption,
  profileOptions,
  storeOption,
} from "../shared_options.ts";
import { pageLine } from "../summary.ts";

/** The file by which the folder of a report is known. */
const RESULT = "result.json";

const FORMATS = ["html", "svg", "png"] as const;

const options = {
  ...profileOptions,
  out: {
    takes: "text",
    value: "DIR",
    isFolder: true,
    group: "Output",
    help: "where to write; default: the folder reports of the store",
  },
  overwrite: {
    takes: "nothing",
    group: "Output",
    help: "write even into a folder that holds something else",
  },
  format: {
    takes: "text",
    value: "FORMAT",
    among: FORMATS,
    group: "Output",
    help: `${FORMATS.join(", ")}; default html, with the figures as SVG`,
  },
  ...pageOption,
  ...storeOption,
  ...ledgerOption,
  ...dataOptions,
  ...jobsOption,
  ...jsonOnlyOption,
} as const;

/** The report of a plan whose other steps the store holds. */
const reportInStore = (plan: StepGraph, store: string): Program<ReportFiles> =>
  pipe(
    runAndReport(plan, { store, jobs: 1 }),
    RTE.chainEitherKW(({ report, result }) =>
      report === null
        ? E.left(
          result.failed[0]?.error ?? cannotCompute("The report could not be made", "see the lines above"),
        )
        : E.right(report.files)
    ),
    RTE.chain((files) => withProvenance(files, plan, store)),
  );

/** The report of an experiment: from the store, or else from its ledger, with what was published until now. */
const reportOf = (
  experiment: Resolved,
  { operand, folder }: { readonly operand: string; readonly folder: string | undefined },
  options: RemakeOptions,
): Program<ReportFiles> => {
  const { store, ledger } = options;
  const plan = planned(experiment);
  const fromLedger = (unfinished: number): Program<ReportFiles> =>
    pipe(
      readLedger(ledger, experiment.name),
      RTE.map((found) => ({
        published: found?.profile === experiment.profile ? found : null,
        otherwise: found === null || found.profile === experiment.profile || found.runs.length === 0
          ? ""
          : `; or draw what is published, with --profile ${found.profile}`,
      })),
      RTE.chain(({ published, otherwise }) =>
        published !== null && publishedIds(published, plan).size > 0
          ? pipe(reportFromLedger(experiment, published, options), RTE.map(({ files }) => files))
          : pipe(
            runCommandFor(operand, plan.profile, { store, data: folder }),
            RTE.chain((command) =>
              failWith(cannotCompute(
                `${unfinished} of ${plan.steps.length} steps of ${plan.experiment} (${plan.profile}) have not run` +
                  (published === null || published.runs.length === 0
                    ? ""
                    : `, and ${ledgerPath(ledger, experiment.name)} holds an older spec`),
                `run it first: ${command}${otherwise}`,
              ))
            ),
          )
      ),
    );
  return pipe(
    missingSteps(plan, store),
    RTE.chain(({ missing }) => {
      const unfinished = plan.steps.filter(({ id, step }) => missing.has(id) && step !== "report");
      return unfinished.length > 0 ? fromLedger(unfinished.length) : reportInStore(plan, store);
    }),
  );
};

const filesWhere = (report: ReportFiles, keep: (name: string) => boolean): ReportFiles =>
  Object.fromEntries(Object.entries(report).filter(([name]) => keep(name)));

const isPicture = (name: string): boolean => name.endsWith(".svg");

/** The figures of a report, drawn as PNG. */
const figuresInPixels = (report: ReportFiles): Program<ReportFiles> =>
  pipe(
    inPixels,
    RTE.map((render) =>
      Object.fromEntries(
        Object.entries(filesWhere(report, isPicture)).map(([name, svg]) => [
          name.replace(/svg$/, "png"),
          render(new TextDecoder().decode(svg)),
        ]),
      )
    ),
  );

const inFormat = (report: ReportFiles, format: string): Program<ReportFiles> =>
  format === "png"
    ? figuresInPixels(report)
    : RTE.right(format === "html" ? report : filesWhere(report, isPicture));

/** Whether bytes are those of the `result.json` of a report. */
const isResult = (bytes: Uint8Array): boolean => {
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes)) as Partial<ResultDocument> | null;
    return typeof value?.experiment === "string" && typeof value.profile === "string" &&
      typeof value.digest === "string";
  } catch {
    return false;
  }
};

/** Whether a folder is that of an earlier report. */
const holdsReport = (out: string): Program<boolean> => ({ files }) =>
  pipe(files.read(join(out, RESULT)), TE.match(() => false, isResult), TE.fromTask);

const MEND = "name another folder, or say --overwrite";

const refuse = (what: string): LyapError => badUsage(what, MEND);

/** Fails for a folder of the user that holds something else than an earlier report, unless leave was given. */
const mayFill = (out: string | undefined, overwrite: boolean): Program<void> =>
  out === undefined || overwrite ? RTE.right(undefined) : pipe(
    RTE.asksReaderTaskEither(({ files }: Capabilities) =>
      RTE.fromTaskEither(
        pipe(files.exists(out), TE.chain((exists) => exists ? files.list(out) : TE.right([]))),
      )
    ),
    RTE.chain((entries): Program<void> => {
      const foreign = entries.find(({ name }) => name !== "figures" && name !== WRITTEN_FILE);
      return foreign === undefined ? RTE.right(undefined) : pipe(
        holdsReport(out),
        RTE.chain((ours) =>
          ours
            ? RTE.right(undefined)
            : failWith(refuse(`"${out}" holds what no lyap report wrote: ${foreign.name}`))
        ),
      );
    }),
  );

/**
 * Fails where a file would be written over that is not as an earlier report left it. Reports of earlier versions noted
 * nothing; all of their folder is taken for theirs.
 */
const mayReplace = (out: string | undefined, overwrite: boolean, report: ReportFiles): Program<void> =>
  out === undefined || overwrite ? RTE.right(undefined) : pipe(
    RTE.Do,
    RTE.bindW("ours", () => holdsReport(out)),
    RTE.bindW("written", () => readWritten(out)),
    RTE.chain(({ ours, written }) =>
      RTE.traverseSeqArray(([name, bytes]: readonly [string, Uint8Array]) =>
        pipe(
          isAsWritten(out, name, digestOfBytes(bytes)),
          RTE.chain((same) => same ? RTE.right(undefined) : mustBeFree(out, written, MEND)(name)),
        )
      )(ours && Object.keys(written).length === 0 ? [] : Object.entries(report))
    ),
    RTE.map(() => undefined),
  );

/** Copies a report into a folder of the user, and notes what it consists of. */
const deliver = (report: ReportFiles, out: string): Program<string> =>
  pipe(
    readWritten(out),
    RTE.chainFirst(() => copyReport(report, out)),
    RTE.chain((before) =>
      noteWritten(out, {
        ...before,
        ...Object.fromEntries(Object.entries(report).map(([name, bytes]) => [name, [digestOfBytes(bytes)]])),
      })
    ),
    RTE.map(() => out),
  );

const run = ({ operands, values }: Call<typeof options>): Program<ExitCode> => {
  const [operand, ...more] = operands;
  if (operand === undefined || more.length > 0) {
    return failWith(badUsage("report takes one experiment", "for example: lyap report quickstart"));
  }
  const { store, out, format = "html" } = values;
  return pipe(
    RTE.Do,
    RTE.chainFirst(() => mayFill(out, values.overwrite)),
    RTE.bindW("found", () => findExperiment(operand, { store })),
    RTE.bindW("spec", ({ found }) => readWithModules(found.path, found.spec, store)),
    RTE.bindW("experiment", ({ found, spec }) => RTE.fromEither(resolve(found.path, spec, chosenOf(values)))),
    RTE.bindW("data", ({ found }) => dataAccessFor(found.path, values)),
    RTE.bindW("ledger", ({ found }) => ledgerFor(found, values.ledger)),
    RTE.bindW("jobs", () => RTE.asks(({ cores }: Capabilities) => values.jobs ?? cores)),
    RTE.bindW(
      "report",
      ({ experiment, data, ledger, jobs }) =>
        reportOf(experiment, { operand, folder: values.data }, { store, ledger, data, jobs }),
    ),
    RTE.bindW("whole", ({ found, report, data }) => withSpec(report, found.path, found.spec, data)),
    RTE.bindW(
      "withPage",
      ({ whole, experiment }) => values["with-page"] ? withPageBeside(whole, experiment) : RTE.right(whole),
    ),
    RTE.bindW(
      "directory",
      ({ experiment }) => RTE.right(out ?? reportPath(store, experiment.name, experiment.profile)),
    ),
    RTE.bindW(
      "laid",
      ({ found, withPage, directory, data }) =>
        laidInto(withPage, directory, { source: found.path, store, data }),
    ),
    RTE.bindW("files", ({ laid }) => inFormat(laid, format)),
    RTE.chainFirstW(({ files }) => mayReplace(out, values.overwrite, files)),
    RTE.chainFirstW(({ directory, files }) =>
      out === undefined ? copyReport(files, directory, store) : deliver(files, out)
    ),
    RTE.chain(({ directory }) => {
      const place = join(directory, format === "html" ? "index.html" : "figures");
      return print(values.json ? JSON.stringify({ report: place }) : pageLine(place));
    }),
    RTE.map((): ExitCode => 0),
  );
};

/** Writes the report of an experiment. */
export const reportCommand = command({
  explanation: [
    "<experiment> is a name, a file .ts or .json, or the folder of a fit. What was published is drawn from the ledger.",
  ],
  options,
  computes: true,
  examples: ["report quickstart", "report lorenz-sweep --profile paper --out lorenz"],
  run,
});
