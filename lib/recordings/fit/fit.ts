/**
 * From a user's files to trained networks and a report.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { join, resolve } from "@std/path/mod.js";
import type { DynamicsKind, Level } from "../../results/reconstruction.ts";
import { FITTED_SERIES } from "../../series/file_settings.ts";
import type { ImportedSeries } from "../../series/import/imported.ts";
import { planExperiment, type ReportFiles } from "../../engine/experiment.ts";
import { type FastWay, fastWay } from "../../engine/fast.ts";
import { type EngineOptions, reportOf, runPlan } from "../../engine/local.ts";
import { withPageLaid } from "../../engine/laid_page.ts";
import { withProvenance } from "../../engine/provenance.ts";
import type { PlannedExperiment } from "../../pipeline.ts";
import { badUsage } from "../../core/program/errors.ts";
import { failWith, type Program } from "../../core/program/program.ts";
import { noteProse } from "../../core/program/terminal.ts";
import { importLines } from "../../report/import_lines.ts";
import { type ResultDocument, type WrittenReport, writtenReport } from "../../report/document.ts";
import { digestOf, hexOf } from "../../core/codec/canonical.ts";
import { placeBelow } from "../../steps/store/folder.ts";
import { holding } from "../../steps/store/lock.ts";
import type { DataAccess } from "../../steps/step.ts";
import type { StepGraph } from "../../steps/plan.ts";
import type { Experiment } from "../../experiment/vocabulary.ts";
import { adviceOf } from "./advice.ts";
import {
  type Allocation,
  costsOfSize,
  enoughMinutes,
  secondsFor,
  sizesFor,
  SMALLEST,
  updateCosts,
} from "./budget.ts";
import { type Design, experimentOf } from "./design.ts";
import { networkFiles } from "./export.ts";
import { deliver, FIT_RECORD } from "./folder.ts";
import { DEFAULT_MINUTES, type FitOptions } from "./options.ts";
import { checkOut, placed, type PreparedFit, understand } from "./prepare.ts";
import { encodeSeries } from "../../series/npy.ts";
import { encoded, planLine, recordOf, remarksOn } from "./record.ts";
import { climbInTime } from "./climb.ts";
import type { Trained } from "./train_in_time.ts";
import { type FitTraining, trainingsFor } from "./compose.ts";
import {
  decideOnce,
  type Decision,
  forgetDecision,
  laySeries,
  type SettledDecision,
  stateFolderOf,
} from "./state_folder.ts";

/** What came of a fit. */
export interface FitResult {
  /** How much of the dynamics the chosen network has. */
  readonly level: Level;
  /** What the data are. */
  readonly dynamics: DynamicsKind;
  /** The verdict and why. */
  readonly because: string;
  /** The same, sentence by sentence. */
  readonly sentences: readonly string[];
  /** Id of the chosen run; null if all diverged. */
  readonly chosen: string | null;
  /** Its place among all on the held-out part, by the score that chose it; null if there is no other part. */
  readonly place: number | null;
  /** In what it does not beat context parroting although it is reconstructed; null otherwise. */
  readonly reservation: string | null;
  /** What was understood of the files. */
  readonly understood: readonly string[];
  /** What was planned to be trained. */
  readonly plan: Allocation;
  /** How many networks of it were left out because the time was spent. */
  readonly leftOut: number;
  /** The result of the experiment. */
  readonly result: ResultDocument;
  /** The page of the report. */
  readonly page: string;
}

/** The share of the time that goes to a first look at many short trainings. */
const FIRST_LOOK = 0.45;

/** Where a fit works, until when, with how many steps side by side, and whether its trainings are fast. */
interface FitContext {
  readonly engine: Pick<EngineOptions, "store" | "jobs" | "checked"> & { readonly data: DataAccess };
  readonly fast: FastWay;
  readonly source: string;
  readonly minutes: number;
  readonly evenLonger: boolean;
  readonly seconds: () => number;
}

/** How much is trained: what the budget buys at the costs of this machine as it is now. */
const decide = (
  { timed, training, starts }: Design,
  { engine: { jobs }, fast, minutes, seconds }: FitContext,
  designSeconds: number,
): Program<Decision> =>
  pipe(
    updateCosts(timed, training, fast),
    RTE.map((updates): Decision => {
      // The estimate has been made once and is made again by the step that makes the dataset.
      const once = seconds() + designSeconds;
      const costs = { ...updates, ...costsOfSize(training), once };
      const sizesIn = (time: number) => sizesFor(time, costs, jobs, starts.length);
      const firstLook = sizesIn(FIRST_LOOK * minutes);
      return { costs, allocation: firstLook.withinBudget ? firstLook : sizesIn(minutes) };
    }),
  );

