/**
 * Processor time of loss and gradient by every kernel, and its share of what the machine's 128-bit SIMD can do, which a
 * loop of multiply-adds measures in the same run. Minimum of many, interleaved.
 *
 *     deno run -A tests/bench/kernels.ts [seconds per size]
 *
 * First in this process, then in one as the engine starts it for a training, where this `deno` accepts its flags; there
 * two 128-bit operations may be packed into one, so a share may be above 100 %.
 */
import process from "node:process";
import { fromFileUrl } from "@std/path/mod.js";
import * as kernels from "../../lib/networks/kernels/kernels.wasm";
import { acceptsFastFlags, fastFlags } from "./fast.ts";
import { benchRollout, type BenchSize, operations, sparseSchedule } from "./kernel_cases.ts";

const sizes: readonly BenchSize[] = [
  { cell: "PLRNN", units: 30, batch: 32, length: 100 },
  { cell: "PLRNN", units: 10, batch: 16, length: 200 },
  { cell: "PLRNN", units: 100, batch: 32, length: 200 },
  { cell: "PLRNN", units: 30, batch: 32, length: 1000 },
  { cell: "RNN", units: 30, batch: 32, length: 100 },
  { cell: "LSTM", units: 30, batch: 32, length: 100 },
  { cell: "GRU", units: 30, batch: 32, length: 100 },
  { cell: "shPLRNN", units: 30, batch: 32, length: 100 },
  { cell: "clipped shPLRNN", units: 30, batch: 32, length: 100 },
  { cell: "dendPLRNN", units: 30, batch: 32, length: 100 },
  { cell: "AL-RNN", units: 30, batch: 32, length: 100 },
];

const PEAK_LOOPS = 20000;

/** Milliseconds of processor time. */
const timed = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

const FAST = "--fast";
const isFast = Deno.args.includes(FAST);
kernels.setPairs(isFast ? 1 : 0);
const seconds = Number(Deno.args.find((argument) => argument !== FAST) ?? 2);
console.log(isFast ? "\nin a fast process" : "in a checked process");
console.log("cell, units, batch, steps        ms min   median  GFLOP/s   peak  share");
for (const size of sizes) {
  const { rollout, starts } = benchRollout(size);
  const schedule = sparseSchedule(size.length);
  const times: number[] = [];
  let peakTime = Infinity;
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end) {
    times.push(timed(() => rollout.run(starts, schedule)));
    peakTime = Math.min(peakTime, timed(() => kernels.multiplyAddPeak(PEAK_LOOPS, 0.999, 0.001)));
  }
  rollout.release();
  times.sort((a, b) => a - b);
  const peak = PEAK_LOOPS * 12 * 8 / peakTime / 1e6;
  const speed = operations(size) / times[0]! / 1e6;
  console.log(
    `${size.cell} ${size.units}, ${size.batch}, ${size.length}`.padEnd(30),
    times[0]!.toFixed(3).padStart(8),
    times[times.length >> 1]!.toFixed(3).padStart(8),
    speed.toFixed(1).padStart(8),
    peak.toFixed(1).padStart(6),
    (100 * speed / peak).toFixed(0).padStart(5) + " %",
  );
}

if (!isFast && await acceptsFastFlags()) {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", `--v8-flags=${fastFlags.join(",")}`],
      ...[fromFileUrl(import.meta.url), `${seconds}`, FAST],
    ],
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  Deno.exit(code);
}
