/** What comes after a training is made from published networks, and only from those that the ledger proves. */
import { assertEquals, assertMatch, assertNotMatch } from "@std/assert/mod.js";
import type { Called } from "./calling.ts";
import { inFolder, small } from "./small.ts";

const PAPER = ["small.json", "--profile", "paper"] as const;

const trained = ({ err }: Called): number => err.match(/^done +train /gm)?.length ?? 0;

const withMeasure = {
  ...small,
  claims: [],
  settings: {
    ...small.settings,
    evaluation: { ...small.settings.evaluation, measures: [{ kind: "D_stsp" }, { kind: "D_H" }] },
  },
};

Deno.test("a new measure and all figures come from the published networks: nothing is trained again", async () => {
  await inFolder(small, async ({ call, path, ledger, writeSpec }) => {
    await call("run", ...PAPER, "--publish", "--store", "one");
    const first = await ledger();

    // Orbits are drawn from the ledger as they are from the store that has them.
    const fromLedger = await call("report", ...PAPER, "--store", "two", "--out", "ledger");
    assertEquals(fromLedger.code, 0, fromLedger.err);
    assertEquals(trained(fromLedger), 0);
    await call("report", ...PAPER, "--store", "one", "--out", "store");
    const attractor = (from: string) => Deno.readTextFile(path(from, "figures/02-attractor.svg"));
    assertEquals(await attractor("ledger"), await attractor("store"));
    assertNotMatch(await attractor("ledger"), /not at hand/);

    await writeSpec(withMeasure);
    // What would be done says so too: a dataset, twice exponents and measures, and a report.
    const outlook = async (...options: readonly string[]) =>
      (await call("run", ...PAPER, "--store", "none", "--dry-run", ...options)).out;
    assertMatch(await outlook(), /^2 trainings taken from the ledger\n6 of 8 steps to make: /m);
    assertEquals(JSON.parse(await outlook("--json")).fromLedger, 2);
    assertMatch(await outlook("--retrain"), /^8 of 8 steps to make: /m);
    const more = await call("run", ...PAPER, "--store", "three", "--json");
    assertEquals([more.code, trained(more)], [0, 0], more.err);
    const again = await call("run", ...PAPER, "--store", "three", "--json");
    assertEquals([again.out, again.err], [more.out, ""]);
    const published = await call("run", ...PAPER, "--publish", "--store", "four");
    assertEquals([published.code, trained(published)], [0, 0], published.err);
    const second = await ledger();
    assertEquals(second.runs.map(({ training }) => training), first.runs.map(({ training }) => training));
    assertEquals(second.runs.map(({ history }) => history), first.runs.map(({ history }) => history));
    assertEquals(
      second.runs.map(({ measures: { D_stsp } }) => D_stsp),
      first.runs.map(({ measures: { D_stsp } }) => D_stsp),
    );
    assertEquals(second.runs.every(({ measures }) => measures.D_H !== undefined), true);

    // Who wants them trained gets that, and the numbers are the same: all but the histories, which are whole.
    const retrained = await call("run", ...PAPER, "--store", "three", "--json", "--retrain");
    assertEquals([retrained.code, trained(retrained)], [0, 2], retrained.err);
    assertEquals(JSON.parse(retrained.out).digest, JSON.parse(more.out).digest);
  });
});

Deno.test("a network that is missing, changed, or another run's is reported, and its training runs again", async () => {
  await inFolder(small, async ({ call, path, ledger }) => {
    await call("run", ...PAPER, "--publish", "--store", "one");
    const [one, other] = (await ledger()).runs.map(({ id }) =>
      path("fixtures/ledger/small", `${id}.safetensors`)
    );
    const whole = await Deno.readFile(one!);
    const changed = whole.slice();
    changed[changed.length - 2]! ^= 64;
    const faults = [
      [
        () => Deno.remove(one!),
        /is not there, and the ledger says that it was published; .*"train PLRNN, τ = 5, seed 1" runs again/,
      ],
      [
        () => Deno.writeFile(one!, changed),
        /its weights are not the weights that were published of PLRNN, τ = 5, seed 1/,
      ],
      [
        () => Deno.copyFile(other!, one!),
        /its weights are not the weights that were published of PLRNN, τ = 5, seed 1/,
      ],
    ] as const;
    for (const [index, [damage, message]] of faults.entries()) {
      await damage();
      const run = await call("run", ...PAPER, "--store", `store${index}`);
      assertMatch(run.err, message);
      assertEquals(trained(run), 1, run.err);
      const report = await call("report", ...PAPER, "--store", "empty", "--out", "out");
      assertMatch(report.err, /pictures that need it are left out/);
    }
    // Publishing the run again mends it.
    await call("publish", "small.json", "--store", "one");
    assertEquals(await Deno.readFile(one!), whole);
  });
});

Deno.test("the state that a run measures is kept; another one needs a training", async () => {
  const looking = (...checkpoint: readonly (number | string)[]) => ({
    ...small,
    settings: { ...small.settings, checkpoints: { every: 2 } },
    sweep: [{ forcing: [{ kind: "sparse", interval: 5 }], checkpoint, seed: [1] }],
    claims: [],
  });
  await inFolder(looking("best", 4), async ({ call, writeSpec, ledger }) => {
    await call("run", ...PAPER, "--publish", "--store", "one");
    const contents = (await ledger()).runs.map(({ artifacts }) => artifacts);
    await writeSpec(looking("last", "best", 4));
    const taken = await call("run", ...PAPER, "--publish", "--store", "two");
    assertEquals([taken.code, trained(taken)], [0, 0], taken.err);
    assertEquals((await ledger()).runs.slice(1).map(({ artifacts }) => artifacts), contents);
    await writeSpec(looking("last", 6));
    const other = await call("run", ...PAPER, "--store", "two");
    assertEquals([other.code, trained(other)], [0, 1], other.err);
  });
});
