/**
 * The same gradient step in lyap, plain tfjs, PyTorch and JAX: same sizes, same forcing, float32, one thread, windows
 * assembled and parameters updated; interleaved, minimum and median of many. Peers whose Python packages are not there
 * are left out with a message.
 *
 *     LYAP_PYTHON=/path/to/python3 deno run -A tests/bench/peers.ts [seconds per size [sizes, as "0 2"]]
 */
import { TextLineStream } from "@std/streams/mod.js";
import * as kernels from "../../lib/kernels/kernels.wasm";
import { normals, stream } from "../../lib/numerics/random.ts";
import { decode } from "../../lib/spec/codec.ts";
import { type TrainingInput, trainingSettings } from "../../lib/training/settings.ts";
import { train } from "../../lib/training/train.ts";
import { fromFileUrl } from "@std/path/mod.js";
import { toUnion } from "fp-ts/Either.js";
import { type BenchSize, INTERVAL, OBSERVATIONS, operations } from "./kernel_cases.ts";
import { plainTfjsStep } from "./plain_tfjs.ts";

/** Sizes and what is to be reached: times faster than PyTorch as the authors write it, at its best, and JAX. */
const contests: readonly (BenchSize & { readonly goals: readonly [number, number, number] })[] = [
  { cell: "PLRNN", units: 30, batch: 32, length: 100, goals: [10, 5, 1.5] },
  { cell: "RNN", units: 30, batch: 32, length: 100, goals: [12, 6, 1.2] },
  { cell: "LSTM", units: 30, batch: 32, length: 100, goals: [7, 4, 1.2] },
  { cell: "PLRNN", units: 10, batch: 16, length: 200, goals: [30, 15, 2] },
  { cell: "PLRNN", units: 100, batch: 32, length: 200, goals: [3.5, 2.5, 1] },
  { cell: "PLRNN", units: 30, batch: 32, length: 1000, goals: [16, 7, 1.5] },
];

/** Makes so many gradient steps and tells their milliseconds. */
interface Contestant {
  readonly name: string;
  readonly steps: (count: number) => Promise<readonly number[]>;
  readonly close: () => void;
}

const oneThread = {
  OMP_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  XLA_FLAGS: "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
  JAX_PLATFORMS: "cpu",
};

/** glibc keeps freed memory instead of giving it back to the system at every step. */
const keepMemory = {
  MALLOC_MMAP_THRESHOLD_: "4294967296",
  MALLOC_TRIM_THRESHOLD_: "4294967296",
  MALLOC_TOP_PAD_: "268435456",
};

const python = Deno.env.get("LYAP_PYTHON") ?? "python3";

