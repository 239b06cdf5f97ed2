/**
 * Slurm and Snakemake on this machine for tests, and `lyap` called as a user calls it.
 *
 * @module
 */
import { fromFileUrl, join } from "@std/path/mod.js";

const root = fromFileUrl(new URL("../..", import.meta.url));

/** How a program ended. */
export interface Called {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Milliseconds after which nothing comes any more: a job that never starts must not stop all tests. */
const LIMIT = 1_800_000;

/** Calls a program. */
export const call = async (
  program: string,
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Called> => {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    ...(cwd === undefined ? {} : { cwd }),
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    signal: AbortSignal.timeout(LIMIT),
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
};

/** Whether a program can be called. */
export const has = async (program: string): Promise<boolean> =>
  (await call("sh", ["-c", `command -v "$0"`, program])).code === 0;

/** Whether a program is here or can be installed from Debian, where its package may have another name. */
export const obtained = async (program: string, name = program): Promise<boolean> =>
  await has(program) ||
  (await call("sh", [join(root, "tools/apt_install.sh"), name])).code === 0 && await has(program);

/** Calls `lyap` in a folder. */
export const lyap = (cwd: string, ...args: readonly string[]): Promise<Called> =>
  call(Deno.execPath(), [
    ...["run", "--quiet", "--config", join(root, "deno.json")],
    ...[
      "--allow-read",
      "--allow-write",
      "--allow-run",
      "--allow-env",
      join(root, "lib/cli/main.ts"),
      ...args,
    ],
  ], { cwd });

/** A Slurm of one node. */
export interface Slurm {
  /** What its commands see. */
  readonly env: Readonly<Record<string, string>>;
  /** Waits until the queue is empty. */
  readonly drained: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Starts Slurm, or says why it cannot be had. */
export const startSlurm = async (): Promise<Slurm | string> => {
  const folder = await Deno.makeTempDir({ prefix: "slurm-" });
  const script = join(root, "tools/slurm_here.sh");
  // The daemons keep what they inherit open, so that the end of a pipe would never come.
  const log = join(folder, "start.log");
  const { code } = await call("sh", ["-c", `"$0" start "$1" >"$2" 2>&1`, script, folder, log]);
  if (code !== 0) {
    const reason = (await Deno.readTextFile(log)).trim().split("\n").at(-1)!;
    await Deno.remove(folder, { recursive: true });
    return reason;
  }
  const env = { SLURM_CONF: join(folder, "slurm.conf") };
  return {
    env,
    drained: async () => {
      const end = Date.now() + LIMIT;
      for (let jobs = "?"; jobs !== "";) {
        await pause(250);
        jobs = (await call("squeue", ["--noheader"], { env })).out.trim();
        if (Date.now() > end) throw new Error(`jobs of Slurm do not end: ${jobs}`);
      }
    },
    stop: async () => {
      await call(script, ["stop", folder]);
      await pause(500);
      await Deno.remove(folder, { recursive: true });
    },
  };
};

const SNAKEMAKE = "9.27.1";
/** The executor by which Snakemake submits jobs with any command. */
const EXECUTOR = "snakemake-executor-plugin-cluster-generic==1.0.9";

/** The path of a Snakemake 9, from PyPI where the machine has none, or why it cannot be had. */
export const findSnakemake = async (): Promise<{ readonly path: string } | string> => {
  const isRight = async (path: string) =>
    await has(path) && (await call(path, ["--version"])).out.startsWith("9.");
  if (await isRight("snakemake")) return { path: "snakemake" };
  const cache = Deno.env.get("XDG_CACHE_HOME") ?? join(Deno.env.get("HOME") ?? ".", ".cache");
  const folder = join(cache, "lyap", `snakemake-${SNAKEMAKE}`);
  const path = join(folder, "bin/snakemake");
  if (await isRight(path)) return { path };
  if (!await has("python3")) return "there is no python3 to install Snakemake with";
  const made = await call("python3", ["-m", "venv", folder]);
  if (made.code !== 0) return "python3 cannot make a virtual environment for Snakemake";
  const installed = await call(join(folder, "bin/pip"), [
    "install",
    "--quiet",
    `snakemake==${SNAKEMAKE}`,
    EXECUTOR,
  ]);
  return installed.code === 0 && await isRight(path)
    ? { path }
    : `snakemake ${SNAKEMAKE} cannot be installed from PyPI`;
};

/** What is known of an artifact in a store. */
export interface Held {
  /** Its digest over the files. */
  readonly content: string;
  /** The file of its manifest and when it was written: the same as long as it was not made again. */
  readonly file: string;
}

/** All artifacts of a store, by their names; a folder without a manifest is none. */
export const heldBy = async (store: string): Promise<ReadonlyMap<string, Held>> => {
  const held = new Map<string, Held>();
  for await (const shard of Deno.readDir(join(store, "artifacts"))) {
    for await (const { name } of Deno.readDir(join(store, "artifacts", shard.name))) {
      const path = join(store, "artifacts", shard.name, name, "manifest.json");
      const stat = await Deno.stat(path).catch(() => null);
      if (stat === null) continue;
      const { manifest } = JSON.parse(await Deno.readTextFile(path));
      held.set(name, { content: manifest.content, file: `${stat.ino} ${stat.mtime?.getTime()}` });
    }
  }
  return held;
};

/** The contents of all artifacts of a store. */
export const contentsOf = async (store: string): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries([...await heldBy(store)].map(([name, { content }]) => [name, content] as const).sort());

/** Four trainings of a second or so. */
export const small = {
  name: "small",
  title: `It's "small", costs $HOME and is \`safe\``,
  settings: {
    dataset: { source: { kind: "system", system: "lorenz", steps: 2000 }, exponentTimeScales: 100 },
    cell: { kind: "PLRNN", units: 6 },
    batches: { windows: 4, length: 20, perEpoch: 2 },
    epochs: 10,
    lyapunov: { steps: 200, transient: 20, longestGradient: 40, gradientStarts: 2 },
    evaluation: { steps: 2000, transient: 10, keep: 500, measures: [{ kind: "D_stsp" }] },
  },
  sweep: [{ forcing: [5, 10].map((interval) => ({ kind: "sparse", interval })), seed: [1, 2] }],
  claims: [{ kind: "exponent sum" }],
  figures: [{ kind: "measure", measure: "D_stsp" }],
  profiles: { paper: {} },
};

/**
 * A folder with `small.json` in it.
 *
 * @param name Its name. Default: one that a shell would trip over.
 */
export const inFolder = async (
  use: (folder: string) => Promise<void>,
  name = `it's "here", $HOME $(x) & {}; 100% #1`,
): Promise<void> => {
  const root = await Deno.makeTempDir();
  const folder = join(root, name);
  try {
    await Deno.mkdir(folder);
    await Deno.writeTextFile(join(folder, "small.json"), JSON.stringify(small));
    await use(folder);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
};

/** Makes a training fail until the obstacle is removed: a file lies where the folder around its own would be. */
export const obstruct = async (store: string, name: string): Promise<() => Promise<void>> => {
  const folder = join(store, "work", name.split("-")[1]!.slice(0, 2));
  await Deno.mkdir(join(store, "work"), { recursive: true });
  await Deno.writeTextFile(folder, "in the way");
  return () => Deno.remove(folder);
};

/** A row of the table of steps. */
export interface Row {
  readonly id: string;
  readonly step: string;
  readonly key: string;
  readonly pack: string;
}

/** The table of the steps of a plan. */
export const rowsOf = async (plan: string): Promise<readonly Row[]> =>
  (await Deno.readTextFile(join(plan, "steps.jsonl"))).trim().split("\n").map((line) =>
    JSON.parse(line) as Row
  );

/** The name of the artifact of a step. */
export const artifactOf = ({ step, key }: Row): string => `${step}-${key.slice("sha256:".length)}`;
