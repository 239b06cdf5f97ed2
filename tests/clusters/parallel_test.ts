/** Plans for GNU parallel and make, run by them. */
import { assert, assertEquals, assertMatch } from "@std/assert/mod.js";
import { join } from "@std/path/mod.js";
import { artifactOf, call, contentsOf, inFolder, lyap, obstruct, obtained, rowsOf } from "./here.ts";

const hasParallel = await obtained("parallel");
const hasMake = await obtained("make");
if (!hasParallel) console.log("skipped: plans for GNU parallel: Debian's parallel cannot be installed");
if (!hasMake) console.log("skipped: plans for make: Debian's make cannot be installed");

Deno.test({
  name: "GNU parallel makes what make makes, and make goes on past a training that fails",
  ignore: !hasParallel || !hasMake,
  fn: () =>
    inFolder(async (folder) => {
      const plan = (engine: string) =>
        lyap(folder, "plan", "small.json", "--for", engine, "--out", engine, "--store", `by-${engine}`);
      assertEquals((await plan("parallel")).code, 0);
      assertEquals((await plan("make")).code, 0);
      for (const level of [1, 2, 3, 4]) {
        const command = `parallel --will-cite --jobs 2 < parallel/level-${level}.txt`;
        const { code, err } = await call("bash", ["-c", command], { cwd: folder });
        assertEquals(code, 0, err);
      }
      const rows = await rowsOf(join(folder, "make"));
      const victim = rows.find(({ step }) => step === "train")!;
      const clear = await obstruct(join(folder, "by-make"), artifactOf(victim));
      const failed = await call("make", ["-f", "make/Makefile", "-k", "-j", "2"], { cwd: folder });
      assert(failed.code !== 0);
      assertMatch(failed.err, new RegExp(`not made: ${victim.id}: `));
      const { out } = await call("bash", ["make/lyap.sh", "missing"], { cwd: folder });
      assertEquals(out.trim().split("\n").length, 4);
      await clear();
      const again = await call("make", ["-f", "make/Makefile", "-k", "-j", "2"], { cwd: folder });
      assertEquals(again.code, 0, again.err);
      assertEquals(await contentsOf(join(folder, "by-make")), await contentsOf(join(folder, "by-parallel")));
    }),
});
