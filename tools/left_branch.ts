/**
 * Trains the LSTM at τ = 5 by an implementation in PyTorch that shares nothing with lyap, and measures its free runs as
 * `experiments/left_branch.ts` does:
 *
 *     LYAP_PYTHON=/path/to/python3 deno task leftbranch --data DIRECTORY [--jobs 2]
 *
 * `fixtures/left_branch_pytorch.json` has a line for each training. What the file has is not made again.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { parseArgs } from "@std/cli/parse_args.js";
import { fromFileUrl, join } from "@std/path/mod.js";
import { compare } from "../lib/library/steps.ts";
import { measures } from "../lib/experiment/kinds.ts";
import { describeError } from "../lib/core/program/errors.ts";
import { decodeNpy } from "../lib/series/npy.ts";
import { type Series, slice } from "../lib/series/series.ts";
import { type PeerTraining, publishedBranches, sameTraining, wantedTrainings } from "./left_branch/record.ts";

const fixture = new URL("../fixtures/left_branch_pytorch.json", import.meta.url);
const script = fromFileUrl(new URL("left_branch/pytorch.py", import.meta.url));
const python = Deno.env.get("LYAP_PYTHON") ?? "python3";

const options = parseArgs(Deno.args, { string: ["data", "jobs"] });
const file = join(String(options.data ?? "../shared/data"), "lorenz.npy");
const jobs = Number(options.jobs ?? 1);

/** The share of the series that experiments/left_branch.ts holds out. */
const HELD_OUT = 0.01;

const seriesFrom = (path: string): Series => {
  const decoded = decodeNpy(Deno.readFileSync(path), path);
  if (E.isLeft(decoded)) throw new Error(decoded.left.what);
  const { values, shape: [rows = 0, columns = 0] } = decoded.right;
  return { values: Float64Array.from(values), rows, columns, dt: 0.01 };
};

const whole = seriesFrom(file);
const truth = slice(whole, 0, whole.rows - Math.floor(HELD_OUT * whole.rows));

const valueOf = (result: ReturnType<typeof compare>): number => {
  if (E.isLeft(result)) throw new Error(describeError(result.left).join("\n"));
  return result.right;
};

/** Trains one network, and measures what it generates. */
const train = async (training: Omit<PeerTraining, "D_stsp">): Promise<PeerTraining> => {
  const folder = await Deno.makeTempDir();
  try {
    const out = join(folder, "free.npy");
    const { forcing, precision, seed } = training;
    const { success, stderr } = await new Deno.Command(python, {
      args: [script, file, String(seed), precision, forcing, out],
      stderr: "piped",
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return {
      ...training,
      D_stsp: valueOf(compare(measures.D_stsp({ preset: "paper" }), truth, seriesFrom(out))),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};

const record = [...publishedBranches];
const open = wantedTrainings.filter((training) => !record.some((known) => sameTraining(known, training)));
const next = open.values();

const worker = async (): Promise<void> => {
  for (const training of next) {
    const made = await train(training);
    record.push(made);
    console.log(`${made.forcing} ${made.precision} seed ${made.seed}: ${made.D_stsp}`);
    const ordered = wantedTrainings.flatMap((wanted) =>
      record.filter((known) => sameTraining(known, wanted))
    );
    await Deno.writeTextFile(fixture, JSON.stringify(ordered, null, 2) + "\n");
  }
};

await Promise.all(Array.from({ length: jobs }, worker));
