/**
 * The worker of the page, of which two run: the trainer and the observer. They have the same code and receive different
 * things. A training goes on in slices of a few hundredths of a second, between which the worker listens.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Weights } from "../../networks/cell.ts";
import { encodeWeights } from "../../networks/safetensors.ts";
import { weightsName } from "../../experiment/checkpoint_choice.ts";
import type { Measured } from "../../pipeline.ts";
import type { LyapError } from "../../core/program/errors.ts";
import { artifactOf } from "../../steps/made.ts";
import { digestOfState, stateEpochs } from "../../steps/states.ts";
import type { Artifact } from "../../steps/store/artifact.ts";
import { keptEpochs, type Needed, neededOf, trainingFiles } from "../../steps/train.ts";
import { canonicalJson } from "../../core/codec/canonical.ts";
import type { EpochReport, TrainingResult } from "../../training/checkpoint.ts";
import { type HalfTraining, trainEpochs, trainHalf } from "../../training/train.ts";
import { LARGEST_FILE } from "../../series/import/imported.ts";
import { isGzip } from "../../series/import/gzip.ts";
import { gunzipped } from "./unpacked.ts";
import {
  checked,
  dataView,
  faultLines,
  fileOf,
  finalLook,
  holdsSpec,
  lookAt,
  lookDeeply,
  madeData,
  madeMeasures,
  openedRuns,
  ownData,
  plannedRun,
  publishedWeights,
  type Watched,
  watched,
} from "../learning.ts";
import {
  type BuiltIn,
  type DataView,
  type DroppedFile,
  type FromWorker,
  shortKey,
  type ToWorker,
} from "../messages.ts";
import {
  firstPace,
  isWorthSharing,
  type Pace,
  paced,
  type PaceEvent,
  type PairRequest,
  type PairWord,
} from "../pair.ts";
import { firstSpec, type PageSpec } from "../spec.ts";

/** What a worker has of the browser. */
interface Scope {
  onmessage: ((event: { readonly data: ToWorker }) => void) | null;
  postMessage: (message: FromWorker, options: { readonly transfer: readonly Transferable[] }) => void;
}
const scope = globalThis as unknown as Scope;

/** Whether two workers that train leave no processor to anybody else: then others do as little as will do. */
const FEW = navigator.hardwareConcurrency < 4;

/** Milliseconds of a slice of training, and between two words on how far it is. */
const SLICE = 40;
const REPORT_EVERY = FEW ? 400 : 120;

/** Looks, and the deep ones of them, take at most these shares of the observer's time. */
const LOOK_SHARE = FEW ? 0.1 : 1;
const DEEP_SHARE = FEW ? 0.04 : 0.4;

/** A training under way. */
interface Going {
  readonly generation: number;
  readonly measured: Measured;
  /** Of all batches, or of the half of each whose other half the partner has. */
  readonly training: HalfTraining;
  /** The way to the other half; null if there is none. */
  readonly pair: MessagePort | null;
  readonly kept: Record<string, Uint8Array>;
  losses: (readonly [number, number])[];
  updates: number;
  reportedAt: number;
  epoch: number;
  pace: Pace;
  /** When it would have begun if it had never been paused, and when it was paused last. */
  began: number;
  pausedAt: number;
}

/** What a worker remembers. */
interface Held {
  generation: number;
  published: BuiltIn;
  file: DroppedFile | null;
  measured: Measured | null;
  data: Artifact | null;
  watched: Watched | null;
  going: Going | null;
  /** The way to the other worker that trains. */
  port: MessagePort | null;
  deepUntil: number;
  /** What the page shows of the dataset, by all that it depends on. */
  view: { readonly key: string; readonly view: DataView } | null;
  /** The key of the dataset that was sent. */
  sent: string | null;
}

const held: Held = {
  generation: 0,
  published: { contents: {}, states: {}, points: [], networks: [], from: "" },
  file: null,
  measured: null,
  data: null,
  watched: null,
  going: null,
  port: null,
  deepUntil: 0,
  view: null,
  sent: null,
};

const now = (): number => performance.now();

const say = (message: FromWorker, transfer: readonly Transferable[] = []): void =>
  scope.postMessage(message, { transfer });

const sayFault = (generation: number, error: LyapError | unknown): void =>
  say({ generation, kind: "fault", lines: faultLines(error) });

/** Lets messages in before it goes on; a timer would wait four milliseconds. */
const later = (() => {
  const channel = new MessageChannel();
  const waiting: (() => void)[] = [];
  channel.port1.onmessage = () => waiting.shift()?.();
  return (go: () => void): void => {
    waiting.push(go);
    channel.port2.postMessage(null);
  };
})();

