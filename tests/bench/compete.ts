/** The side of a contestant that runs in Deno: what tests/bench/peers/contest.py is in Python. */
import process from "node:process";
import { TextLineStream } from "@std/streams/mod.js";
import { decode } from "../../lib/core/codec/codec.ts";
import { type TrainingInput, type TrainingSettings, trainingSettings } from "../../lib/training/settings.ts";
import { toUnion } from "fp-ts/Either.js";
import { type BenchSize, INTERVAL } from "./kernel_cases.ts";

/** What a contestant answers: gradient steps made, seconds that passed, seconds of processor time. */
export interface Block {
  readonly steps: number;
  readonly wall: number;
  readonly processor: number;
}

/** The size that the command line names: cell, units, batch, steps. */
export const sizeFromArguments = (): BenchSize => {
  const [cell, units, batch, length] = Deno.args;
  return {
    cell: cell as BenchSize["cell"],
    units: Number(units),
    batch: Number(batch),
    length: Number(length),
  };
};

/** The settings of a training of this size, all else as a user finds it. */
export const settingsOf = ({ cell, units, batch, length }: BenchSize): TrainingSettings => {
  const settings = toUnion(decode(trainingSettings, {
    cell: { kind: cell, units },
    forcing: { kind: "sparse", interval: INTERVAL },
    optimiser: { kind: "adam", learningRate: 1e-6 },
    batches: { windows: batch, length },
    epochs: 100_000_000,
  } as TrainingInput));
  if (!("cell" in settings)) throw new Error(JSON.stringify(settings));
  return settings;
};

const seconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Makes gradient steps for so long; one call of `work` makes `steps` of them. */
const block = (work: () => void, steps: number, milliseconds: number): Block => {
  const [wall, processor] = [performance.now(), seconds()];
  let calls = 0;
  do {
    work();
    calls++;
  } while (performance.now() < wall + milliseconds);
  return { steps: calls * steps, wall: (performance.now() - wall) / 1000, processor: seconds() - processor };
};

const WARM_UP = 300;

/**
 * Answers requests until the input ends.
 *
 * @param work Makes `steps` gradient steps.
 * @param versions What the answers come from; said once the code is warm.
 */
export const compete = async (
  work: () => void,
  steps: number,
  versions: Readonly<Record<string, string>>,
): Promise<void> => {
  block(work, steps, WARM_UP);
  console.log(JSON.stringify(versions));
  const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream());
  for await (const line of lines) console.log(JSON.stringify(block(work, steps, Number(line))));
};
