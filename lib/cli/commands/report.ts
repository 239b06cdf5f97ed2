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
import { copyReport, planExperiment } from "../../engines/experiment.ts";
import { missingSteps, runPlan } from "../../engines/local.ts";
import { badUsage, cannotCompute, type LyapError } from "../../program/errors.ts";
import { type Capabilities, failWith, type Program } from "../../program/program.ts";
import { pngAssets, pngRenderer } from "../../report/png.ts";
import type { Artifact } from "../../store/artifact.ts";
import { reportPath } from "../../store/layout.ts";
import type { Plan } from "../../steps/plan.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { loadSpec } from "../load.ts";

const FORMATS = ["html", "svg", "png"] as const;

const options = {
  profile: { takes: "text", value: "NAME", help: "which profile of the experiment; default quick" },
  out: { takes: "text", value: "DIR", help: "where to write; default: the folder reports of the store" },
  format: {
    takes: "text",
    value: "FORMAT",
    help: `${FORMATS.join(", ")}; default html, with the figures as SVG`,
  },
} as const;

/** The report of a plan whose other steps the store holds. */
const reportOf = (plan: Plan, store: string): Program<Artifact> =>
  pipe(
    missingSteps(plan, store),
    RTE.chain(({ missing }): Program<Artifact> => {
      const unfinished = plan.steps.filter(({ id, step }) => missing.has(id) && step !== "report");
      if (unfinished.length > 0) {
        return failWith(cannotCompute(
          `${unfinished.length} of ${plan.steps.length} steps of ${plan.experiment} (${plan.profile}) have not run`,
          "run the experiment first: lyap run",
        ));
      }
      return pipe(
        runPlan(plan, { store, jobs: 1 }),
        RTE.chainEitherKW(({ report, failed }) =>
          report === null
            ? E.left(failed[0]?.error ?? cannotCompute("The report could not be made", "see the lines above"))
            : E.right(report)
        ),
      );
    }),
  );

const filesWhere = (report: Artifact, keep: (name: string) => boolean): Artifact => ({
  ...report,
  files: Object.fromEntries(Object.entries(report.files).filter(([name]) => keep(name))),
});

const isPicture = (name: string): boolean => name.endsWith(".svg");

/** The figures of a report, drawn as PNG. */
const inPixels = (report: Artifact): Program<Artifact> => ({ files }) => {
  const read = (url: URL) => files.read(fromFileUrl(url));
  return pipe(
    TE.Do,
    TE.bindW("wasm", () => read(pngAssets.renderer)),
    TE.bindW("fonts", () => TE.traverseArray(read)(pngAssets.fonts)),
    TE.chainW(({ wasm, fonts }) => pngRenderer(new Uint8Array(wasm), fonts)),
    TE.map((render): Artifact => ({
      ...report,
      files: Object.fromEntries(
        Object.entries(filesWhere(report, isPicture).files).map(([name, svg]) => [
          name.replace(/svg$/, "png"),
          render(new TextDecoder().decode(svg)),
        ]),
      ),
    })),
  );
};

const inFormat = (report: Artifact, format: (typeof FORMATS)[number]): Program<Artifact> =>
  format === "png" ? inPixels(report) : RTE.right(format === "html" ? report : filesWhere(report, isPicture));

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
  return pipe(
    loadSpec(path),
    RTE.chainEitherK((spec) =>
      planExperiment(path, spec, {
        ...(values.profile === undefined ? {} : { profile: values.profile }),
        ...(values.seed === undefined ? {} : { seed: values.seed }),
      })
    ),
    RTE.chain((plan) =>
      pipe(
        reportOf(plan, store),
        RTE.chain((report) => inFormat(report, format)),
        RTE.chain((report) =>
          copyReport(report, values.out ?? reportPath(store, plan.experiment, plan.profile))
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
