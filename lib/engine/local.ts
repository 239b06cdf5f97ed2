/**
 * Runs the steps of a plan on this machine's cores, one process each.
 *
 * Steps whose artifacts the store holds are not run again; a damaged artifact is set aside and made again. A step that
 * fails stops only those that need what it would have made. Any number of engines may work on one store.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { relative } from "@std/path/mod.js";
import * as T from "fp-ts/Task.js";
import type { LyapError } from "../core/program/errors.ts";
import { describeError } from "../core/program/errors.ts";
import { failWith, type Program } from "../core/program/program.ts";
import { note } from "../core/program/terminal.ts";
import { counted } from "../core/program/text.ts";
import { canonicalJson } from "../core/codec/canonical.ts";
import { type Artifact, readManifest } from "../steps/store/artifact.ts";
import { type ArtifactName, specPath, workPath } from "../steps/store/layout.ts";
import { removeBelow, writeBelow } from "../steps/store/folder.ts";
import { adopt, clearTheWay, exclusively, lookUp } from "../steps/store/store.ts";
import type { DataAccess } from "../steps/step.ts";
import { type PlannedStep, type StepGraph, stepInWords } from "../steps/plan.ts";
import { absentFiles, dataNotPresent, NO_DATA } from "./data.ts";
import { takeArtifacts } from "./fallback.ts";
import { type FastWay, fastWay } from "./fast.ts";
import { missingSteps } from "./missing.ts";
import { nameOf, runProcess, type Start, sweepWork } from "./process.ts";
import { progressLine } from "./progress.ts";
import { runTraining } from "./training.ts";

/** How the engine works. */
export interface EngineOptions {
  /** Root of the store. */
  readonly store: string;
  /** Where files of users lie. Default: nowhere. */
  readonly data?: DataAccess;
  /** Whether every training runs with all of V8's checks. Default: those that can be fast are. */
  readonly checked?: boolean;
  /** Asked before any step runs, with the ids of those that the store lacks; where it fails, none does. Default: nothing. */
  readonly beforehand?: (plan: StepGraph, missing: ReadonlySet<string>) => Program<void>;
  /** What is done when a step's artifact has just been made; where it fails, the step counts as failed. */
  readonly afterwards?: (planned: PlannedStep) => Program<void>;
  /**
   * Whether a step is still to be started: asked when its turn comes, with what has been made until then. One that is not
   * is skipped with all that need it. Default: every step is.
   */
  readonly mayStart?: (planned: PlannedStep, made: readonly MadeStep[]) => boolean;
  /** Other stores, folders or addresses, from which artifacts are taken that this one lacks. Default: none. */
  readonly fallbacks?: readonly string[];
  /** How many steps run side by side. */
  readonly jobs: number;
}

/** A step that this call has made. */
export interface MadeStep {
  /** Its id in the plan. */
  readonly id: string;
  /** Which of the steps it is. */
  readonly step: PlannedStep["step"];
  /** Seconds that it took, from its start to its artifact. */
  readonly seconds: number;
}

/** What came of a plan. */
export interface PlanResult {
  /** Steps whose artifacts were there already. */
  readonly found: readonly string[];
  /** Steps that ran in this call. */
  readonly made: readonly string[];
  /** Steps that failed, with the reason. */
  readonly failed: readonly { readonly id: string; readonly error: LyapError }[];
  /** Steps that could not run because of one that failed, or were not to be started. */
  readonly skipped: readonly string[];
  /** The report, if the plan reached it. */
  readonly report: Artifact | null;
}

/** A step whose code was changed since the plan was made has made something else, which must not get this name. */
const madeAsPlanned = (planned: PlannedStep, directory: string): Program<void> =>
  pipe(
    readManifest(directory),
    RTE.chain(({ key }): Program<void> =>
      key === planned.key ? RTE.right(undefined) : failWith({
        _tag: "StepFailed",
        step: stepInWords(planned),
        what:
          "it made another artifact than planned, because lyap itself changed in the meantime; start again",
        code: 3,
      })
    ),
  );

/** Milliseconds between two looks for an artifact that another process may be putting into its place. */
const MOMENT = 500;

/** Looks where files have gone, as they do with a working directory that another process moves or sweeps. */
const LOOKS = 10;

/**
 * What went wrong does not matter where another process, on a file system without locks, has made the artifact or is just
 * putting it into its place, with the folder in which this one was at work.
 */
const unlessPresent = (store: string, name: ArtifactName) => (error: LyapError): Program<void> => {
  const look = (left: number): Program<void> =>
    pipe(
      RTE.fromTask(T.delay(MOMENT)(T.of(undefined))),
      RTE.chain(() => lookUp(store, name)),
      RTE.chain(({ kind }) =>
        kind === "present" ? RTE.right(undefined) : left === 0 ? failWith(error) : look(left - 1)
      ),
    );
  return look(error._tag === "EnvironmentFault" || error._tag === "DamagedArtifact" ? LOOKS : 0);
};