const has = async (module: string): Promise<boolean> => {
  try {
    const { success } = await new Deno.Command(python, {
      args: ["-c", `import ${module}`],
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
};

const pythonPeer = async (
  name: string,
  script: string,
  { cell, units, batch, length }: BenchSize,
  way: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Contestant> => {
  const child = new Deno.Command(python, {
    args: [
      fromFileUrl(new URL(`./peers/${script}`, import.meta.url)),
      cell,
      `${units}`,
      `${batch}`,
      `${length}`,
      ...way,
    ],
    env: { ...oneThread, ...env },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream())
    .getReader();
  const requests = child.stdin.getWriter();
  const answer = async (): Promise<string> => {
    const { value, done } = await lines.read();
    if (done) throw new Error(`${name} ended without an answer`);
    return value as string;
  };
  await answer();
  return {
    name,
    steps: async (count) => {
      await requests.write(new TextEncoder().encode(`${count}\n`));
      return (JSON.parse(await answer()) as number[]).map((seconds) => 1000 * seconds);
    },
    close: () => child.kill(),
  };
};

const timed = (work: () => void): number => {
  const before = performance.now();
  work();
  return performance.now() - before;
};

/** Epochs of one batch, as `train` makes them for a user. */
const lyap = ({ cell, units, batch, length }: BenchSize): Contestant => {
  const settings = toUnion(decode(trainingSettings, {
    cell: { kind: cell, units },
    forcing: { kind: "sparse", interval: INTERVAL },
    optimiser: { kind: "adam", learningRate: 1e-6 },
    batches: { windows: batch, length, perEpoch: 1 },
    epochs: 100_000_000,
  } as TrainingInput));
  if (!("cell" in settings)) throw new Error(JSON.stringify(settings));
  const rows = 10 * length;
  const series = {
    values: normals(stream(1, "series"), rows * OBSERVATIONS),
    rows,
    columns: OBSERVATIONS,
    dt: 1,
  };
  const epochs = toUnion(train(settings, series, { predictabilitySteps: null }));
  if ("_tag" in epochs) throw new Error(JSON.stringify(epochs));
  return {
    name: "lyap",
    steps: (count) => Promise.resolve(Array.from({ length: count }, () => timed(() => epochs.next()))),
    close: () => {},
  };
};

const plainTfjs = (size: BenchSize): Contestant => {
  const step = plainTfjsStep(size, INTERVAL);
  return {
    name: "plain tfjs",
    steps: (count) => Promise.resolve(Array.from({ length: count }, () => timed(step))),
    close: () => {},
  };
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

const [torch, jax] = [await has("torch"), await has("jax")];
if (!torch) console.log(`PyTorch is left out: ${python} cannot import torch (set LYAP_PYTHON)`);
if (!jax) console.log(`JAX is left out: ${python} cannot import jax (set LYAP_PYTHON)`);

const PEAK_LOOPS = 20000;
const seconds = Number(Deno.args[0] ?? 15);
const chosen = Deno.args[1]?.split(" ").map(Number) ?? [...contests.keys()];
for (const size of chosen.map((index) => contests[index]!)) {
  const contestants = [
    lyap(size),
    plainTfjs(size),
    ...(torch
      ? [
        await pythonPeer("PyTorch, authors' way", "pytorch.py", size, ["authors"], {}),
        await pythonPeer("PyTorch at its best", "pytorch.py", size, ["best"], keepMemory),
        ...(size.cell === "PLRNN"
          ? []
          : [await pythonPeer("PyTorch, whole stretches", "pytorch.py", size, ["stretches"], keepMemory)]),
      ]
      : []),
    ...(jax ? [await pythonPeer("JAX, jit and scan", "jax_scan.py", size, [], {})] : []),
  ];
  const times = new Map(contestants.map(({ name }) => [name, [] as number[]]));
  let peakTime = Infinity;
  const end = performance.now() + 1000 * seconds;
  for (let round = 0; round < 3 || performance.now() < end; round++) {
    for (const { name, steps } of contestants) {
      const found = times.get(name)!;
      // About 50 ms each, and plain tfjs not more than 5 times.
      const count = Math.max(1, Math.min(50, Math.round(50 / (found[0] ?? 50))));
      if (name !== "plain tfjs" || found.length < 5) found.push(...await steps(count));
    }
    for (let i = 0; i < 20; i++) {
      peakTime = Math.min(peakTime, timed(() => kernels.multiplyAddPeak(PEAK_LOOPS, 0.999, 0.001)));
    }
  }
  for (const { close } of contestants) close();

  const own = times.get("lyap")!;
  const fastest = Math.min(...own);
  const peak = PEAK_LOOPS * 12 * 8 / peakTime / 1e6;
  const share = operations(size) / fastest / 1e6 / peak;
  console.log(
    `\n${size.cell}, ${size.units} units, batch ${size.batch}, ${size.length} steps: ` +
      `${(100 * share).toFixed(0)} % of the 128-bit SIMD peak of ${peak.toFixed(0)} GFLOP/s`,
  );
  console.log(
    "".padEnd(24),
    "min ms".padStart(10),
    "median ms".padStart(10),
    "lyap is",
    "to reach".padStart(12),
  );
  const goals = new Map([
    ["PyTorch, authors' way", size.goals[0]],
    ["PyTorch at its best", size.goals[1]],
    ["JAX, jit and scan", size.goals[2]],
  ]);
  for (const [name, found] of times) {
    const goal = goals.get(name);
    console.log(
      name.padEnd(24),
      Math.min(...found).toFixed(3).padStart(10),
      median(found).toFixed(3).padStart(10),
      name === "lyap" ? "" : `${(Math.min(...found) / fastest).toFixed(1)}×`.padStart(7),
      goal === undefined ? "" : `${goal}×`.padStart(11),
    );
  }
}
