/** A plan on a real Snakemake 9. */
import { assert, assertEquals } from "@std/assert/mod.js";
import { join } from "@std/path/mod.js";
import {
  artifactOf,
  call,
  contentsOf,
  findSnakemake,
  heldBy,
  inFolder,
  lyap,
  obstruct,
  rowsOf,
  startSlurm,
} from "./here.ts";

const found = await findSnakemake();
if (typeof found === "string") console.log(`skipped: plans on Snakemake: ${found}`);
else {
  const snakemake = (cwd: string, ...args: readonly string[]) =>
    call(found.path, ["-s", "plan/Snakefile", "--cores", "2", ...args], { cwd });

  /** The steps that a dry run would make, as lyap names them. */
  const dry = async (cwd: string): Promise<readonly string[]> => {
    const { out, err } = await snakemake(cwd, "--dry-run", "--printshellcmds");
    const packs = [...`${out}\n${err}`.matchAll(/lyap\.sh" make (\S+)/g)].map(([, pack]) => pack!);
    const rows = await rowsOf(join(cwd, "plan"));
    return packs.map((pack) => rows.find((row) => row.pack === pack)!.id).sort();
  };

  Deno.test("Snakemake makes what the local engine makes, and its dry run lists what lyap run would make", () =>
    inFolder(async (folder) => {
      const planned = await lyap(folder, "plan", "small.json", "--for", "snakemake");
      assertEquals(planned.code, 0, planned.err);
      const store = join(folder, ".lyap");
      const missing = async () =>
        (await call("bash", ["plan/lyap.sh", "missing"], { cwd: folder })).out.trim().split("\n")
          .filter((line) => line !== "").sort();
      const rows = await rowsOf(join(folder, "plan"));
      assertEquals(await dry(folder), rows.map(({ id }) => id).sort());
      const victim = rows.find(({ step }) => step === "train")!;
      const clear = await obstruct(store, artifactOf(victim));
      const failed = await snakemake(folder);
      assert(failed.code !== 0);
      const run = victim.id.slice("train ".length);
      const lacking = ["evaluate", "lyapunov", "train"].map((step) => `${step} ${run}`);
      assertEquals(await missing(), [...lacking, "report"].sort());
      assertEquals(await dry(folder), await missing());
      const before = await heldBy(store);
      await clear();
      const again = await snakemake(folder);
      assertEquals(again.code, 0, again.err);
      const after = await heldBy(store);
      for (const [name, { file }] of before) {
        assertEquals(after.get(name)?.file, file, `${name} was made again`);
      }
      const local = await lyap(folder, "run", "small.json", "--store", "local");
      assert(local.code <= 1, local.err);
      assertEquals(await contentsOf(store), await contentsOf(join(folder, "local")));
      assertEquals([await dry(folder), await missing()], [[], []]);
      // Another plan of the same steps finds them too, however old their inputs are.
      await Deno.utime(
        join(store, "artifacts", rows[0]!.key.slice(7, 9), artifactOf(rows[0]!), "manifest.json"),
        new Date(),
        new Date(),
      );
      await lyap(folder, "plan", "small.json", "--for", "snakemake", "--minutes-per-task", "1");
      assertEquals(await dry(folder), []);
    }));

  Deno.test("after a Snakemake that was killed, its lock is taken away and only what is missing is made", () =>
    inFolder(async (folder) => {
      assertEquals((await lyap(folder, "plan", "small.json", "--for", "snakemake")).code, 0);
      const store = join(folder, ".lyap");
      // It dies as in a crash as soon as the first artifact is there, and its jobs end as they like. Snakemake makes the
      // folders of what it is going to make beforehand, so the folder alone says nothing.
      const killed = await call("bash", [
        "-c",
        `"$0" -s plan/Snakefile --cores 2 & until compgen -G '.lyap/artifacts/*/dataset-*/manifest.json' >/dev/null; do sleep 0.02; done
        kill -9 $!; wait $!`,
        found.path,
      ], { cwd: folder });
      assertEquals(killed.code, 137, killed.err);
      const before = await heldBy(store);
      assert(before.size > 0);
      assertEquals((await snakemake(folder)).code, 1);
      assertEquals((await snakemake(folder, "--unlock")).code, 0);
      const again = await snakemake(folder);
      assertEquals(again.code, 0, again.err);
      const after = await heldBy(store);
      for (const [name, { file }] of before) {
        assertEquals(after.get(name)?.file, file, `${name} was made again`);
      }
      assertEquals(after.size, (await rowsOf(join(folder, "plan"))).length);
    }));

  const slurm = await startSlurm();
  const executors = await call(found.path, ["--executor", "cluster-generic", "--help"]);
  if (typeof slurm === "string" || executors.code !== 0) {
    console.log(
      `skipped: groups of Snakemake on Slurm: ${typeof slurm === "string" ? slurm : "no executor"}`,
    );
  } else {
    Deno.test.afterAll(() => slurm.stop());

    Deno.test("through an executor Snakemake submits groups of steps, as many as fill the time", () =>
      inFolder(async (folder) => {
        const planned = await lyap(
          folder,
          "plan",
          "small.json",
          "--for",
          "snakemake",
          "--minutes-per-task",
          "0.08",
        );
        assertEquals(planned.code, 0, planned.err);
        const submit = "sbatch --parsable --output=/dev/null";
        const made = await call(found.path, [
          ...["-s", "plan/Snakefile", "--executor", "cluster-generic", "--jobs", "4"],
          ...["--cluster-generic-submit-cmd", submit],
        ], { cwd: folder, env: slurm.env });
        assertEquals(made.code, 0, made.err);
        // A dataset, four trainings, twice what is found of two networks, a report.
        const submitted = `${made.out}\n${made.err}`.match(
          /^Submitted (group )?job .* with external jobid/gm,
        );
        assertEquals(submitted?.length, 5, made.err);
        assertEquals((await call("bash", ["plan/lyap.sh", "missing"], { cwd: folder })).out, "");
        // This executor does not quote the paths that it gives to a shell.
      }, "plain"));
  }
}
