/** A plan on a real Slurm of one node. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert/mod.js";
import { join } from "@std/path/mod.js";
import { quoted } from "../../lib/engine/plans/shell.ts";
import {
  artifactOf,
  call,
  contentsOf,
  heldBy,
  inFolder,
  lyap,
  obstruct,
  obtained,
  rowsOf,
  startSlurm,
} from "./here.ts";

const slurm = await startSlurm();
if (typeof slurm === "string") console.log(`skipped: plans on Slurm: ${slurm}`);
else {
  const hasModules = await obtained("envml", "environment-modules");
  if (!hasModules) {
    console.log("skipped: environment modules: Debian's environment-modules cannot be installed");
  }

  Deno.test.afterAll(() => slurm.stop());

  Deno.test("Slurm makes what the local engine makes; what fails costs only what needs it, and is all that is submitted again", () =>
    inFolder(async (folder) => {
      const plan = join(folder, "plan");
      const planned = await lyap(
        folder,
        ...["plan", "small.json", "--for", "slurm", "--minutes-per-task", "0.08", "--time", "10"],
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

  Deno.test("every option reaches Slurm, and modules and the command before deno apply to each element", () =>
    inFolder(async (folder) => {
      const modules = join(folder, "../modules");
      await Deno.mkdir(modules);
      await Deno.writeTextFile(join(modules, "lyap's"), "#%Module1.0\nsetenv LYAP_MODULE {is loaded}\n");
      const before = join(folder, "before it.sh");
      await Deno.writeTextFile(before, `#!/bin/bash\necho "$1, module $LYAP_MODULE" >&2\nshift\nexec "$@"\n`);
      await Deno.chmod(before, 0o755);
      const options = [
        ...["--partition", "main", "--account", "an account", "--time", "1:02:00", "--memory", "123M"],
        ...["--cpus", "2", "--throttle", "3", "--sbatch", '--comment="$(two words)" --nice=7'],
        ...["--minutes-per-task", "0", "--array-size", "3"],
        ...["--before", `${quoted(before)} "it's \\"before\\""`],
        ...(hasModules ? ["--modules", quoted("lyap's")] : []),
      ];
      const planned = await lyap(folder, "plan", "small.json", "--for", "slurm", ...options);
      assertEquals(planned.code, 0, planned.err);
      const env = { ...slurm.env, MODULEPATH: modules };
      const node = (await call("sinfo", ["--noheader", "--format=%n"], { env })).out.trim();
      const state = (state: string) =>
        call("scontrol", ["update", `node=${node}`, `state=${state}`, "reason=test"], { env });
      // Nothing runs while jobs are looked at.
      await state("drain");
      try {
        const submitted = await call("bash", ["plan/submit.sh"], { cwd: folder, env });
        assertEquals([...submitted.out.matchAll(/^submitted \d+: (.*)$/gm)].map(([, what]) => what), [
          "dataset 0",
          "train 0-2",
          "train 0",
          "evaluate 0-2",
          "evaluate 0",
          "report -",
        ], submitted.err);
        const jobs = (await call("scontrol", ["--oneliner", "show", "job"], { env })).out.trim().split("\n")
          .filter((line) => line.includes(" JobState=PENDING "));
        assertEquals(jobs.length, 6);
        for (const job of jobs) {
          for (
            const field of [
              ...["Partition=main", "Account=an account", "TimeLimit=01:02:00", "MinMemoryNode=123M"],
              ...["CPUs/Task=2", "NumTasks=1", "Comment=$(two words)", "Nice=7"],
              ...(job.includes("ArrayJobId=") ? ["ArrayTaskThrottle=3"] : []),
            ]
          ) assertStringIncludes(job, ` ${field} `);
        }
      } finally {
        await state("resume");
      }
      await slurm.drained();
      const logs = [...Deno.readDirSync(join(folder, "plan/logs"))].filter(({ name }) =>
        name.endsWith(".log")
      );
      assertEquals(logs.length, 10);
      for (const { name } of logs) {
        const log = await Deno.readTextFile(join(folder, "plan/logs", name));
        assertMatch(log, hasModules ? /^it's "before", module is loaded$/m : /^it's "before", module $/m);
      }
      const missing = await call("bash", ["plan/lyap.sh", "missing"], { cwd: folder, env });
      assertEquals(missing.out, "", await Deno.readTextFile(join(folder, "plan/logs", logs.at(-1)!.name)));
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
