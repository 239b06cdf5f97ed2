/**
 * The quickstart with few epochs on the local engine, on Slurm and on Snakemake: all content digests must agree. On Slurm
 * one array element is killed midway and one training is made to fail; what is submitted again makes only what is missing.
 *
 * Exit code 0: all agree; 1: something differs; 77: neither Slurm nor Snakemake can be had here.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert/mod.js";
import { fromFileUrl, join } from "@std/path/mod.js";
import {
  artifactOf,
  call,
  type Called,
  contentsOf,
  findSnakemake,
  heldBy,
  lyap,
  obstruct,
  type Row,
  rowsOf,
  type Slurm,
  startSlurm,
} from "./here.ts";

const experiment = fromFileUrl(new URL("../../experiments/quickstart.ts", import.meta.url));

const well = ({ code, out, err }: Called): string => {
  assertEquals(code, 0, `${out}\n${err}`);
  return out;
};

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const planFor = async (folder: string, engine: string): Promise<readonly Row[]> => {
  const options = ["--profile", "ci", "--for", engine, "--out", engine, "--store", `by-${engine}`];
  well(await lyap(folder, "plan", experiment, ...options, "--minutes-per-task", "0"));
  return await rowsOf(join(folder, engine));
};

/** Ends the first element of the trainings' array that has begun to train; the training that it was to make. */
const killOne = async ({ env }: Slurm, store: string, trainings: readonly Row[]): Promise<Row> => {
  while (true) {
    const running = await call("squeue", ["--noheader", "--array", "--states=RUNNING", "--format=%i %j"], {
      env,
    });
    for (const line of running.out.trim().split("\n").filter((each) => / \S+-train$/.test(each))) {
      const job = line.split(" ")[0]!;
      const training = trainings.find(({ pack }) => pack === `train-${job.split("_")[1]}`)!;
      const work = join(store, "work", training.key.slice(7, 9), artifactOf(training));
      const begun = await Deno.stat(work).then(({ isDirectory }) => isDirectory, () => false);
      if (begun) {
        await call("scancel", [job], { env });
        return training;
      }
    }
    await pause(50);
  }
};

const runOf = ({ id }: Row): string => id.slice("train ".length);

const onSlurm = async (folder: string, slurm: Slurm): Promise<void> => {
  const rows = await planFor(folder, "slurm");
  const store = join(folder, "by-slurm");
  const trainings = rows.filter(({ step }) => step === "train");
  const failing = trainings.at(-1)!;
  const clear = await obstruct(store, artifactOf(failing));
  const submit = async () => well(await call("bash", ["slurm/submit.sh"], { cwd: folder, env: slurm.env }));
  await submit();
  const killed = await killOne(slurm, store, trainings.slice(0, -1));
  await slurm.drained();
  const before = await heldBy(store);
  const missing = well(await call("bash", ["slurm/lyap.sh", "missing"], { cwd: folder })).trim().split("\n");
  const lost = [killed, failing].map(runOf).flatMap((run) =>
    ["train", "lyapunov", "evaluate"].map((step) => `${step} ${run}`)
  );
  assertEquals(missing.sort(), [...lost, "report"].sort(), "what a kill and a failure cost");
  await clear();
  await submit();
  await slurm.drained();
  const after = await heldBy(store);
  assertEquals(after.size, rows.length);
  const again = [...after].filter(([name, { file }]) => before.get(name)?.file !== file).map(([name]) =>
    name
  );
  assertEquals(
    again.sort(),
    rows.filter(({ id }) => missing.includes(id)).map(artifactOf).sort(),
    "what was made when it was submitted again",
  );
  console.log(
    `slurm: ${rows.length} steps; ${missing.length} of them after a kill and a failure, no other again`,
  );
};

const onSnakemake = async (folder: string, path: string): Promise<void> => {
  const rows = await planFor(folder, "snakemake");
  well(
    await call(path, ["-s", "snakemake/Snakefile", "--cores", String(navigator.hardwareConcurrency)], {
      cwd: folder,
    }),
  );
  console.log(`snakemake: ${rows.length} steps`);
};

let slurm: Slurm | string = "";
let folder = "";

const cleanUp = async (): Promise<void> => {
  if (typeof slurm !== "string") await slurm.stop();
  if (folder !== "") await Deno.remove(folder, { recursive: true });
};

const stop = async (): Promise<void> => {
  await cleanUp();
  Deno.exit(1);
};

Deno.addSignalListener("SIGTERM", stop);
slurm = await startSlurm();
const snakemake = await findSnakemake();
if (typeof slurm === "string") console.log(`skipped: ${slurm}`);
if (typeof snakemake === "string") console.log(`skipped: ${snakemake}`);
if (typeof slurm === "string" && typeof snakemake === "string") Deno.exit(77);

folder = await Deno.makeTempDir();
try {
  const local = await lyap(folder, "run", experiment, "--profile", "ci", "--store", "local");
  assert(local.code <= 1, local.err);
  const expected = await contentsOf(join(folder, "local"));
  if (typeof slurm !== "string") {
    await onSlurm(folder, slurm);
    assertEquals(
      await contentsOf(join(folder, "by-slurm")),
      expected,
      "digests of Slurm and the local engine",
    );
  }
  if (typeof snakemake !== "string") {
    await onSnakemake(folder, snakemake.path);
    assertEquals(
      await contentsOf(join(folder, "by-snakemake")),
      expected,
      "digests of Snakemake and the local engine",
    );
  }
  console.log(`${Object.keys(expected).length} content digests agree`);
} finally {
  await cleanUp();
  Deno.removeSignalListener("SIGTERM", stop);
}