/** Makes the artifact of one step, unless another process has just done so. */
const makeArtifact = (
  planned: PlannedStep,
  { store, data = NO_DATA, afterwards = () => RTE.right(undefined) }: EngineOptions,
  fast: FastWay,
  onProgress: (fraction: number, note: string) => void,
): Program<void> => {
  const name = nameOf(planned);
  const spec = new TextEncoder().encode(canonicalJson(planned.spec) + "\n");
  const start = (how?: Start) => runProcess(planned, store, data, onProgress, how);
  const clear = removeBelow(store, relative(store, workPath(store, name)));
  const run = pipe(
    clearTheWay(store, name),
    RTE.chain(() => writeBelow(store, relative(store, specPath(store, name)), spec)),
    RTE.chain((): Program<unknown> => planned.step === "train" ? runTraining(start, clear, fast) : start()),
    RTE.chain(() => madeAsPlanned(planned, workPath(store, name))),
    RTE.chain(() => sweepWork(workPath(store, name))),
    RTE.chain(() => adopt(store, name)),
    RTE.chain(() => removeBelow(store, relative(store, specPath(store, name)))),
  );
  const runOrWait = pipe(run, RTE.orElse(unlessPresent(store, name)));
  const unlessThere = pipe(
    lookUp(store, name),
    RTE.chain(({ kind }) => kind === "present" ? RTE.right(undefined) : runOrWait),
  );
  return pipe(exclusively(store, name, unlessThere), RTE.chain(() => afterwards(planned)));
};

/** Why a step failed; its name is printed beside it. */
const reasonOf = (error: LyapError): string =>
  error._tag === "StepFailed" ? error.what : describeError(error).join("; ");

/** Seconds between two lines of progress where there is no terminal. */
const PLAIN_INTERVAL = 15;

/** How many steps each step has before it, one after the other. */
const depthsOf = ({ steps }: StepGraph): ReadonlyMap<string, number> =>
  steps.reduce(
    (depths, { id, inputs }) =>
      depths.set(id, Math.max(0, ...Object.values(inputs).map((input) => 1 + (depths.get(input.id) ?? 0)))),
    new Map<string, number>(),
  );

const interpret = (
  plan: StepGraph,
  missing: ReadonlySet<string>,
  options: EngineOptions,
): Program<Omit<PlanResult, "report">> =>
(capabilities) =>
async () => {
  const { jobs, mayStart = () => true, store, checked = false } = options;
  const fast = fastWay(store, checked);
  const depths = depthsOf(plan);
  const { terminal, clock } = capabilities;
  const todo = new Set(missing);
  const ready = new Set(plan.steps.filter(({ id }) => !missing.has(id)).map(({ id }) => id));
  const running = new Map<
    string,
    { name: string; fraction: number; note: string; cost: number; end: Promise<string> }
  >();
  const made: MadeStep[] = [];
  const failed: { id: string; error: LyapError }[] = [];
  const skipped = new Set<string>();
  const total = (): number =>
    plan.steps.filter(({ id }) => missing.has(id) && !skipped.has(id)).reduce(
      (sum, { cost }) => sum + cost,
      0,
    );
  const begin = clock();
  let done = 0;
  let lastPlain = begin;

  const show = (): void => {
    const partly = [...running.values()].reduce((sum, { fraction, cost }) => sum + fraction * cost, 0);
    const line = progressLine(
      { total: total(), done: done + partly },
      clock() - begin,
      [...running.values()].map(({ name, note }) => note === "" ? name : `${name}: ${note}`),
    );
    terminal.say("status", line)();
    if (!terminal.isInteractive && clock() - lastPlain > 1000 * PLAIN_INTERVAL) {
      lastPlain = clock();
      terminal.say("note", line)();
    }
  };

  const start = (planned: PlannedStep): void => {
    todo.delete(planned.id);
    const state = {
      name: stepInWords(planned),
      fraction: 0,
      note: "",
      cost: planned.cost,
      end: Promise.resolve(planned.id),
    };
    const onProgress = (fraction: number, note: string): void => {
      Object.assign(state, { fraction, note });
      show();
    };
    const began = clock();
    state.end = makeArtifact(planned, options, fast, onProgress)(capabilities)().then((result) => {
      running.delete(planned.id);
      done += planned.cost;
      if (E.isRight(result)) {
        ready.add(planned.id);
        const seconds = (clock() - began) / 1000;
        made.push({ id: planned.id, step: planned.step, seconds });
        terminal.say("note", `done   ${stepInWords(planned)} (${seconds.toFixed(1)} s)`)();
      } else {
        failed.push({ id: planned.id, error: result.left });
        terminal.say("warning", `failed ${stepInWords(planned)}: ${reasonOf(result.left)}`)();
      }
      return planned.id;
    });
    running.set(planned.id, state);
    show();
  };

  /** Starts what there is room for; how many steps came to their turn and were not to be started. */
  const startNext = (startable: readonly PlannedStep[]): number => {
    let refused = 0;
    for (const planned of startable) {
      if (running.size >= jobs) break;
      if (mayStart(planned, made)) start(planned);
      else {
        todo.delete(planned.id);
        skipped.add(planned.id);
        refused++;
      }
    }
    return refused;
  };

  const hopeless = (planned: PlannedStep): boolean =>
    Object.values(planned.inputs).some(({ id }) =>
      skipped.has(id) || failed.some((failure) => failure.id === id)
    );

  // A step that says nothing of itself is not left without a word.
  const heartbeat = setInterval(show, 1000 * PLAIN_INTERVAL + 1);
  try {
    while (todo.size + running.size > 0) {
      for (const planned of plan.steps) {
        if (todo.has(planned.id) && hopeless(planned)) {
          todo.delete(planned.id);
          skipped.add(planned.id);
        }
      }
      const startable = plan.steps.filter(({ id, inputs }) =>
        todo.has(id) && Object.values(inputs).every((input) => ready.has(input.id))
      );
      // What is begun is finished first, so that the results of a long sweep come one after the other.
      startable.sort((a, b) => depths.get(b.id)! - depths.get(a.id)! || b.cost - a.cost);
      const refused = startNext(startable);
      if (running.size === 0 && refused === 0) break;
      if (running.size > 0) await Promise.race([...running.values()].map(({ end }) => end));
    }
  } finally {
    clearInterval(heartbeat);
  }
  terminal.say("status", "")();
  return E.right({
    found: plan.steps.map(({ id }) => id).filter((id) => !missing.has(id)),
    made: made.map(({ id }) => id),
    failed,
    skipped: [...skipped],
  });
};

