/**
 * The state of the page as a value, and what follows from each event: the next state, and what is to be done. Nothing here
 * touches the browser.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Digest } from "../core/codec/canonical.ts";
import type { Weights } from "../networks/cell.ts";
import type { TrainingOutcome } from "../training/checkpoint.ts";
import type {
  BuiltIn,
  CheckedStep,
  DataView,
  DeepLook,
  DroppedFile,
  FromWorker,
  NetworkLook,
  OpenedRun,
  PicturedOrbit,
  StepOfRun,
  ToWorker,
} from "./messages.ts";
import {
  choicesOf,
  firstSpec,
  type PageChoices,
  type PageSpec,
  sameDataset,
  textInFragment,
  withChoices,
} from "./spec.ts";

/** What the page is doing. */
export type Phase =
  /** Reads a file or a link. */
  | { readonly kind: "reading" }
  /** Waits for the file that a link means. */
  | { readonly kind: "awaiting"; readonly file: string }
  /** Makes the data; `train` says whether a training follows at once. */
  | { readonly kind: "preparing"; readonly train: boolean }
  | { readonly kind: "ready" }
  | { readonly kind: "training" }
  | { readonly kind: "paused" }
  /** Finds exponents and measures of the trained network. */
  | { readonly kind: "measuring" }
  | { readonly kind: "done" }
  /** Cannot go on with these settings. */
  | { readonly kind: "stuck" };

/** How far a training is. */
export interface Progress {
  readonly epoch: number;
  readonly epochs: number;
  /** Gradient steps per second. */
  readonly rate: number;
}

/** A network whose D_stsp is known. */
export interface Tried {
  /** Kind of its cell. */
  readonly cell: string;
  /** τ in steps. */
  readonly interval: number;
  /** D_stsp. */
  readonly value: number;
  /** Whether its training has ended. */
  readonly ended: boolean;
  /** Which settings it belongs to. */
  readonly generation: number;
}

/** A state of the training beside the one that was published for its epoch. */
export interface Milestone {
  readonly epoch: number;
  readonly digest: Digest;
  /** null if none was published. */
  readonly same: boolean | null;
}

/** A message to the reader. */
export interface Notice {
  readonly tone: "fault" | "news";
  readonly lines: readonly string[];
}

/** The state of the page. */
export interface State {
  /** Counts changes of the settings. */
  readonly generation: number;
  readonly spec: PageSpec;
  /** The runs of a spec that was opened; fewer than two are not shown. */
  readonly runs: readonly OpenedRun[];
  readonly phase: Phase;
  readonly data: DataView | null;
  readonly progress: Progress | null;
  readonly losses: readonly (readonly [epoch: number, loss: number])[];
  readonly look: NetworkLook | null;
  readonly deep: DeepLook | null;
  /** Whether the observer is at a look, and what it is to look at next. */
  readonly observer: { readonly busy: boolean; readonly next: { epoch: number; weights: Weights } | null };
  readonly tried: readonly Tried[];
  /** How the digests of states begin that were published of this training, by epoch. */
  readonly states: Readonly<Record<string, string>>;
  readonly milestones: readonly Milestone[];
  readonly checks: Readonly<Partial<Record<StepOfRun, CheckedStep>>>;
  readonly outcome: TrainingOutcome | null;
  /** The digest that the report of the run has. */
  readonly digest: Digest | null;
  /** The reader's own series, as the file that the spec names. */
  readonly file: DroppedFile | null;
  readonly notice: Notice | null;
  /** Pictures of published networks, by τ. */
  readonly pictures: Readonly<Record<number, PicturedOrbit>>;
}

/** What happens to the page. */
export type PageEvent =
  /** The page was opened at an address. */
  | { readonly kind: "started"; readonly fragment: string; readonly published: BuiltIn }
  | { readonly kind: "chose"; readonly choices: Partial<PageChoices> }
  /** A setting that starts at once. */
  | { readonly kind: "tried"; readonly choices: Partial<PageChoices> }
  /** Another spec, which starts at once. */
  | { readonly kind: "wanted"; readonly spec: PageSpec }
  | { readonly kind: "choseRun"; readonly id: string }
  | { readonly kind: "moved"; readonly fragment: string }
  | { readonly kind: "dropped"; readonly files: readonly DroppedFile[] }
  | { readonly kind: "pressed"; readonly button: "train" | "pause" | "continue" | "restart" }
  | { readonly kind: "failed"; readonly what: string }
  | { readonly kind: "heard"; readonly message: FromWorker };

/** What is to be done. */
export type Effect =
  | { readonly kind: "send"; readonly whom: "trainer" | "observer"; readonly message: ToWorker }
  /** Puts the spec into the address. */
  | { readonly kind: "address"; readonly spec: PageSpec };

/** What follows from an event. */
export type Next = readonly [state: State, effects: readonly Effect[]];