/** Speaks to the other half. */
const sayToOther = (port: MessagePort, word: PairWord): void =>
  port.postMessage(word, word instanceof ArrayBuffer ? [word] : []);

const stop = (): void => {
  const { going } = held;
  if (going === null) return;
  going.training.return(undefined as never);
  if (going.pair !== null) sayToOther(going.pair, { kind: "end" });
  held.going = null;
};

/** Reports how far the training is. */
const reportProgress = (going: Going, weights: Weights): void => {
  const { measured, generation, epoch, losses, updates, began } = going;
  say({
    generation,
    kind: "progress",
    epoch,
    epochs: measured.settings.epochs,
    losses,
    rate: 1000 * updates / (now() - began),
    weights,
  });
  going.losses = [];
  going.reportedAt = now();
};

const finish = async (going: Going, result: TrainingResult): Promise<void> => {
  const { generation, measured, kept } = going;
  if (going.epoch > 0) reportProgress(going, result.weights);
  held.going = null;
  const artifact = await artifactOf(measured.network, trainingFiles(result, kept));
  say({
    generation,
    kind: "trained",
    outcome: result.outcome,
    checked: checked(artifact, held.published),
    train: artifact,
  });
};

/** What is kept of an epoch, before the generator goes on. */
const keep = (going: Going, { epoch, loss, checkpoint }: EpochReport): void => {
  const { settings } = going.measured;
  going.losses.push([epoch, loss]);
  going.updates += settings.batches.perEpoch;
  going.epoch = epoch;
  if (stateEpochs(settings.epochs).includes(epoch)) {
    say({ generation: going.generation, kind: "state", epoch, digest: digestOfState(checkpoint()) });
  }
  if (keptEpochs(settings, [epoch]).length > 0) {
    going.kept[weightsName(epoch)] = encodeWeights(checkpoint().weights);
  }
};

/** Takes an event to the pace of a training; returns with what it goes on at once, if it does. */
const pace = (going: Going, event: PaceEvent): ArrayBuffer | null => {
  const [next, goesOnWith] = paced(going.pace, event);
  going.pace = next;
  return goesOnWith;
};

/** Trains for a slice of time, then listens, then goes on; a half listens as soon as it needs what the other half shares. */
const goOn = (going: Going, given?: ArrayBuffer): void => {
  if (held.going !== going || going.pace.paused || going.pace.asks) return;
  const begin = now();
  try {
    let next = going.training.next(given);
    while (!next.done) {
      const { value } = next;
      let theirs: ArrayBuffer | undefined;
      if (value instanceof ArrayBuffer) {
        sayToOther(going.pair!, value);
        theirs = pace(going, { kind: "shared" }) ?? undefined;
        if (theirs === undefined) return;
      } else {
        keep(going, value);
        if (now() - going.reportedAt >= REPORT_EVERY) reportProgress(going, value.checkpoint().weights);
        if (now() - begin >= SLICE) return later(() => goOn(going));
      }
      next = going.training.next(theirs);
    }
    finish(going, next.value).catch((error) => sayFault(going.generation, error));
  } catch (error) {
    stop();
    sayFault(going.generation, error);
  }
};

/** The training of what is held: in halves if the other worker is to take one. */
const trainingOf = (
  { settings }: Measured,
  { series, options }: Needed,
  halved: boolean,
): E.Either<LyapError, HalfTraining> =>
  halved ? trainHalf(0, settings, series, options) : trainEpochs(settings, series, options);

const begin = (generation: number, alone = false): void => {
  stop();
  const { measured, data, port } = held;
  if (measured === null || data === null) return;
  const needed = neededOf({ data });
  if (E.isLeft(needed)) return sayFault(generation, needed.left);
  const halves = alone || port === null || !isWorthSharing(measured.settings)
    ? E.left(null)
    : trainingOf(measured, needed.right, true);
  const { port1, port2 } = new MessageChannel();
  const pair = E.isRight(halves) ? port1 : null;
  const training = E.isRight(halves) ? halves : trainingOf(measured, needed.right, false);
  if (E.isLeft(training)) return sayFault(generation, training.left);
  const going: Going = {
    generation,
    measured,
    training: training.right,
    pair,
    kept: {},
    losses: [],
    updates: 0,
    reportedAt: now(),
    epoch: 0,
    pace: firstPace,
    began: now(),
    pausedAt: 0,
  };
  held.going = going;
  if (pair !== null) {
    pair.onmessage = ({ data }) => hear(going, data);
    const request: PairRequest = { settings: measured.settings, ...needed.right, port: port2 };
    port!.postMessage(request, [port2]);
  }
  later(() => goOn(going));
};

