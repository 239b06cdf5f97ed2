/** The trainer: it learns, goes on from checkpoints with the same bits, and ends a divergence as a result. */
import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { cellKinds } from "../../lib/networks/catalogue.ts";
import { loadTensorFlow, tf } from "../../lib/networks/tensorflow.ts";
import type { Series } from "../../lib/series/series.ts";
import { describeError } from "../../lib/core/program/errors.ts";
import { decode } from "../../lib/core/codec/codec.ts";
import type { Checkpoint, EpochReport, TrainingResult } from "../../lib/training/checkpoint.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../lib/steps/checkpoint.ts";
import { forcingKinds } from "../../lib/training/forcing/catalogue.ts";
import { referenceRollout } from "../../lib/training/reference.ts";
import { trainEpochs, type TrainingOptions } from "../../lib/training/train.ts";
import { type TrainingInput, trainingSettings } from "../../lib/training/settings.ts";
import { lorenzSeries } from "./lorenz.ts";

await loadTensorFlow();

const series = lorenzSeries(3000);

const small: TrainingInput = {
  cell: { kind: "PLRNN", units: 8 },
  forcing: { kind: "sparse", interval: 10 },
  batches: { windows: 4, length: 20, perEpoch: 5 },
  epochs: 6,
};

const decoded = (input: TrainingInput) => {
  const settings = decode(trainingSettings, input);
  if (E.isLeft(settings)) throw new Error(JSON.stringify(settings.left));
  return settings.right;
};

const start = (input: TrainingInput, options: Partial<TrainingOptions> = {}, data: Series = series) =>
  trainEpochs(decoded(input), data, { predictabilitySteps: null, ...options });

const refusal = (training: ReturnType<typeof start>): string => {
  if (E.isRight(training)) throw new Error("it was not refused");
  return describeError(training.left).join("\n");
};

const run = (
  input: TrainingInput,
  options: Partial<TrainingOptions> = {},
  each: (report: EpochReport) => void = () => {},
): TrainingResult => {
  const training = start(input, options);
  if (E.isLeft(training)) throw new Error(describeError(training.left).join());
  for (;;) {
    const next = training.right.next();
    if (next.done === true) return next.value;
    each(next.value);
  }
};