/** The report of a plan that has one, if the store holds it. */
const reportIn = (plan: StepGraph, store: string): Program<Artifact | null> => {
  const planned = plan.steps.find(({ step }) => step === "report");
  return planned === undefined ? RTE.right(null) : pipe(
    lookUp(store, nameOf(planned)),
    RTE.map((stored) => stored.kind === "present" ? stored.artifact : null),
  );
};

/** What is still missing when other stores have been asked for it. */
const stillMissing = (
  plan: StepGraph,
  missing: ReadonlySet<string>,
  { store, fallbacks = [] }: EngineOptions,
): Program<ReadonlySet<string>> =>
  fallbacks.length === 0 || missing.size === 0 ? RTE.right(missing) : pipe(
    takeArtifacts(store, fallbacks, plan.steps.filter(({ id }) => missing.has(id))),
    RTE.map((taken) => new Set([...missing].filter((id) => !taken.has(id)))),
  );

/** What comes of a plan of which the store holds everything. */
const nothingToDo = (plan: StepGraph, store: string, report: Artifact | null): Program<PlanResult> =>
  pipe(
    report === null ? reportIn(plan, store) : RTE.right(report),
    RTE.map((found) => ({
      found: plan.steps.map(({ id }) => id),
      made: [],
      failed: [],
      skipped: [],
      report: found,
    })),
  );

/** From this many steps on it takes a while until it is known which of them are missing. */
const MANY = 2000;

/** Says that it takes a while. */
const saySearch = ({ steps }: StepGraph, store: string): Program<void> =>
  steps.length < MANY
    ? RTE.right(undefined)
    : note(`looking for ${counted(steps.length, "step")} in ${store}`);

/** The files of the report that was made, or why the first step failed that did. */
export const reportOf = ({ report, failed }: PlanResult): Program<Artifact["files"]> =>
  report !== null ? RTE.right(report.files) : failWith(
    failed[0]?.error ?? { _tag: "StepFailed", step: "report", what: "no report was made", code: 3 },
  );

/** Runs the steps that are wanted. */
const runWanted = (
  plan: StepGraph,
  wanted: ReadonlySet<string>,
  options: EngineOptions,
): Program<PlanResult> => {
  const { store, data = NO_DATA, beforehand = () => RTE.right(undefined) } = options;
  return pipe(
    RTE.Do,
    RTE.chainFirstW(() => beforehand(plan, wanted)),
    RTE.bindW("absent", () => absentFiles(plan, wanted, data)),
    RTE.bindW(
      "result",
      ({ absent: [absent] }) =>
        absent === undefined ? interpret(plan, wanted, options) : failWith(dataNotPresent(absent, data)),
    ),
    RTE.bindW("report", () => reportIn(plan, store)),
    RTE.map(({ result, report }) => ({ ...result, report })),
  );
};

/** Runs what the store lacks of a plan. */
export const runPlan = (plan: StepGraph, options: EngineOptions): Program<PlanResult> =>
  pipe(
    RTE.Do,
    RTE.chainFirstW(() => saySearch(plan, options.store)),
    RTE.bindW("found", () => missingSteps(plan, options.store)),
    RTE.bindW("wanted", ({ found: { missing } }) => stillMissing(plan, missing, options)),
    RTE.chainW(({ found: { report }, wanted }) =>
      wanted.size === 0 ? nothingToDo(plan, options.store, report) : runWanted(plan, wanted, options)
    ),
  );
