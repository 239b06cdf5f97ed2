/**
 * A small experiment in a folder of its own, and `lyap` called there as a user calls it.
 *
 * @module
 */
import { join } from "@std/path/mod.js";
import { type Ledger, ledgerText, parseLedger, type PublishedRun } from "../../lib/results/ledger/ledger.ts";
import { type Called, lyapIn } from "./calling.ts";

/** Calls `lyap` as a process of its own. */
export const lyap = (cwd: string, ...args: readonly string[]): Promise<Called> => lyapIn(cwd, args);

/** Two runs of seconds. */
export const small = {
  name: "small",
  title: "A small experiment",
  settings: {
    dataset: { source: { kind: "system", system: "lorenz", steps: 2000 }, exponentTimeScales: 100 },
    cell: { kind: "PLRNN", units: 6 },
    batches: { windows: 4, length: 20, perEpoch: 2 },
    epochs: 10,
    lyapunov: { steps: 200, transient: 20, longestGradient: 40, gradientStarts: 2 },
    evaluation: { steps: 2000, transient: 10, keep: 500, measures: [{ kind: "D_stsp" }] },
  },
  sweep: [{ forcing: [5, 10].map((interval) => ({ kind: "sparse", interval })), seed: [1] }],
  claims: [
    { kind: "exponent sum" },
    {
      kind: "ratio at least",
      id: "impossible",
      measure: "D_stsp",
      small: { τ: 5 },
      large: [{ τ: 10 }],
      factor: 1e6,
    },
  ],
  figures: [{ kind: "measure", measure: "D_stsp" }, { kind: "attractor" }],
  profiles: { paper: {} },
};

/** A folder with a spec and, when it has been published, a ledger. */
export interface Folder {
  readonly path: (...parts: readonly string[]) => string;
  readonly call: (...args: readonly string[]) => Promise<Called>;
  readonly writeSpec: (spec: object) => Promise<void>;
  readonly ledger: () => Promise<Ledger>;
  /** Changes the line of every run, and gives the ledger the digest that then belongs to it. */
  readonly changeRuns: (change: (run: PublishedRun) => PublishedRun) => Promise<void>;
}

/** Uses a folder in which `small.json` is the experiment, and removes it. */
export const inFolder = async (spec: object, use: (folder: Folder) => Promise<void>): Promise<void> => {
  const root = await Deno.makeTempDir();
  const path = (...parts: readonly string[]) => join(root, ...parts);
  const file = path("fixtures/ledger/small.json");
  const ledger = async (): Promise<Ledger> => {
    const parsed = parseLedger(file, await Deno.readTextFile(file));
    if (parsed._tag === "Left") throw new Error("no ledger");
    return parsed.right;
  };
  const writeSpec = (changed: object) => Deno.writeTextFile(path("small.json"), JSON.stringify(changed));
  try {
    await writeSpec(spec);
    await use({
      path,
      call: (...args) => lyap(root, ...args),
      writeSpec,
      ledger,
      changeRuns: async (change) => {
        const old = await ledger();
        await Deno.writeTextFile(file, ledgerText({ ...old, runs: old.runs.map(change) }));
      },
    });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
};