Deno.test("the loss on Lorenz falls within 200 updates, and no tensor is left behind", () => {
  const before = tf.memory().numTensors;
  const held = new Set<number>();
  const { history, outcome } = run(
    {
      cell: { kind: "PLRNN", units: 15 },
      forcing: { kind: "sparse", interval: 10 },
      batches: { windows: 16, length: 20, perEpoch: 20 },
      epochs: 10,
    },
    {},
    () => held.add(tf.memory().numTensors),
  );
  assertEquals(held.size, 1);
  assertEquals(outcome, { kind: "trained" });
  assertEquals(history.epochs, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert(history.loss[9]! < 0.5 * history.loss[0]!, `${history.loss}`);
  assertEquals(tf.memory().numTensors, before);
});

/** Every forcing scheme once, and with them everything else that an update depends on. */
const resumable: readonly Partial<TrainingInput>[] = [
  { forcing: { kind: "sparse", interval: 7 }, clipping: { kind: "norm", threshold: 0.05 } },
  { forcing: { kind: "random", interval: 7, spread: 5 }, optimiser: { kind: "radam" } },
  { forcing: { kind: "annealed", interval: 15 }, clipping: { kind: "value", threshold: 0.01 } },
  { forcing: { kind: "none" }, learningRateSchedule: { kind: "constant" }, optimiser: { kind: "radam" } },
  { forcing: { kind: "windowing", length: 6 }, regularisation: { l2: 1e-3 } },
  { forcing: { kind: "truncated", length: 6 }, regularisation: { l2: 1e-3, manifoldAttractor: 1e-2 } },
  { forcing: { kind: "generalized", alpha: 0.2 }, observation: { kind: "identity" } },
  { forcing: { kind: "adaptive", every: 2 }, cell: { kind: "clipped shPLRNN", units: 5, hidden: 9 } },
  { forcing: { kind: "sparse", interval: 7 }, cell: { kind: "LSTM", units: 5 } },
  { forcing: { kind: "sparse", interval: 7 }, cell: { kind: "dendPLRNN", units: 4, bases: 3 } },
];

for (const part of resumable) {
  Deno.test(`a training that goes on from a checkpoint has the bits of one straight through: ${JSON.stringify(part)}`, () => {
    const input: TrainingInput = {
      ...small,
      learningRateSchedule: { kind: "exponential", final: 1e-4 },
      monitor: { kind: "gradients", every: 2, length: 20 },
      ...part,
    };
    const checkpoints: Checkpoint[] = [];
    const straight = run(input, {}, (report) => checkpoints.push(report.checkpoint()));
    const written = decodeCheckpoint(encodeCheckpoint(checkpoints[2]!));
    if (written === undefined) throw new Error("the checkpoint cannot be read");
    assertEquals(written.epoch, 3);
    assertEquals(run(input, { from: written }), straight);
  });
}

Deno.test("the trainings that are stopped and gone on with have all forcing schemes", () => {
  assertEquals(new Set(resumable.map(({ forcing }) => forcing!.kind)), new Set(Object.keys(forcingKinds)));
});

Deno.test("different seeds train differently, the same seed alike", () => {
  const [one, again, two] = [1, 1, 2].map((seed) => run({ ...small, epochs: 1, seed }));
  assertEquals(one, again);
  assert(one!.history.loss[0] !== two!.history.loss[0]);
});

Deno.test("a learning rate of 10 diverges as a result, and the weights before are kept", () => {
  const result = run({
    ...small,
    cell: { kind: "PLRNN", units: 30 },
    forcing: { kind: "sparse", interval: 30 },
    batches: { windows: 4, length: 60, perEpoch: 5 },
    optimiser: { kind: "adam", learningRate: 10 },
  });
  const { outcome } = result;
  if (outcome.kind !== "diverged") throw new Error("it did not diverge");
  assert(outcome.step >= 1 && outcome.epoch === Math.ceil(outcome.step / 5));
  assert(Number.isFinite(outcome.lastFiniteLoss));
  for (const { values } of Object.values(result.weights)) assert(values.every(Number.isFinite));
});

Deno.test("a window longer than the series is an error that says what is wrong", () => {
  const training = start(small, {}, lorenzSeries(15));
  assertMatch(refusal(training), /windows of 20 steps: the series has 15 rows/);
});

Deno.test("a τ in predictability times needs the predictability time", () => {
  const input: TrainingInput = {
    ...small,
    epochs: 1,
    forcing: { kind: "sparse", interval: { predictabilityTimes: 0.5 } },
  };
  const unknown = start(input);
  assertMatch(refusal(unknown), /0\.5 predictability times.*not known/);
  const inTimes = run(input, { predictabilitySteps: 20.4 });
  const inSteps = run({ ...input, forcing: { kind: "sparse", interval: 10 } });
  assertEquals(inTimes, inSteps);
});

Deno.test("a checkpoint of another network is refused", () => {
  const checkpoints: Checkpoint[] = [];
  run(small, {}, (report) => checkpoints.push(report.checkpoint()));
  const other = start({ ...small, cell: { kind: "PLRNN", units: 9 } }, { from: checkpoints[0]! });
  assertMatch(refusal(other), /not those of this network/);
});

Deno.test("gradients are clipped by norm, and the history has the norm before", () => {
  const free = run({ ...small, epochs: 1 });
  const clipped = run({ ...small, epochs: 1, clipping: { kind: "norm", threshold: 1e-6 } });
  assertEquals(clipped.outcome.kind, "trained");
  assert(clipped.history.gradientNorm[0]! > 1e-3);
  assertAlmostEquals(clipped.history.loss[0]!, free.history.loss[0]!, 0.5 * free.history.loss[0]!);
});

Deno.test("adaptive forcing starts at 1, comes down where Jacobians contract, and never falls below their share", () => {
  const strengths: number[] = [];
  run(
    { ...small, epochs: 20, forcing: { kind: "adaptive", every: 1, decay: 0.9 } },
    {},
    ({ strength }) => strengths.push(strength),
  );
  assert(strengths[0]! < 1 && strengths[19]! < strengths[0]!, `${strengths}`);
  assert(strengths.every((strength) => strength >= 0 && strength <= 1));
});

Deno.test("the monitor looks when it was asked to", () => {
  const { monitor } = run({ ...small, monitor: { kind: "gradients", every: 2, length: 50 } });
  assertEquals(monitor.map(({ epoch }) => epoch), [2, 4, 6]);
  for (const { untruncated, overInterval } of monitor) {
    assert(Number.isFinite(untruncated) && Number.isFinite(overInterval));
  }
});

Deno.test("every cell trains, and through every optimiser", () => {
  for (const kind of Object.keys(cellKinds) as (keyof typeof cellKinds)[]) {
    for (const optimiser of ["adam", "radam"] as const) {
      const { outcome, history } = run({
        ...small,
        cell: { kind, units: 6 },
        optimiser: { kind: optimiser },
        epochs: 2,
      });
      assertEquals(outcome, { kind: "trained" }, `${kind} ${optimiser}`);
      assert(history.loss.every((loss) => loss > 0 && loss < 10));
    }
  }
});

Deno.test("twenty updates through the kernel lead where twenty through the reference lead", () => {
  const input: TrainingInput = { ...small, epochs: 4 };
  const kernel = run(input);
  const reference = run(input, { rollout: (network, data) => E.right(referenceRollout(network, data)) });
  assert(kernel.history.loss[3]! !== reference.history.loss[3]!);
  kernel.history.loss.forEach((loss, epoch) =>
    assertAlmostEquals(loss / reference.history.loss[epoch]!, 1, 1e-4)
  );
});
