/**
 * The same gradient step in lyap, plain tfjs, PyTorch and JAX: same sizes, same forcing, float32, one thread,
 * windows assembled and parameters updated. Every contestant has its own process; they take turns, and the
 * bench prints the minimum and the median of many blocks of steps, by processor time and by the clock on the
 * wall. Then what two cores make of a sweep over five seeds. Peers whose Python packages are not there are
 * left out with a message.
 *
 *     LYAP_PYTHON=/path/to/python3 deno task bench:peers [--seconds 15] [--sizes 0,2] [--json] [--write]
 *
 * `--seconds` is the time of the turns for each size; `--sizes` chooses sizes; `--json` prints everything as JSON;
 * `--write` puts the table into the README, which needs all peers and all sizes. With all of them it takes about five
 * minutes of two cores.
 */
import process from "node:process";
import { cpus, release, type } from "node:os";
import { parseArgs } from "@std/cli/parse_args.js";
import { fromFileUrl } from "@std/path/mod.js";
import project from "../../deno.json" with { type: "json" };
import type { Block } from "./compete.ts";
import * as kernels from "../../lib/networks/kernels/kernels.wasm";
import {
  type Contestant,
  type Entry,
  jax,
  lyapChecked,
  lyapFast,
  plainTfjs,
  python,
  pythonHas,
  pytorch,
  start,
  takeTurns,
} from "./contestants.ts";
import { acceptsFastFlags } from "./fast.ts";
import { type BenchSize, operations } from "./kernel_cases.ts";
import * as speed from "./speed.ts";

const { AUTHORS, JAX } = speed;
const README = fromFileUrl(new URL("../../README.md", import.meta.url));

const contests: readonly (BenchSize & { readonly goals: readonly speed.Goal[] })[] = [
  {
    ...{ cell: "PLRNN", units: 30, batch: 32, length: 100 },
    goals: [{ over: AUTHORS, factor: 20 }, { over: JAX, factor: 2.5 }],
  },
  {
    ...{ cell: "RNN", units: 30, batch: 32, length: 100 },
    goals: [{ over: AUTHORS, factor: 20 }, { over: JAX, factor: 2.5 }],
  },
  { cell: "LSTM", units: 30, batch: 32, length: 100, goals: [{ over: JAX, factor: 1.8 }] },
  { cell: "PLRNN", units: 10, batch: 16, length: 200, goals: [] },
  { cell: "PLRNN", units: 100, batch: 32, length: 200, goals: [{ over: JAX, factor: 1.15 }] },
  { cell: "PLRNN", units: 30, batch: 32, length: 1000, goals: [{ over: JAX, factor: 2.3 }] },
];

const options = parseArgs(Deno.args, { string: ["seconds", "sizes"], boolean: ["json", "write"] });
const seconds = Number(options["seconds"] ?? 15);
const chosen = (options["sizes"] as string | undefined)?.split(",").map(Number) ?? [...contests.keys()];
const say = (text: string): void => options["json"] ? console.error(text) : console.log(text);
const refuse = (text: string): never => {
  console.error(text);
  Deno.exit(2);
};
if (!(seconds > 0)) refuse("--seconds takes a number of seconds, as --seconds 20");
if (chosen.some((index) => contests[index] === undefined)) {
  refuse(`--sizes takes numbers from 0 to ${contests.length - 1} with commas between them, as --sizes 0,2`);
}

const [fast, torch, jaxlib] = await Promise.all([acceptsFastFlags(), pythonHas("torch"), pythonHas("jax")]);
const missing = [
  ...(torch ? [] : [`PyTorch is left out: ${python} cannot import torch`]),
  ...(jaxlib ? [] : [`JAX is left out: ${python} cannot import jax`]),
];
for (const message of missing) {
  say(`${message}. Install it (pip install torch jax) and set LYAP_PYTHON to that Python.`);
}
if (!fast) say("The fast process is left out: this deno does not accept its flags.");
if (options["write"] && (missing.length > 0 || chosen.length < contests.length)) {
  refuse("The README is not written: its table needs PyTorch, JAX and all sizes.");
}
if (options["write"] && speed.withSpeed(await Deno.readTextFile(README), "") === undefined) {
  refuse("The README is not written: it has no region that is marked for it.");
}

const lyap = fast ? lyapFast : lyapChecked;
const oneThread = { seeds: 1, threads: 1 } as const;

const entriesOf = (size: BenchSize): readonly Entry[] => [
  ...(fast ? [lyapFast(size)] : []),
  lyapChecked(size),
  plainTfjs(size),
  ...(torch
    ? [
      pytorch(AUTHORS, "authors", size),
      pytorch(speed.BEST, "best", size),
      ...(size.cell === "PLRNN" ? [] : [pytorch(speed.STRETCHES, "stretches", size)]),
    ]
    : []),
  ...(jaxlib
    ? [
      jax(JAX, "scan", size, oneThread),
      jax(speed.JAX_STRETCHES, "stretches", size, oneThread),
      jax(speed.JAX_SEEDS, "scan", size, { seeds: 5, threads: 1 }),
    ]
    : []),
];