/** What the other half says to the training here. */
const hear = (going: Going, word: PairWord): void => {
  if (held.going !== going) return;
  if (word instanceof ArrayBuffer) {
    const theirs = pace(going, { kind: "given", share: word });
    if (theirs !== null) goOn(going, theirs);
  } else if (word.kind === "failed") {
    // Where the other worker cannot even begin, this one does all.
    if (going.epoch === 0) return begin(going.generation, true);
    stop();
    say({ generation: going.generation, kind: "fault", lines: word.lines });
  }
};

/** Takes the other half of a training. It has no pace of its own: it computes whenever it is given something. */
const assist = ({ settings, series, options, port }: PairRequest): void => {
  const fail = (fault: unknown): void => {
    sayToOther(port, { kind: "failed", lines: faultLines(fault) });
    port.close();
  };
  const half = trainHalf(1, settings, series, options);
  if (E.isLeft(half)) return fail(half.left);
  const goOn = (given?: ArrayBuffer): void => {
    let next = half.right.next(given);
    while (!next.done && !(next.value instanceof ArrayBuffer)) next = half.right.next();
    if (next.value instanceof ArrayBuffer) sayToOther(port, next.value);
    else port.close();
  };
  port.onmessage = ({ data: word }: { readonly data: PairWord }) => {
    try {
      if (word instanceof ArrayBuffer) return goOn(word);
      half.right.return(undefined as never);
      port.close();
    } catch (error) {
      fail(error);
    }
  };
  try {
    goOn();
  } catch (error) {
    fail(error);
  }
};

const joinPair = (port: MessagePort): void => {
  held.port = port;
  port.onmessage = ({ data }: { readonly data: PairRequest }) => assist(data);
};

/** Makes the data of a spec, unless they are there. */
const prepare = async (generation: number, spec: PageSpec): Promise<void> => {
  stop();
  const planned = plannedRun(spec);
  if (E.isLeft(planned)) return sayFault(generation, planned.left);
  const measured = planned.right;
  if (held.data?.manifest.key !== measured.data.key) {
    const file = fileOf(spec);
    if (file !== null && held.file?.name !== file) return say({ generation, kind: "awaits", file });
    held.data = null;
    const made = await madeData(measured, held.file);
    if (E.isLeft(made)) return sayFault(generation, made.left);
    held.data = made.right;
  }
  const { data, published } = held;
  held.measured = measured;
  const key = canonicalJson([data!.manifest.key, measured.settings.evaluation]);
  if (held.view?.key !== key) {
    const seen = watched(measured, data!);
    if (E.isLeft(seen)) return sayFault(generation, seen.left);
    held.view = { key, view: dataView(seen.right) };
  }
  const isSent = held.sent === data!.manifest.key;
  held.sent = data!.manifest.key;
  say({
    generation,
    kind: "prepared",
    view: held.view.view,
    checked: checked(data!, published),
    data: isSent ? null : data,
    states: published.states[shortKey(measured.network.key)] ?? {},
  });
};

const open = (generation: number, text: string, name: string): void => {
  const opened = openedRuns(name, text);
  if (E.isLeft(opened)) return sayFault(generation, opened.left);
  say({ generation, kind: "opened", name, runs: opened.right });
};

/** Files of which those that are packed are unpacked. */
const unpackedFiles = async (
  files: readonly DroppedFile[],
): Promise<E.Either<LyapError, readonly DroppedFile[]>> =>
  E.sequenceArray(
    await Promise.all(files.map(async (file): Promise<E.Either<LyapError, DroppedFile>> => {
      if (!isGzip(file.bytes)) return E.right(file);
      const unpacked = await gunzipped(file.bytes, file.name, LARGEST_FILE);
      return E.isLeft(unpacked)
        ? unpacked
        : E.right({ name: file.name.replace(/\.gz$/, ""), bytes: unpacked.right });
    })),
  );

const readFiles = async (
  generation: number,
  packed: readonly DroppedFile[],
  awaited: PageSpec | null,
): Promise<void> => {
  const unpacked = await unpackedFiles(packed);
  if (E.isLeft(unpacked)) return sayFault(generation, unpacked.left);
  const files = unpacked.right;
  const [first] = files;
  if (first !== undefined && files.length === 1 && holdsSpec(first)) {
    return open(generation, new TextDecoder().decode(first.bytes), first.name);
  }
  const own = ownData(files, awaited);
  if (E.isLeft(own)) return sayFault(generation, own.left);
  held.file = own.right.file;
  held.data = null;
  say({ generation, kind: "imported", spec: own.right.spec, lines: own.right.lines, file: own.right.file });
};