const toTrainer = (message: ToWorker): Effect => ({ kind: "send", whom: "trainer", message });
const toObserver = (message: ToWorker): Effect => ({ kind: "send", whom: "observer", message });

/** What belongs to one training alone, before it begins. */
const untrained = {
  progress: null,
  losses: [],
  look: null,
  deep: null,
  milestones: [],
  outcome: null,
  digest: null,
} as const;

/** The page before anything has happened. */
export const firstState: State = {
  generation: 0,
  spec: firstSpec,
  runs: [],
  phase: { kind: "preparing", train: false },
  data: null,
  ...untrained,
  observer: { busy: false, next: null },
  tried: [],
  states: {},
  checks: {},
  file: null,
  notice: null,
  pictures: {},
};

/** The page with another spec, whose data are to be made. */
const withSpec = (state: State, spec: PageSpec, train: boolean): Next => {
  const generation = state.generation + 1;
  const keepsData = sameDataset(spec, state.spec);
  return [{
    ...state,
    ...untrained,
    generation,
    spec,
    phase: { kind: "preparing", train },
    data: keepsData ? state.data : null,
    tried: keepsData ? state.tried.filter(({ ended }) => ended) : [],
    observer: { ...state.observer, next: null },
    checks: {},
    states: {},
    notice: null,
  }, [
    toTrainer({ generation, kind: "prepare", spec }),
    { kind: "address", spec },
  ]];
};

const begun = (state: State): Next => {
  const { generation } = state;
  const { dataset } = state.checks;
  return [{
    ...state,
    ...untrained,
    phase: { kind: "training" },
    tried: state.tried.filter(({ ended }) => ended),
    checks: dataset === undefined ? {} : { dataset },
    notice: null,
  }, [toTrainer({ generation, kind: "train" })]];
};

const pressed = (state: State, button: "train" | "pause" | "continue" | "restart"): Next => {
  const { generation, phase: { kind } } = state;
  switch (button) {
    case "pause":
      return kind === "training"
        ? [{ ...state, phase: { kind: "paused" } }, [toTrainer({ generation, kind: "pause" })]]
        : [state, []];
    case "continue":
      return kind === "paused"
        ? [{ ...state, phase: { kind: "training" } }, [toTrainer({ generation, kind: "continue" })]]
        : [state, []];
    case "train":
    case "restart":
      if (kind === "preparing") return [{ ...state, phase: { kind: "preparing", train: true } }, []];
      // What the observer still finds of the last training must not be taken for this one's.
      return kind === "measuring" || kind === "training" || kind === "paused"
        ? withSpec(state, state.spec, true)
        : state.data === null
        ? [state, []]
        : begun(state);
  }
};

/** Asks the observer to look, or notes what it is to look at when it has time. */
const toLook = (state: State, next: { epoch: number; weights: Weights }): Next =>
  state.observer.busy ? [{ ...state, observer: { busy: true, next } }, []] : [
    { ...state, observer: { busy: true, next: null } },
    [toObserver({ generation: state.generation, kind: "look", ...next })],
  ];

/** Keeps lists of losses short: of neighbours every other one is left out once there are too many. */
const MOST_LOSSES = 1200;

const thinned = (losses: State["losses"]): State["losses"] =>
  losses.length <= MOST_LOSSES
    ? losses
    : thinned(losses.filter((_, index) => index % 2 === 0 || index === losses.length - 1));

/** The networks that were tried, with what is now known of the present one. */
const triedNow = (state: State, value: number | null, ended: boolean): State["tried"] => {
  const { cell, interval } = choicesOf(state.spec);
  const others = state.tried.filter(({ generation }) => generation !== state.generation);
  return value === null || interval === null
    ? others
    : [...others, { cell, interval, value, ended, generation: state.generation }];
};

