/** Two trainings with a half of every batch each, against one with whole batches: the same bits all the way. */
import { assert, assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { decode } from "../../lib/core/codec/codec.ts";
import { damagedAddress } from "../../lib/networks/kernels/arena.ts";
import { describeError } from "../../lib/core/program/errors.ts";
import { digestOfState } from "../../lib/steps/states.ts";
import type { EpochReport, TrainingResult } from "../../lib/training/checkpoint.ts";
import { type TrainingInput, trainingSettings } from "../../lib/training/settings.ts";
import { type HalfTraining, trainEpochs, trainHalf } from "../../lib/training/train.ts";
import { right } from "../either.ts";
import { lorenzSeries } from "./lorenz.ts";

const series = lorenzSeries(3000);
const options = { predictabilitySteps: 40 };

const settingsOf = (input: Partial<TrainingInput>) =>
  right(decode(trainingSettings, {
    cell: { kind: "PLRNN", units: 9 },
    forcing: { kind: "sparse", interval: 12 },
    batches: { windows: 12, length: 40, perEpoch: 4 },
    epochs: 12,
    ...input,
  }));

/** What a training said, and came to. */
interface Heard {
  readonly states: string[];
  result: TrainingResult | null;
}

const note = ({ states }: Heard, { checkpoint }: EpochReport): void => {
  states.push(digestOfState(checkpoint()));
};

const whole = (settings: ReturnType<typeof settingsOf>): Heard => {
  const heard: Heard = { states: [], result: null };
  const training = right(trainEpochs(settings, series, options));
  let next = training.next();
  for (; !next.done; next = training.next()) note(heard, next.value);
  heard.result = next.value;
  return heard;
};

/** Goes on until there is something to share; null at the end. */
const untilShare = (training: HalfTraining, heard: Heard, theirs?: ArrayBuffer): ArrayBuffer | null => {
  let next = training.next(theirs);
  for (; !next.done; next = training.next()) {
    if (next.value instanceof ArrayBuffer) return next.value;
    note(heard, next.value);
  }
  heard.result = next.value;
  return null;
};

const inHalves = (settings: ReturnType<typeof settingsOf>): readonly Heard[] => {
  const heard: readonly Heard[] = [{ states: [], result: null }, { states: [], result: null }];
  const [first, second] = ([0, 1] as const).map((half) => right(trainHalf(half, settings, series, options)));
  let [a, b] = [untilShare(first!, heard[0]!), untilShare(second!, heard[1]!)];
  while (a !== null && b !== null) {
    [a, b] = [untilShare(first!, heard[0]!, b), untilShare(second!, heard[1]!, a)];
  }
  assertEquals([a, b], [null, null]);
  return heard;
};

const cases: Readonly<Record<string, Partial<TrainingInput>>> = {
  "PLRNN": {},
  "RNN": { cell: { kind: "RNN", units: 7 } },
  "LSTM": { cell: { kind: "LSTM", units: 5 } },
  "AL-RNN": { cell: { kind: "AL-RNN", units: 8, ramps: 3 } },
  "the paper's sizes": {
    cell: { kind: "PLRNN", units: 30 },
    batches: { windows: 32, length: 100, perEpoch: 2 },
  },
  "the first units as observations": { observation: { kind: "identity" } },
  "generalised forcing": { forcing: { kind: "generalized", alpha: 0.2 } },
  "no forcing, and a training that diverges": {
    cell: { kind: "PLRNN", units: 30 },
    forcing: { kind: "none" },
    optimiser: { kind: "adam", learningRate: 1e20 },
    clipping: { kind: "none" },
  },
};

for (const [name, input] of Object.entries(cases)) {
  Deno.test(`two halves train to the bits of the whole: ${name}`, () => {
    const settings = settingsOf(input);
    const expected = whole(settings);
    for (const heard of inHalves(settings)) assertEquals(heard, expected);
    assertEquals(expected.result!.outcome.kind, name.includes("diverges") ? "diverged" : "trained");
    assertEquals(damagedAddress(), null);
  });
}

Deno.test("what cannot be halved is refused, with what to do", () => {
  for (
    const input of [{ cell: { kind: "GRU", units: 4 } }, { batches: { windows: 10, length: 20 } }] as const
  ) {
    const training = trainHalf(0, settingsOf(input), series, options);
    assert(E.isLeft(training));
    assertMatch(describeError(training.left).join(" "), /Cannot halve the batches.*train it whole/s);
  }
});