/** What two cores can be kept busy with: processes that run side by side. */
const sweepsOf = (
  size: BenchSize,
): readonly { readonly name: string; readonly entries: readonly Entry[] }[] => {
  const seeds = (threads: 1 | 2): Entry => jax(speed.JAX_SEEDS, "scan", size, { seeds: 5, threads });
  return [
    { name: speed.TWO_PROCESSES, entries: [lyap(size), lyap(size)] },
    ...(jaxlib
      ? [
        { name: speed.JAX_TWO_THREADS, entries: [seeds(2)] },
        { name: speed.JAX_TWO_PROCESSES, entries: [seeds(1), seeds(1)] },
      ]
      : []),
  ];
};

/** What did not start, and why. */
const failures: string[] = [];

/** Starts all that can be started; what cannot is left out with a message. */
const startAll = async (entries: readonly Entry[]): Promise<readonly Contestant[]> => {
  const started = await Promise.allSettled(entries.map(start));
  for (const result of started) {
    if (result.status === "fulfilled") continue;
    const failure = (result.reason as Error).message;
    failures.push(failure);
    say(`Left out: ${failure}`);
  }
  return started.flatMap((result) => result.status === "fulfilled" ? [result.value] : []);
};

const closeAll = async (contestants: readonly Contestant[]): Promise<void> => {
  await Promise.all(contestants.map(({ close }) => close()));
};

/** Milliseconds for which the processes of a sweep run side by side, and how often. */
const [SIDE_BY_SIDE, TIMES] = [1000, 3];

/** The best of several runs side by side, by each clock. */
const throughput = async (
  name: string,
  entries: readonly Entry[],
): Promise<readonly speed.Throughput[]> => {
  const contestants = await startAll(entries);
  if (contestants.length < entries.length) {
    await closeAll(contestants);
    return [];
  }
  let [perSecond, perProcessorSecond] = [0, 0];
  for (let time = 0; time < TIMES; time++) {
    const blocks = await Promise.all(contestants.map(({ steps }) => steps(SIDE_BY_SIDE)));
    const sum = (of: (block: Block) => number): number =>
      blocks.reduce((total, block) => total + of(block), 0);
    perSecond = Math.max(perSecond, sum(({ steps, wall }) => steps / wall));
    perProcessorSecond = Math.max(
      perProcessorSecond,
      sum(({ steps }) => steps) / sum(({ processor }) => processor),
    );
  }
  await closeAll(contestants);
  return [{
    name,
    perHour: 3600 * perSecond / speed.TRAINING_STEPS,
    perHourOfProcessors: 2 * 3600 * perProcessorSecond / speed.TRAINING_STEPS,
  }];
};
const PEAK_LOOPS = 20000;

/** GFLOP/s of multiply-adds in 128-bit vectors, now. */
const peakNow = (): number => {
  const before = performance.now();
  kernels.multiplyAddPeak(PEAK_LOOPS, 0.999, 0.001);
  return PEAK_LOOPS * 12 * 8 / (performance.now() - before) / 1e6;
};

const versions: Record<string, string> = { lyap: project.version };

const contestOf = async (size: typeof contests[number]): Promise<speed.Contest> => {
  const contestants = await startAll(entriesOf(size));
  const own = fast ? speed.LYAP : speed.CHECKED;
  if (contestants[0]?.name !== own) refuse("lyap itself did not start");
  for (const contestant of contestants) Object.assign(versions, contestant.versions);
  let peak = 0;
  const measured = await takeTurns(contestants, seconds, {
    betweenRounds: () => {
      for (let time = 0; time < 20; time++) peak = Math.max(peak, peakNow());
    },
    rare: ["plain tfjs"],
  });
  await closeAll(contestants);
  const throughputs: speed.Throughput[] = [];
  for (const { name, entries } of sweepsOf(size)) throughputs.push(...await throughput(name, entries));
  const { goals, ...plainSize } = size;
  return {
    size: plainSize,
    goals,
    measured,
    throughputs: [...throughputs, ...speed.oneByOne(measured)],
    speed: operations(size) / measured[0]!.processor.minimum / 1e6,
    peak,
  };
};

const found: speed.Contest[] = [];
for (const index of chosen) {
  const contest = await contestOf(contests[index]!);
  found.push(contest);
  say(`\n${speed.contestText(contest)}`);
}

const shares = found.flatMap(({ measured }) =>
  measured.map(({ processor, wall }) => processor.median / wall.median)
).sort((a, b) => a - b);
const comparison: speed.Comparison = {
  date: new Date().toISOString().slice(0, 10),
  machine: {
    processor: cpus()[0]?.model.trim() || process.arch,
    cores: cpus().length,
    system: `${type()} ${release().split("-")[0]}`,
  },
  versions,
  idle: Math.min(1, shares[shares.length >> 1] ?? 1),
  contests: found,
};
if (speed.isBusy(comparison)) {
  say("\nThe machine is busy with other work: compare processor time only.");
}
if (options["json"]) console.log(JSON.stringify(comparison, null, 2));
if (options["write"] && failures.length > 0) {
  refuse(`The README is not written, because not all took part: ${failures.join("; ")}`);
}
if (options["write"]) {
  const page = speed.withSpeed(await Deno.readTextFile(README), speed.speedMarkdown(comparison));
  await Deno.writeTextFile(README, page!);
  const config = fromFileUrl(new URL("../../deno.json", import.meta.url));
  await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", "--config", config, README] }).output();
  say("\nREADME.md has the table of this run.");
}