/** What the claim of the experiment says, as the page has it. */
type FitVerdict = Pick<
  FitResult,
  "level" | "dynamics" | "chosen" | "because" | "sentences" | "place" | "reservation"
>;

const verdictOf = (result: ResultDocument): FitVerdict => {
  const [claim] = result.claims;
  const { level, dynamics, chosen, place, reservation, sentences } = claim!.evidence as Omit<
    FitVerdict,
    "because"
  >;
  return { level, dynamics, chosen, place, reservation, sentences, because: claim!.because };
};

/** All that goes into the folder but the record of the fit. */
const filesOf = (
  { steps, report, verdict, experiment, store, imported }: {
    readonly steps: PlannedExperiment;
    readonly report: ReportFiles;
    readonly verdict: FitVerdict;
    readonly experiment: Experiment;
    readonly store: string;
    readonly imported: ImportedSeries;
  },
): Program<ReportFiles> => {
  const run = steps.runs.find(({ id }) => id === verdict.chosen);
  return pipe(
    run === undefined ? RTE.right({}) : networkFiles({ experiment: steps.experiment, store, run, imported }),
    RTE.map((network) => ({
      ...report,
      ...network,
      [FITTED_SERIES]: encodeSeries(imported.series),
      "experiment.json": encoded(experiment),
    })),
  );
};

/** What was trained, with the experiment of exactly that. */
interface TrainedFit {
  readonly decided: SettledDecision;
  readonly trained: Pick<Trained, "trainings" | "leftOut" | "failed">;
  readonly experiment: Experiment;
}

/** Refuses a budget in which not even the smallest fit can be made. */
const refuseShort = (
  { decision: { allocation: { seconds, withinBudget } } }: SettledDecision,
  { minutes, evenLonger, engine }: FitContext,
): Program<void> =>
  withinBudget || evenLonger ? RTE.right(undefined) : pipe(
    forgetDecision(engine.data.directory!),
    RTE.chain(() =>
      failWith(badUsage(
        `The smallest fit of this recording takes longer than --minutes ${minutes}`,
        `give --minutes ${enoughMinutes(seconds)}, or say --yes to make it all the same`,
      ))
    ),
  );

/** Refuses, before anything is read, a budget in which no fit of any recording can be made. */
const refuseShortest = (minutes: number, evenLonger: boolean, jobs: number): Program<void> => {
  const costs = { sparseUpdate: 0, generalizedUpdate: 0, once: 0, ...costsOfSize({ rows: 0, columns: 0 }) };
  return evenLonger || secondsFor(SMALLEST, costs, jobs) <= 60 * minutes ? RTE.right(undefined) : failWith(
    badUsage(
      `The smallest fit of any recording takes longer than --minutes ${minutes}`,
      "give --minutes 1 for a first look, or say --yes to make it all the same",
    ),
  );
};

/** Decides how much to train, and trains as long as there is time. */
const trainAll = (
  { imported, design, designSeconds }: PreparedFit,
  context: FitContext,
  options: FitOptions,
): Program<TrainedFit> => {
  const { engine, source, minutes, seconds } = context;
  const { seed = 1 } = options;
  const understood = importLines(imported);
  const stateFolder = engine.data.directory!;
  return pipe(
    laySeries(stateFolder, encodeSeries(imported.series)),
    RTE.chain(() => decideOnce(stateFolder, decide(design, context, designSeconds))),
    RTE.chainFirst((decided) => refuseShort(decided, context)),
    RTE.chainFirst((decided) => noteProse(planLine(decided))),
    RTE.chain((decided): Program<TrainedFit> => {
      const { decision } = decided;
      const { sizes } = decision.allocation;
      const experiment = (trainings: readonly FitTraining[], remarks: readonly string[]) =>
        experimentOf(design, trainings, {
          understood,
          remarks,
          next: adviceOf(options, decision, trainings, engine.jobs, design.starts.length),
        });
      return pipe(
        climbInTime({
          source,
          experiment: (trainings) => experiment(trainings, []),
          firstLook: trainingsFor({ ...design.proposals, starts: design.starts }, sizes, seed),
          costs: decision.costs,
          stateFolder,
          secondsLeft: () => 60 * minutes - seconds(),
        }, engine),
        RTE.map((trained) => ({ decided, trained, remarks: remarksOn(trained, minutes) })),
        RTE.chainFirst(({ remarks }) => noteProse(...remarks)),
        RTE.map(({ trained, remarks }) => ({
          decided,
          trained,
          experiment: experiment(trained.trainings, remarks),
        })),
      );
    }),
  );
};

