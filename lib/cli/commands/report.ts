/**
 * `lyap report`: the figures and the page of an experiment, from what the store holds.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { fromFileUrl, join } from "@std/path/mod.js";
import { copyReport, readWithModules, type ReportFiles, resolve } from "../../engine/experiment.ts";
import { LEDGER_DIRECTORY, ledgerPath, readLedger } from "../../engine/ledger_file.ts";
import { reportFromLedger } from "../../engine/ledger_report.ts";
import { withProvenance } from "../../engine/provenance.ts";
import { missingSteps } from "../../engine/missing.ts";
import { publishedIds } from "../../engine/publish.ts";
import type { RemakeOptions } from "../../engine/remade.ts";
import { runAndReport } from "../../engine/run_and_report.ts";
import { badUsage, cannotCompute, type LyapError } from "../../program/errors.ts";
import { type Capabilities, failWith, type Program } from "../../program/program.ts";
import { reportPath } from "../../steps/store/layout.ts";
import type { DataAccess } from "../../steps/harness.ts";
import { planned } from "../../pipeline.ts";
import type { StepGraph } from "../../steps/plan.ts";
import type { Resolved } from "../../experiment/vocabulary.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { dataAccessFor, dataOptions } from "../data_options.ts";
import { loadSpec } from "../load.ts";

const FORMATS = ["html", "svg", "png"] as const;

const options = {
  profile: { takes: "text", value: "NAME", help: "which profile of the experiment; default quick" },
  out: { takes: "text", value: "DIR", help: "where to write; default: the folder reports of the store" },
  overwrite: { takes: "nothing", help: "write also into a folder that holds something else" },
  ledger: { takes: "text", value: "DIR", help: `where ledgers lie; default ${LEDGER_DIRECTORY}` },
  format: {
    takes: "text",
    value: "FORMAT",
    help: `${FORMATS.join(", ")}; default html, with the figures as SVG`,
  },
  ...dataOptions,
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
const reportOf = (experiment: Resolved, options: RemakeOptions): Program<ReportFiles> => {
  const { store, ledger } = options;
  const plan = planned(experiment);
  const fromLedger = (unfinished: number): Program<ReportFiles> =>
    pipe(
      readLedger(ledger, experiment.name),
      RTE.map((published) => published?.profile === experiment.profile ? published : null),
      RTE.chain((published) =>
        published !== null && publishedIds(published, plan).size > 0
          ? pipe(reportFromLedger(experiment, published, options), RTE.map(({ files }) => files))
          : failWith(cannotCompute(
            `${unfinished} of ${plan.steps.length} steps of ${plan.experiment} (${plan.profile}) have not run` +
              (published === null || published.runs.length === 0
                ? ""
                : `, and what ${ledgerPath(ledger, experiment.name)} holds is of an older spec`),
            "run the experiment first: lyap run",
          ))
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
const inPixels = (report: ReportFiles): Program<ReportFiles> => ({ files }) => {
  const read = (url: URL) => files.read(fromFileUrl(url));
  return pipe(
    TE.Do,
    // Loaded only here, for those who want pixels.
    TE.apSW("png", TE.fromTask(() => import("../../report/png.ts"))),
    TE.bindW("wasm", ({ png }) => read(png.pngAssets.renderer)),
    TE.bindW("fonts", ({ png }) => TE.traverseArray(read)(png.pngAssets.fonts)),
    TE.chainW(({ png, wasm, fonts }) => png.pngRenderer(new Uint8Array(wasm), fonts)),
    TE.map((render): ReportFiles =>
      Object.fromEntries(
        Object.entries(filesWhere(report, isPicture)).map(([name, svg]) => [
          name.replace(/svg$/, "png"),
          render(new TextDecoder().decode(svg)),
        ]),
      )
    ),
  );
};

const inFormat = (report: ReportFiles, format: (typeof FORMATS)[number]): Program<ReportFiles> =>
  format === "png" ? inPixels(report) : RTE.right(format === "html" ? report : filesWhere(report, isPicture));

/** Fails for a folder of the user that holds something else than an earlier report, unless leave was given. */
const mayFill = (out: string | undefined, overwrite: boolean): Program<void> => ({ files }) =>
  out === undefined || overwrite ? TE.right(undefined) : pipe(
    files.exists(out),
    TE.chain((exists) => exists ? files.list(out) : TE.right([])),
    TE.chain((entries) => {
      const names = entries.map(({ name }) => name);
      return names.includes("result.json") || names.every((name) => name === "figures")
        ? TE.right(undefined)
        : TE.left<LyapError, void>(
          badUsage(
            `"${out}" holds what no lyap report wrote: ${names[0]}`,
            "name another folder, or say --overwrite",
          ),
        );
    }),
  );

const run = ({ operands, values }: Call<typeof options>): Program<ExitCode> => {
  const [path, ...more] = operands;
  if (path === undefined || more.length > 0) {
    return failWith(
      badUsage("lyap report takes one experiment", "for example: lyap report experiments/quickstart.ts"),
    );
  }
  const format = FORMATS.find((name) => name === (values.format ?? "html"));
  if (format === undefined) {
    return failWith(badUsage(`There is no format "${values.format}"`, `use ${FORMATS.join(", ")}`));
  }
  const store = values.store ?? ".lyap";
  const optionsOf = (data: DataAccess) => (capabilities: Capabilities): RemakeOptions => ({
    store,
    ledger: values.ledger ?? LEDGER_DIRECTORY,
    data,
    jobs: values.jobs ?? capabilities.cores,
  });
  return pipe(
    mayFill(values.out, values.overwrite),
    RTE.chain(() => loadSpec(path, { store })),
    RTE.chain((spec) => readWithModules(path, spec, store)),
    RTE.chainEitherK((spec) =>
      resolve(path, spec, {
        ...(values.profile === undefined ? {} : { profile: values.profile }),
        ...(values.seed === undefined ? {} : { seed: values.seed }),
      })
    ),
    RTE.chain((experiment) =>
      pipe(
        dataAccessFor(path, values),
        RTE.chain((data) => RTE.asks(optionsOf(data))),
        RTE.chain((how) => reportOf(experiment, how)),
        RTE.chain((report) => inFormat(report, format)),
        RTE.chain((report) =>
          values.out === undefined
            ? copyReport(report, reportPath(store, experiment.name, experiment.profile), store)
            : copyReport(report, values.out)
        ),
      )
    ),
    RTE.chain((directory) => ({ terminal }: Capabilities) => async () => {
      await Promise.resolve();
      const place = format === "html" ? join(directory, "index.html") : join(directory, "figures");
      terminal.out(values.json ? JSON.stringify({ report: place }) : `report: ${place}`);
      return E.right<LyapError, ExitCode>(0);
    }),
  );
};

/** Writes the report of an experiment. */
export const reportCommand = command({
  name: "report",
  operands: "<experiment.ts or .json>",
  summary: "writes the figures and the page of an experiment from what the store holds",
  options,
  run,
});
