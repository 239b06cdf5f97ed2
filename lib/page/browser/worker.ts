/**
 * The worker of the page, of which two run: the trainer and the observer. They have the same code and are told different
 * things. A training goes on in slices of a few hundredths of a second, between which the worker listens.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Weights } from "../../networks/cell.ts";
import { encodeWeights } from "../../networks/safetensors.ts";
import { weightsName } from "../../experiment/checkpoint_choice.ts";
import type { Measured } from "../../pipeline.ts";
import type { LyapError } from "../../program/errors.ts";
import { artifactOf } from "../../steps/made.ts";
import { digestOfState, stateEpochs } from "../../steps/states.ts";
import type { Artifact } from "../../steps/store/artifact.ts";
import { keptEpochs, neededOf, trainingFiles } from "../../steps/train.ts";
import { canonicalJson } from "../../codec/canonical.ts";
import type { EpochReport } from "../../training/checkpoint.ts";
import { trainEpochs, type TrainingEpochs } from "../../training/train.ts";
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
import type { PageSpec } from "../spec.ts";

/** What a worker has of the browser. */
interface Scope {
  onmessage: ((event: { readonly data: ToWorker }) => void) | null;
  postMessage: (message: FromWorker, options: { readonly transfer: readonly Transferable[] }) => void;
}
const scope = globalThis as unknown as Scope;

/** Milliseconds of a slice of training, and between two words on how far it is. */
const SLICE = 40;
const TELL_EVERY = 120;

/** A deep look takes at most this share of the observer's time. */
const DEEP_SHARE = 0.4;

/** A training under way. */
interface Going {
  readonly generation: number;
  readonly measured: Measured;
  readonly training: TrainingEpochs;
  readonly kept: Record<string, Uint8Array>;
  losses: (readonly [number, number])[];
  weights: Weights | null;
  updates: number;
  spent: number;
  told: number;
  epoch: number;
  paused: boolean;
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

const stop = (): void => {
  held.going?.training.return(undefined as never);
  held.going = null;
};

/** Tells how far the training is. */
const tell = (going: Going): void => {
  if (going.weights === null) return;
  const { measured, generation, epoch, losses, updates, spent, weights } = going;
  say({
    generation,
    kind: "progress",
    epoch,
    epochs: measured.settings.epochs,
    losses,
    rate: spent > 0 ? 1000 * updates / spent : 0,
    weights,
  });
  going.losses = [];
  going.told = now();
};

const finish = async (going: Going, result: ReturnType<TrainingEpochs["next"]>): Promise<void> => {
  if (!result.done) return;
  const { generation, measured, kept } = going;
  tell(going);
  held.going = null;
  const artifact = await artifactOf(measured.network, trainingFiles(result.value, kept));
  say({
    generation,
    kind: "trained",
    outcome: result.value.outcome,
    checked: checked(artifact, held.published),
    train: artifact,
  });
};

/** What is kept of an epoch, before the generator goes on. */
const keep = (going: Going, { epoch, loss, checkpoint }: EpochReport): void => {
  const { settings } = going.measured;
  going.losses.push([epoch, loss]);
  going.epoch = epoch;
  if (stateEpochs(settings.epochs).includes(epoch)) {
    say({ generation: going.generation, kind: "state", epoch, digest: digestOfState(checkpoint()) });
  }
  if (keptEpochs(settings, [epoch]).length > 0) {
    going.kept[weightsName(epoch)] = encodeWeights(checkpoint().weights);
  }
};

/** Trains for a slice of time, then listens, then goes on. */
const goOn = (going: Going): void => {
  if (held.going !== going || going.paused) return;
  const begin = now();
  try {
    let next = going.training.next();
    while (!next.done) {
      keep(going, next.value);
      going.updates += going.measured.settings.batches.perEpoch;
      if (now() - begin >= SLICE) {
        going.weights = next.value.checkpoint().weights;
        break;
      }
      next = going.training.next();
    }
    going.spent += now() - begin;
    if (next.done) {
      going.weights = next.value.weights;
      finish(going, next).catch((error) => sayFault(going.generation, error));
      return;
    }
    if (now() - going.told >= TELL_EVERY) tell(going);
    later(() => goOn(going));
  } catch (error) {
    stop();
    sayFault(going.generation, error);
  }
};

const begin = (generation: number): void => {
  stop();
  const { measured, data } = held;
  if (measured === null || data === null) return;
  const needed = neededOf({ data });
  if (E.isLeft(needed)) return sayFault(generation, needed.left);
  const training = trainEpochs(measured.settings, needed.right.series, needed.right.options);
  if (E.isLeft(training)) return sayFault(generation, training.left);
  const going: Going = {
    generation,
    measured,
    training: training.right,
    kept: {},
    losses: [],
    weights: null,
    updates: 0,
    spent: 0,
    told: now(),
    epoch: 0,
    paused: false,
  };
  held.going = going;
  later(() => goOn(going));
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
  const orbit = lookAt(held.watched, weights);
  say({ generation, kind: "look", epoch, orbit }, orbit === null ? [] : [orbit.buffer]);
  const begin = now();
  if (begin >= held.deepUntil) {
    say({ generation, kind: "deep", ...lookDeeply(held.watched, weights, epoch) });
    held.deepUntil = now() + (now() - begin) * (1 / DEEP_SHARE - 1);
  }
  say({ generation, kind: "looked" });
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
  if (on === null) return;
  for (const { interval, weights } of networks) {
    const decoded = publishedWeights(weights);
    const orbit = E.isRight(decoded) ? lookAt(on, decoded.right) : null;
    if (orbit !== null) say({ generation, kind: "picture", interval, orbit }, [orbit.buffer]);
  }
};

const answer = async (message: ToWorker): Promise<void> => {
  const { generation } = message;
  switch (message.kind) {
    case "published":
      held.published = message.published;
      return;
    case "open":
      return open(generation, message.text, message.name);
    case "import":
      return await readFiles(generation, message.files, message.awaited);
    case "prepare":
      return await prepare(generation, message.spec);
    case "train":
      return begin(generation);
    case "pause":
      if (held.going !== null) held.going.paused = true;
      return;
    case "continue": {
      const { going } = held;
      if (going === null || !going.paused) return;
      going.paused = false;
      return later(() => goOn(going));
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
