/** A plan on a real Slurm of one node. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert/mod.js";
import { join } from "@std/path/mod.js";
import {
  artifactOf,
  call,
  contentsOf,
  heldBy,
  inFolder,
  lyap,
  obstruct,
  rowsOf,
  startSlurm,
} from "./here.ts";

const slurm = await startSlurm();
if (typeof slurm === "string") console.log(`skipped: plans on Slurm: ${slurm}`);
else {
  Deno.test.afterAll(() => slurm.stop());

  Deno.test("Slurm makes what the local engine makes; what fails costs only what needs it, and is all that is submitted again", () =>
    inFolder(async (folder) => {
      const plan = join(folder, "plan");
      const planned = await lyap(
        folder,
        ...["plan", "small.json", "--for", "slurm", "--minutes-per-task", "0.2", "--time", "10"],
        ...["--sbatch", '--comment="two words" --nice=1', "--memory", "200M", "--throttle", "2"],
      );
      assertEquals(planned.code, 0, planned.err);
      const rows = await rowsOf(plan);
      const packs = rows.filter(({ step }) => step === "train").map(({ pack }) => pack);
      assertEquals(packs, ["train-0", "train-0", "train-1", "train-1"]);
      const victim = rows.find(({ pack, step }) => pack === "train-0" && step === "train")!;
      const store = join(folder, ".lyap");
      const clear = await obstruct(store, artifactOf(victim));
      const name = /^name='(.*)'$/m.exec(await Deno.readTextFile(join(plan, "submit.sh")))![1]!;
      const waiting = await call("sbatch", [
        ...["--hold", "--parsable", `--job-name=${name}-train`, "--output=/dev/null", "--wrap=true"],
      ], { env: slurm.env });
      const early = await call("bash", ["plan/submit.sh"], { cwd: folder, env: slurm.env });
      assertEquals([early.code, early.err.includes("jobs of this plan are in the queue")], [3, true]);
      await call("scancel", [waiting.out.trim()], { env: slurm.env });
      await slurm.drained();
      const submitted = await call("sbatch", [
        "--wait",
        `--output=${join(folder, "submit.log")}`,
        "plan/submit.sh",
      ], {
        cwd: folder,
        env: slurm.env,
      });
      assertEquals(submitted.code, 0, submitted.err);
      const said = await Deno.readTextFile(join(folder, "submit.log"));
      assertEquals([...said.matchAll(/^submitted \d+: (.*)$/gm)].map(([, what]) => what), [
        "dataset 0",
        "train 0-1",
        "evaluate 0-1",
        "report -",
      ]);
      await slurm.drained();
      const run = victim.id.slice("train ".length);
      const missing = await call("bash", ["plan/lyap.sh", "missing"], { cwd: folder });
      assertEquals(
        missing.out.trim().split("\n"),
        [
          ...["train", "lyapunov", "evaluate"].map((step) => `${step} ${run}`),
          "report",
        ].sort((a, b) => rows.findIndex(({ id }) => id === a) - rows.findIndex(({ id }) => id === b)),
      );
      const before = await heldBy(store);
      await clear();
      const again = await call("bash", ["plan/submit.sh"], { cwd: folder, env: slurm.env });
      assertEquals(
        [...again.out.matchAll(/^submitted \d+: (.*)$/gm)].map(([, what]) => what),
        ["train 0", "evaluate 0", "report -"],
      );
      await slurm.drained();
      const after = await heldBy(store);
      for (const [name, { file }] of before) {
        assertEquals(after.get(name)?.file, file, `${name} was made again`);
      }
      assertEquals(after.size, rows.length);
      const local = await lyap(folder, "run", "small.json", "--store", "local");
      assert(local.code <= 1, local.err);
      assertEquals(await contentsOf(store), await contentsOf(join(folder, "local")));
      const finished = await lyap(folder, "run", "small.json");
      assertStringIncludes(finished.out, "nothing to do");
      const nothing = await call("bash", ["plan/submit.sh"], { cwd: folder, env: slurm.env });
      assertMatch(nothing.out, /^nothing to submit/);
    }));

  Deno.test("the first element notices a store that its node does not share, and says so", () =>
    inFolder(async (folder) => {
      const planned = await lyap(folder, "plan", "small.json", "--for", "slurm");
      assertEquals(planned.code, 0, planned.err);
      await Deno.rename(join(folder, ".lyap"), join(folder, "elsewhere"));
      const done = await call("sbatch", [
        ...["--wait", "--array=0", `--output=${join(folder, "%a.log")}`, "plan/element.sh", "dataset", "0"],
      ], { cwd: folder, env: slurm.env });
      assertEquals(done.code, 3);
      const said = await Deno.readTextFile(join(folder, "0.log"));
      assertMatch(said, /does not see the store .*\.lyap of this plan.*file system that all nodes share/);
      await Deno.rename(join(folder, "plan"), join(folder, "moved"));
      const lost = await call("sbatch", [
        ...["--wait", "--array=0", `--output=${join(folder, "%a.log")}`, "moved/element.sh", "dataset", "0"],
      ], { cwd: folder, env: slurm.env });
      assertEquals(lost.code, 3);
      assertMatch(
        await Deno.readTextFile(join(folder, "0.log")),
        /cannot see the plan .*put it on a file system/,
      );
    }));
}