const heard = (state: State, message: FromWorker): Next => {
  if (message.kind === "picture") {
    const { interval, orbit } = message;
    return [{ ...state, pictures: { ...state.pictures, [interval]: orbit } }, []];
  }
  // The observer is free again.
  if (message.kind === "looked") {
    const { next } = state.observer;
    const free: State = { ...state, observer: { busy: false, next: null } };
    return next === null ? [free, []] : toLook(free, next);
  }
  if (message.generation !== state.generation) return [state, []];
  switch (message.kind) {
    case "opened": {
      const [first] = message.runs;
      if (first === undefined) return [state, []];
      const [next, effects] = withSpec({ ...state, runs: message.runs, file: null }, first.spec, false);
      return [next, effects];
    }
    case "imported": {
      const { spec, lines, file } = message;
      const [next, effects] = withSpec({ ...state, runs: [], file }, spec, false);
      return [{ ...next, data: null, tried: [], notice: { tone: "news", lines } }, effects];
    }
    case "awaits":
      return [{
        ...state,
        phase: { kind: "awaiting", file: message.file },
        data: null,
        notice: {
          tone: "news",
          lines: [
            `This experiment trains on a recording that is not part of the link. Drop its file here: ${message.file}, ` +
            "or the file that it was made from.",
          ],
        },
      }, []];
    case "prepared": {
      const { view, checked, data, states } = message;
      const { generation, spec } = state;
      const train = state.phase.kind === "preparing" && state.phase.train;
      const ready: State = {
        ...state,
        data: view,
        checks: { dataset: checked },
        states,
        phase: { kind: "ready" },
      };
      const [next, effects] = train ? begun(ready) : [{ ...ready, notice: state.notice }, []] as Next;
      const drawsPresets = choicesOf(spec).dataset === choicesOf(firstSpec).dataset &&
        Object.keys(state.pictures).length === 0;
      return [next, [
        toObserver({ generation, kind: "data", spec, data }),
        ...(drawsPresets ? [toObserver({ generation, kind: "pictures" })] : []),
        ...effects,
      ]];
    }
    case "progress": {
      const { epoch, epochs, rate, losses, weights } = message;
      return toLook({
        ...state,
        progress: { epoch, epochs, rate },
        losses: thinned([...state.losses, ...losses]),
      }, { epoch, weights });
    }
    case "state": {
      const { epoch, digest } = message;
      const published = state.states[epoch];
      const same = published === undefined ? null : digest.startsWith(published);
      return [{ ...state, milestones: [...state.milestones, { epoch, digest, same }] }, []];
    }
    case "trained": {
      const { outcome, checked, train } = message;
      return [{
        ...state,
        outcome,
        checks: { ...state.checks, train: checked },
        phase: { kind: "measuring" },
      }, [toObserver({ generation: state.generation, kind: "finish", train })]];
    }
    case "look":
      return [{ ...state, look: { epoch: message.epoch, orbit: message.orbit } }, []];
    case "deep": {
      if (state.phase.kind === "done") return [state, []];
      const { epoch, divergence, exponent, growth } = message;
      return [{
        ...state,
        deep: { epoch, divergence, exponent, growth },
        tried: triedNow(state, divergence, false),
      }, []];
    }
    case "finished": {
      const { lyapunov, evaluate, digest, deep } = message;
      return [{
        ...state,
        deep,
        digest,
        checks: { ...state.checks, lyapunov, evaluate },
        tried: triedNow(state, deep.divergence, true),
        phase: { kind: "done" },
      }, []];
    }
    case "fault": {
      const notice: Notice = { tone: "fault", lines: message.lines };
      if (state.phase.kind !== "reading") return [{ ...state, phase: { kind: "stuck" }, notice }, []];
      // What could not be read changes nothing.
      const [next, effects] = withSpec(state, state.spec, false);
      return [{ ...next, notice }, effects];
    }
  }
};

const opening = (state: State, message: (generation: number) => ToWorker): Next => {
  const generation = state.generation + 1;
  return [{
    ...state,
    ...untrained,
    generation,
    phase: { kind: "reading" },
    observer: { ...state.observer, next: null },
    notice: null,
  }, [toTrainer({ generation, kind: "stop" }), toTrainer(message(generation))]];
};

/** What an address asks for. */
const addressed = (state: State, fragment: string): Next => {
  const text = textInFragment(fragment);
  if (E.isLeft(text)) {
    const [next, effects] = withSpec(state, state.spec, false);
    return [{ ...next, notice: { tone: "fault", lines: [text.left] } }, effects];
  }
  const { right } = text;
  return right === null
    ? withSpec(state, firstSpec, false)
    : opening(state, (generation) => ({ generation, kind: "open", text: right, name: "the address" }));
};

/** What follows from an event. */
export const update = (state: State, event: PageEvent): Next => {
  switch (event.kind) {
    case "started": {
      const { published, fragment } = event;
      const publication = { generation: 0, kind: "published", published } as const;
      const [next, effects] = addressed(state, fragment);
      return [next, [toTrainer(publication), toObserver(publication), ...effects]];
    }
    case "moved":
      return addressed(state, event.fragment);
    case "chose":
      return withSpec({ ...state, runs: [] }, withChoices(state.spec, event.choices), false);
    case "tried":
      return withSpec({ ...state, runs: [] }, withChoices(state.spec, event.choices), true);
    case "wanted":
      return withSpec({ ...state, runs: [] }, event.spec, true);
    case "choseRun": {
      const run = state.runs.find(({ id }) => id === event.id);
      return run === undefined ? [state, []] : withSpec(state, run.spec, false);
    }
    case "dropped":
      return opening(state, (generation) => ({
        generation,
        kind: "import",
        files: event.files,
        awaited: state.phase.kind === "awaiting" ? state.spec : null,
      }));
    case "pressed":
      return pressed(state, event.button);
    case "failed":
      return [{ ...state, notice: { tone: "fault", lines: [event.what] }, phase: { kind: "stuck" } }, []];
    case "heard":
      return heard(state, event.message);
  }
};
