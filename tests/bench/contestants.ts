/** Contestants of a comparison of speed: each is a process that makes gradient steps of one size on request. */
import { TextLineStream } from "@std/streams/mod.js";
import { fromFileUrl } from "@std/path/mod.js";
import type { Block } from "./compete.ts";
import { fastFlags } from "./fast.ts";
import type { BenchSize } from "./kernel_cases.ts";

/** How a contestant is started. */
export interface Entry {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A process that is warm and waits. */
export interface Contestant {
  readonly name: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Makes gradient steps for at least the given milliseconds. */
  readonly steps: (milliseconds: number) => Promise<Block>;
  readonly close: () => Promise<void>;
}

/** The Python that has the peers. */
export const python: string = Deno.env.get("LYAP_PYTHON") ?? "python3";

/** One thread for all numeric libraries of Python. */
const oneThread = {
  OMP_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  OPENBLAS_NUM_THREADS: "1",
  NPROC: "1",
  XLA_FLAGS: "--xla_cpu_multi_thread_eigen=false",
  JAX_PLATFORMS: "cpu",
};

/** glibc keeps freed memory instead of giving it back to the system at every step. */
const keepMemory = {
  MALLOC_MMAP_THRESHOLD_: "4294967296",
  MALLOC_TRIM_THRESHOLD_: "4294967296",
  MALLOC_TOP_PAD_: "268435456",
};

const script = (name: string): string => fromFileUrl(new URL(name, import.meta.url));

const argumentsOf = ({ cell, units, batch, length }: BenchSize): readonly string[] => [
  cell,
  ...[units, batch, length].map(String),
];

const inDeno = (
  name: string,
  module: string,
  size: BenchSize,
  flags: readonly string[],
): Entry => ({
  name,
  command: Deno.execPath(),
  args: [
    ...["run", "-A", "--quiet", "--config", script("../../deno.json")],
    ...(flags.length === 0 ? [] : [`--v8-flags=${flags.join(",")}`]),
    script(module),
    ...argumentsOf(size),
    ...(flags.length === 0 ? [] : ["--fast"]),
  ],
});

/** lyap in a process as the engine starts it for a training. */
export const lyapFast = (size: BenchSize): Entry => inDeno("lyap", "./lyap_steps.ts", size, fastFlags);

/** lyap in a process without flags. */
export const lyapChecked = (size: BenchSize): Entry => inDeno("lyap, checked", "./lyap_steps.ts", size, []);

/** The same in plain TensorFlow.js. */
export const plainTfjs = (size: BenchSize): Entry => inDeno("plain tfjs", "./plain_tfjs.ts", size, []);

/** A way of tests/bench/peers/pytorch.py. */
export const pytorch = (name: string, way: "authors" | "best" | "stretches", size: BenchSize): Entry => ({
  name,
  command: python,
  args: [script("./peers/pytorch.py"), ...argumentsOf(size), way],
  env: { ...oneThread, ...(way === "authors" ? {} : keepMemory) },
});

/** A way of tests/bench/peers/jax_scan.py, with one thread or with two. */
export const jax = (
  name: string,
  way: "scan" | "stretches",
  size: BenchSize,
  { seeds, threads }: { readonly seeds: number; readonly threads: 1 | 2 },
): Entry => ({
  name,
  command: python,
  args: [script("./peers/jax_scan.py"), ...argumentsOf(size), `${seeds}`, way],
  env: threads === 1 ? oneThread : { NPROC: "2", JAX_PLATFORMS: "cpu" },
});

/** Whether Python can import a module. */
export const pythonHas = async (module: string): Promise<boolean> => {
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

/**
 * Starts a contestant and waits until it is warm.
 *
 * @errors Throws with what the process said last when it ends too early.
 */
export const start = async ({ name, command, args, env }: Entry): Promise<Contestant> => {
  const child = new Deno.Command(command, {
    args: [...args],
    ...(env === undefined ? {} : { env: { ...env } }),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const complaints = new Response(child.stderr).text();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream())
    .getReader();
  const requests = child.stdin.getWriter();
  const answer = async <A>(): Promise<A> => {
    const { value, done } = await lines.read();
    if (done) {
      throw new Error(`${name} ended without an answer: ${(await complaints).trim().split("\n").at(-1)}`);
    }
    return JSON.parse(value as string) as A;
  };
  return {
    name,
    versions: await answer(),
    steps: async (milliseconds) => {
      await requests.write(new TextEncoder().encode(`${milliseconds}\n`));
      return await answer();
    },
    close: async () => {
      await requests.close();
      await child.status;
      await complaints;
      await lines.cancel();
    },
  };
};

/** Milliseconds per gradient step. */
export interface Times {
  readonly minimum: number;
  readonly median: number;
}

/** What a contestant took for a step over many blocks, by the two clocks. */
export interface Measured {
  readonly name: string;
  readonly blocks: number;
  readonly processor: Times;
  readonly wall: Times;
}

const timesOf = (blocks: readonly Block[], clock: "processor" | "wall"): Times => {
  const times = blocks.map((block) => 1000 * block[clock] / block.steps).sort((a, b) => a - b);
  return { minimum: times[0] ?? NaN, median: times[times.length >> 1] ?? NaN };
};

/** Steps of a contestant in blocks of about the given milliseconds. */
const BLOCK = 50;

/**
 * Lets contestants take turns, a block each, for the given seconds and at least three rounds.
 *
 * @param betweenRounds Done after every round.
 * @param rare Contestants that take part in the first rounds only.
 */
export const takeTurns = async (
  contestants: readonly Contestant[],
  seconds: number,
  { betweenRounds = () => {}, rare = [] }: {
    readonly betweenRounds?: () => void;
    readonly rare?: readonly string[];
  } = {},
): Promise<readonly Measured[]> => {
  const blocks = contestants.map((): Block[] => []);
  const end = performance.now() + 1000 * seconds;
  for (let round = 0; round < 3 || performance.now() < end; round++) {
    for (const [index, { name, steps }] of contestants.entries()) {
      if (round < 2 || !rare.includes(name)) blocks[index]!.push(await steps(BLOCK));
    }
    betweenRounds();
  }
  return contestants.map(({ name }, index) => ({
    name,
    blocks: blocks[index]!.length,
    processor: timesOf(blocks[index]!, "processor"),
    wall: timesOf(blocks[index]!, "wall"),
  }));
};