const see = (generation: number, spec: PageSpec, given: Artifact | null): void => {
  const planned = plannedRun(spec);
  const data = given ?? held.watched?.data ?? null;
  if (E.isLeft(planned) || data === null) return;
  const seen = watched(planned.right, data);
  if (E.isLeft(seen)) return;
  held.measured = planned.right;
  held.watched = seen.right;
  held.generation = generation;
};

const look = (generation: number, epoch: number, weights: Weights): void => {
  if (held.watched === null || held.generation !== generation) return say({ generation, kind: "looked" });
  const begun = now();
  const orbit = lookAt(held.watched, weights);
  say({ generation, kind: "look", epoch, orbit }, orbit === null ? [] : [orbit.buffer]);
  const begin = now();
  if (begin >= held.deepUntil) {
    say({ generation, kind: "deep", ...lookDeeply(held.watched, weights, epoch) });
    held.deepUntil = now() + (now() - begin) * (1 / DEEP_SHARE - 1);
  }
  setTimeout(() => say({ generation, kind: "looked" }), (now() - begun) * (1 / LOOK_SHARE - 1));
};

const conclude = async (generation: number, trained: Artifact): Promise<void> => {
  const { measured, watched: on, published } = held;
  if (measured === null || on === null || held.generation !== generation) return;
  const made = await madeMeasures(measured, on.data, trained);
  if (E.isLeft(made)) return sayFault(generation, made.left);
  const { lyapunov, evaluate, digest } = made.right;
  const deep = finalLook(measured, lyapunov, evaluate);
  if (E.isLeft(deep)) return sayFault(generation, deep.left);
  say({
    generation,
    kind: "finished",
    lyapunov: checked(lyapunov, published),
    evaluate: checked(evaluate, published),
    digest,
    deep: deep.right,
  });
};

/** Draws the published networks of the presets on the data of the page. */
const draw = (generation: number): void => {
  const { watched: on, published: { networks } } = held;
  const preset = plannedRun(firstSpec);
  if (on === null || E.isLeft(preset)) return;
  // These are of the preset's cell, not of the one that the reader chose.
  const { settings } = preset.right;
  for (const { interval, weights } of networks) {
    const decoded = publishedWeights(weights);
    const orbit = E.isRight(decoded) ? lookAt({ ...on, settings }, decoded.right) : null;
    if (orbit !== null) say({ generation, kind: "picture", interval, orbit }, [orbit.buffer]);
  }
};

const answer = async (message: ToWorker): Promise<void> => {
  const { generation } = message;
  switch (message.kind) {
    case "published":
      held.published = message.published;
      return;
    case "paired":
      return joinPair(message.port);
    case "alone": {
      held.port = null;
      const { going } = held;
      return going?.pair == null ? undefined : hear(going, { kind: "failed", lines: message.lines });
    }
    case "open":
      return open(generation, message.text, message.name);
    case "import":
      return await readFiles(generation, message.files, message.awaited);
    case "prepare":
      return await prepare(generation, message.spec);
    case "train":
      return begin(generation);
    case "pause": {
      const { going } = held;
      if (going === null || going.pace.paused) return;
      pace(going, { kind: "paused" });
      going.pausedAt = now();
      return;
    }
    case "continue": {
      const { going } = held;
      if (going === null || !going.pace.paused) return;
      going.began += now() - going.pausedAt;
      const theirs = pace(going, { kind: "continued" });
      return later(() => goOn(going, theirs ?? undefined));
    }
    case "stop":
      return stop();
    case "data":
      return see(generation, message.spec, message.data);
    case "look":
      return look(generation, message.epoch, message.weights);
    case "finish":
      return await conclude(generation, message.train);
    case "pictures":
      return draw(generation);
  }
};

/** Messages are answered one after the other; of several specs in a row only the last is prepared. */
const queue: ToWorker[] = [];
let busy = false;

const work = async (): Promise<void> => {
  if (busy) return;
  busy = true;
  for (let message = queue.shift(); message !== undefined; message = queue.shift()) {
    const { kind } = message;
    if (kind === "prepare" && queue.some((later) => later.kind === "prepare")) continue;
    try {
      await answer(message);
    } catch (error) {
      sayFault(message.generation, error);
    }
  }
  busy = false;
};

scope.onmessage = ({ data }) => {
  queue.push(data);
  later(work);
};
