/**
 * What each engine adds to a step: an experiment of 200 trivial steps on each, two at a time.
 *
 * Run with: deno run -A tests/bench/engines.ts. If it may write cgroups of version 1, it also measures
 * processor time.
 *
 * @module
 */
import { join } from "@std/path/mod.js";
import { call, type Called, findSnakemake, lyap, obtained, small, startSlurm } from "../clusters/here.ts";

const GROUP = "/sys/fs/cgroup/cpuacct/lyap-bench";

/** Processor seconds of this process and all that it has started; null where they are not counted. */
const processorTime = async (): Promise<number | null> => {
  try {
    return Number(await Deno.readTextFile(join(GROUP, "cpuacct.usage"))) / 1e9;
  } catch {
    return null;
  }
};

const counted = async (): Promise<void> => {
  try {
    await Deno.mkdir(GROUP, { recursive: true });
    await Deno.writeTextFile(join(GROUP, "cgroup.procs"), String(Deno.pid));
  } catch {
    console.log("processor time is not counted: no cgroups of version 1");
  }
};

/** 66 runs of three steps each, a dataset and a report. */
const trivial = {
  ...small,
  sweep: [{
    forcing: [{ kind: "sparse", interval: 5 }],
    seed: Array.from({ length: 66 }, (_, seed) => seed),
  }],
};
const STEPS = 200;

const well = ({ code, out, err }: Called): void => {
  if (code > 1) throw new Error(`${out}\n${err}`);
};

await counted();
const slurm = await startSlurm();
const snakemake = await findSnakemake();
const folder = await Deno.makeTempDir();
await Deno.writeTextFile(join(folder, "small.json"), JSON.stringify(trivial));

const measure = async (name: string, run: (id: string) => Promise<void>): Promise<void> => {
  const id = name.replaceAll(/\W+/g, "-");
  const begin = performance.now();
  const before = await processorTime();
  await run(id);
  const seconds = (performance.now() - begin) / 1000;
  const after = await processorTime();
  const used = before === null || after === null
    ? ""
    : `, ${((after - before) / STEPS).toFixed(2)} s of processor per step`;
  console.log(`${name}: ${Math.round(60 * STEPS / seconds)} steps per minute${used}`);
};

const planned = async (id: string, engine: string, minutes: string): Promise<void> =>
  well(
    await lyap(
      folder,
      ...["plan", "small.json", "--for", engine, "--out", id, "--store", `store-${id}`],
      ...["--minutes-per-task", minutes],
    ),
  );

/** Half of the steps of a stage, so that there are two packs. */
const HALVES = "1.13";
const SINGLE = "0";

try {
  await measure(
    "local engine",
    async (id) => well(await lyap(folder, "run", "small.json", "--store", `store-${id}`, "--jobs", "2")),
  );
  if (typeof slurm !== "string") {
    for (
      const [name, minutes] of [["Slurm, two elements per stage", HALVES], [
        "Slurm, a training per element",
        SINGLE,
      ]]
    ) {
      await measure(name!, async (id) => {
        await planned(id, "slurm", minutes!);
        well(await call("bash", [`${id}/submit.sh`], { cwd: folder, env: slurm.env }));
        await slurm.drained();
      });
    }
  }
  if (typeof snakemake !== "string") {
    await measure("Snakemake, a job per step", async (id) => {
      await planned(id, "snakemake", HALVES);
      well(await call(snakemake.path, ["-s", `${id}/Snakefile`, "--cores", "2"], { cwd: folder }));
    });
  }
  if (await obtained("parallel")) {
    await measure("GNU parallel, two commands per level", async (id) => {
      await planned(id, "parallel", HALVES);
      for (const level of [1, 2, 3, 4]) {
        const command = `parallel --will-cite --jobs 2 < ${id}/level-${level}.txt`;
        well(await call("bash", ["-c", command], { cwd: folder }));
      }
    });
  }
  if (await obtained("make")) {
    await measure("make, a training per target", async (id) => {
      await planned(id, "make", SINGLE);
      well(await call("make", ["-f", `${id}/Makefile`, "-k", "-j", "2"], { cwd: folder }));
    });
  }
} finally {
  if (typeof slurm !== "string") await slurm.stop();
  await Deno.remove(folder, { recursive: true });
}
