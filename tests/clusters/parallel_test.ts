/** Plans for GNU parallel and make, run by them. */
import { assert, assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert/mod.js";
import { join } from "@std/path/mod.js";
import {
  artifactOf,
  call,
  type Called,
  contentsOf,
  has,
  heldBy,
  inFolder,
  lyap,
  obstruct,
  obtained,
  rowsOf,
} from "./here.ts";

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
      assertMatch(failed.err, /not made: train [^:]*seed \d+: /);
      assert(!failed.err.includes(`not made: ${victim.id}`), failed.err);
      const { out } = await call("bash", ["make/lyap.sh", "missing"], { cwd: folder });
      assertEquals(out.trim().split("\n").length, 4);
      await clear();
      const again = await call("make", ["-f", "make/Makefile", "-k", "-j", "2"], { cwd: folder });
      assertEquals(again.code, 0, again.err);
      assertEquals(await contentsOf(join(folder, "by-make")), await contentsOf(join(folder, "by-parallel")));
    }),
});

const well = ({ code, out, err }: Called): Called => {
  assert(code <= 1, `${out}\n${err}`);
  return { code, out, err };
};

/** A library that takes all locks away, as some shared file systems have none. */
const NO_LOCKS = `
#include <errno.h>
int flock(int file, int operation) { errno = ENOLCK; return -1; }
`;

for (const locks of ["with locks", "without locks"]) {
  Deno.test({
    name: `two processes make one pack ${locks}: each artifact is there once, and both end well`,
    ignore: locks === "without locks" && (Deno.build.os !== "linux" || !await has("cc")),
    fn: () =>
      inFolder(async (folder) => {
        const library = join(folder, "../without_locks.so");
        if (locks === "without locks") {
          await Deno.writeTextFile(join(folder, "locks.c"), NO_LOCKS);
          const built = await call("cc", ["-shared", "-fPIC", "-o", library, join(folder, "locks.c")]);
          assertEquals(built.code, 0, built.err);
        }
        const env: Readonly<Record<string, string>> = locks === "with locks" ? {} : { LD_PRELOAD: library };
        well(await lyap(folder, "plan", "small.json", "--for", "parallel"));
        const make = (...packs: readonly string[]) =>
          call("bash", ["plan/lyap.sh", "make", ...packs], { cwd: folder, env });
        const both = await Promise.all([1, 2].map(() => make("dataset-0", "train-0", "evaluate-0")));
        assertEquals(both.map(({ code }) => code), [0, 0], both.map(({ err }) => err).join("\n"));
        const rows = (await rowsOf(join(folder, "plan"))).filter(({ step }) => step !== "report");
        const held = await heldBy(join(folder, ".lyap"));
        assertEquals([...held.keys()].sort(), rows.map(artifactOf).sort());
        // Who comes later finds what the first one has made, and verifies it.
        const again = await make("train-0");
        assertEquals(again, { code: 0, out: "", err: "train-0: 0 made, 4 found, 0 not made\n" });
        assertEquals(await heldBy(join(folder, ".lyap")), held);
      }),
  });
}

Deno.test({
  name: "what a ledger or another store holds is given to the store when the plan is written, and not made",
  ignore: !hasMake,
  fn: () =>
    inFolder(async (folder) => {
      const paper = ["small.json", "--profile", "paper"] as const;
      const plan = async (store: string, ...options: readonly string[]) =>
        well(await lyap(folder, "plan", ...paper, "--for", "make", "--store", store, ...options)).out;
      const make = (target = "all") => call("make", ["-f", "plan/Makefile", "-k", target], { cwd: folder });
      await Deno.mkdir(join(folder, "none"));
      well(await lyap(folder, "run", ...paper, "--publish", "--store", "published"));
      well(await lyap(folder, "run", ...paper, "--ledger", "none", "--store", "whole"));

      // Of a ledger: nodes make what comes after the trainings, and lyap run draws the report.
      const said = await plan("taken");
      assertMatch(said, /lacks 9 of the steps\n4 trainings from ledgers: lyap run draws the report/);
      const made = well(await make());
      assertEquals([made.code, made.err.match(/^done +train /gm)], [0, null], made.err);
      const afterwards = well(await lyap(folder, "run", ...paper, "--store", "taken", "--json"));
      assertEquals(afterwards.err, "");
      const local = well(await lyap(folder, "run", ...paper, "--store", "local", "--json"));
      assertNotMatch(local.err, /^done +train /m);
      assertEquals(JSON.parse(afterwards.out).digest, JSON.parse(local.out).digest);
      assertMatch(await plan("taken", "--retrain"), /lacks 5 of the steps\nnodes/);

      // Of another store: everything, but for trainings of which it has a part only.
      assertMatch(await plan("copied", "--ledger", "none", "--fallback", "whole"), /lacks 0 of the steps/);
      const { out } = well(await lyap(folder, "run", ...paper, "--ledger", "none", "--store", "copied"));
      assertStringIncludes(out, "nothing to do");
      assertMatch(await plan("partly", "--ledger", "none", "--fallback", "local"), /lacks 5 of the steps/);

      // A report of trainings that were taken later would have the name of a whole one.
      await plan("mixed", "--ledger", "none");
      well(await lyap(folder, "run", ...paper, "--store", "mixed"));
      const refused = await make("report-0");
      assert(refused.code !== 0);
      assertMatch(
        refused.err,
        /Step report failed: 4 trainings of it came from a ledger .*lyap run draws the report/,
      );
    }),
});

Deno.test({
  name:
    "modules of users go along, in a plan that is written somewhere else; names are known from everywhere",
  ignore: !hasMake,
  fn: () =>
    inFolder(async (folder) => {
      const page = await Deno.readTextFile(new URL("../../docs/extending.md", import.meta.url));
      await Deno.mkdir(join(folder, "mine"));
      for (const [, name, code] of page.matchAll(/^`(\w+\.ts)`\n\n```ts\n([^]*?)```/gm)) {
        await Deno.writeTextFile(join(folder, "mine", name!), code!);
      }
      const experiment = "mine/experiment.ts";
      well(await lyap(folder, "plan", experiment, "--for", "make", "--minutes-per-task", "0"));
      const made = await call("make", ["-f", "plan/Makefile", "-k"], { cwd: folder });
      assertEquals(made.code, 0, made.err);
      const finished = well(await lyap(folder, "run", experiment));
      assertStringIncludes(finished.out, "nothing to do");
      const named = well(await lyap(folder, "plan", "quickstart", "--for", "make", "--profile", "ci"));
      assertMatch(named.out, /^9 runs, /);
      const unknown = await lyap(folder, "plan", "quickstrat", "--for", "make");
      assertEquals(unknown.code, 2);
      assertStringIncludes(unknown.err, 'did you mean "quickstart"?');
    }),
});