/** The report of an experiment of which every other step has been made. */
const makeReport = (steps: StepGraph, engine: EngineOptions): Program<WrittenReport> =>
  pipe(
    RTE.Do,
    RTE.apSW("plan", runPlan(steps, engine)),
    RTE.bindW("written", ({ plan }) => pipe(reportOf(plan), RTE.map(writtenReport))),
    RTE.bindW("files", ({ written }) => withProvenance(written.files, steps, engine.store)),
    RTE.map(({ written: { result }, files }) => ({ files, result })),
  );

/** Makes the report and all that goes beside it, and puts it into the folder. */
const publish = (
  known: PreparedFit,
  made: TrainedFit,
  { engine, source }: FitContext,
  out: string,
): Program<FitResult> => {
  const { imported } = known;
  const { experiment, decided: { decision }, trained } = made;
  return pipe(
    RTE.Do,
    RTE.apSW("steps", RTE.fromEither(planExperiment(source, experiment, {}))),
    RTE.bindW("drawn", ({ steps }) => makeReport(steps, engine)),
    RTE.bindW("report", ({ drawn }) =>
      pipe(
        withPageLaid(drawn.files, out, { store: engine.store }),
        RTE.map((files) => ({ ...drawn, files })),
      )),
    RTE.bindW("verdict", ({ report: { result } }) => RTE.right(verdictOf(result))),
    RTE.bindW(
      "files",
      ({ steps, report: { files: report }, verdict }) =>
        filesOf({ steps, report, verdict, experiment, store: engine.store, imported }),
    ),
    RTE.chainFirstW(({ verdict, files }) =>
      deliver(out, known.destination, {
        ...files,
        [FIT_RECORD]: recordOf(known, decision, trained, verdict, files),
      })
    ),
    RTE.map(({ report: { result }, verdict }): FitResult => ({
      ...verdict,
      understood: importLines(imported),
      plan: decision.allocation,
      leftOut: trained.leftOut,
      result,
      page: join(out, "index.html"),
    })),
  );
};

/**
 * Fits networks to a recording: reads the files, finds what they hold, proposes how to train, trains within the time
 * budget, chooses on the validation part, judges on the held-out part, and writes the report, the chosen network and the
 * complete experiment into a folder. Nothing is written before the files are understood, and the folder appears at the
 * end, whole; what a fit needs on its way lies in the store, and one that was stopped goes on when it is called again.
 *
 * How much is trained depends on how fast this machine is: trainings that would not end within the budget are left out.
 * The store remembers what was decided, so that the same call gives the same fit. What was trained is in
 * `experiment.json`: `lyap run FOLDER/experiment.json` gives the same bits.
 *
 * @errors BadInput for files that hold no series, with row and column; CannotCompute for a series that cannot be
 * analysed; BadUsage for a folder that holds something else; EnvironmentFault for files that are not there or a disk that
 * is full.
 */
export const fit = (options: FitOptions): Program<FitResult> => (capabilities) => {
  const begin = capabilities.clock();
  const { out, minutes = DEFAULT_MINUTES, store = ".lyap", jobs = capabilities.cores } = options;
  const { checked = false, evenLonger = false } = options;
  const finish = (known: PreparedFit): Program<FitResult> => {
    const context: FitContext = {
      engine: {
        store,
        jobs,
        checked,
        data: { directory: stateFolderOf(store, known.identity), mayDownload: false },
      },
      fast: fastWay(store, checked),
      source: join(out, "experiment.json"),
      minutes,
      evenLonger,
      seconds: () => (capabilities.clock() - begin) / 1000,
    };
    return pipe(
      trainAll(known, context, options),
      RTE.chain((made) => publish(known, made, context, out)),
    );
  };
  // A second fit into the same folder waits for the first, and then looks at what it left.
  const lock = placeBelow(store, join("locks", `fit-${hexOf(digestOf(resolve(out)))}`));
  return pipe(
    checkOut(options),
    RTE.chain(() => refuseShortest(minutes, evenLonger, jobs)),
    RTE.chain(() => understand(options)),
    RTE.chainFirst((understood) => placed(understood, options)),
    RTE.chain((understood) => {
      const placedAndMade = pipe(placed(understood, options), RTE.chain(finish));
      return pipe(lock, RTE.chain((path) => holding(path, `the folder ${out}`, placedAndMade)));
    }),
  )(capabilities);
};
