/** Publishing as a user calls it: networks lie beside the ledger, agree with it, and are never replaced by others. */
import { assert, assertEquals, assertMatch, assertNotMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { provedNetworks } from "../../lib/results/ledger/networks.ts";
import { stateEpochs } from "../../lib/steps/states.ts";
import { inFolder, small } from "./small.ts";
import { runInWords } from "../../lib/core/codec/labels.ts";

/** A run at the end of its training, and one at the best of its checkpoints, of the same training. */
const withCheckpoints = {
  ...small,
  settings: { ...small.settings, checkpoints: { every: 2 } },
  sweep: [{ forcing: [{ kind: "sparse", interval: 5 }], checkpoint: ["last", "best"], seed: [1] }],
  claims: [],
};

const publish = ["run", "small.json", "--profile", "paper", "--publish"] as const;

Deno.test("networks and states of each run lie beside the ledger, and its digests prove them", async () => {
  await inFolder(withCheckpoints, async ({ call, path, ledger }) => {
    const { code, err } = await call(...publish);
    assertEquals(code, 0, err);
    const { runs } = await ledger();
    assertEquals(runs.length, 2);
    for (const run of runs) {
      const file = path("fixtures/ledger/small", `${run.id}.safetensors`);
      const networks = provedNetworks(file, await Deno.readFile(file), run, run.training!);
      assert(E.isRight(networks), run.id);
      assertEquals(Object.keys(networks.right).sort(), run.training!.networks.toSorted());
      assertEquals(run.training!.states.map(({ epoch }) => epoch), stateEpochs(10));
    }
    const [last, best] = runs.toSorted((a, b) => a.training!.networks.length - b.training!.networks.length);
    assertEquals(last!.training!.networks, ["weights.safetensors"]);
    assertEquals(best!.labels.epoch, "best");
  });
});

Deno.test("what the ledger lacks of a run is added; a run that differs is refused and named", async () => {
  await inFolder(small, async ({ call, path, ledger, changeRuns }) => {
    // What was published before networks were: the runs of a store are as they were, and the ledger gets the rest.
    await call(...publish, "--store", "one");
    const whole = await ledger();
    const network = path("fixtures/ledger/small", `${whole.runs[0]!.id}.safetensors`);
    const bytes = await Deno.readFile(network);
    const withoutNetworks = async () => {
      await changeRuns(({ training: _training, ...run }) => run);
      await Deno.remove(path("fixtures/ledger/small"), { recursive: true });
    };
    await withoutNetworks();
    const picked = await call("publish", "small.json", "--store", "one");
    assertEquals(picked.code, 0, picked.err);
    assertMatch(picked.out, /^small: 2 of 2 runs are published, 2 with their networks/);
    assertEquals(await ledger(), whole);
    assertEquals(await Deno.readFile(network), bytes);

    // Without a store they are made again only when that is asked for.
    await withoutNetworks();
    const asked = await call(...publish, "--store", "two", "--jobs", "2");
    assertNotMatch(asked.err, /^done +train /m);
    const again = await call(...publish, "--networks", "--store", "two");
    assertEquals(again.err.match(/^done +train /gm)?.length, 2, again.err);
    assertEquals(await ledger(), whole);

    // Digests that were published otherwise: nothing is replaced, and both digests are shown.
    await changeRuns(({ training: _training, ...run }) => ({
      ...run,
      artifacts: { ...run.artifacts, evaluate: `sha256:${"0".repeat(64)}` },
    }));
    const wrong = await ledger();
    for (const call_ of [["publish", "small.json"], publish]) {
      const refused = await call(...call_, "--store", "one");
      assertEquals(refused.code, 1, refused.err);
      assertMatch(
        refused.err,
        /publish PLRNN, τ = 5, seed 1 failed: its evaluate differs from the published one: published sha256:0{64}, found sha256:/,
      );
      assertEquals(await ledger(), wrong);
    }
  });
});

Deno.test("a state that differs from the published one is refused, and a run that is gone takes its network along", async () => {
  await inFolder(small, async ({ call, path, ledger, changeRuns, writeSpec }) => {
    await call(...publish);
    const whole = await ledger();
    await changeRuns((run) => ({
      ...run,
      key: `sha256:${"1".repeat(64)}`,
      training: {
        ...run.training!,
        states: [{ epoch: 1, digest: `sha256:${"0".repeat(64)}` }],
      },
    }));
    const refused = await call("publish", "small.json");
    assertEquals(refused.code, 1, refused.err);
    assertMatch(refused.err, /its state after epoch 1 differs from the published one/);

    await changeRuns((run) => ({ ...run, training: { ...run.training!, states: [] } }));
    await writeSpec({
      ...small,
      claims: [],
      sweep: [{ forcing: [{ kind: "sparse", interval: 5 }], seed: [1] }],
    });
    assertEquals((await call("publish", "small.json")).code, 0);
    assertEquals((await ledger()).runs, whole.runs.slice(0, 1));
    assertEquals([...Deno.readDirSync(path("fixtures/ledger/small"))].length, 1);
  });
});

Deno.test("runs are taken from another store or ledger; one that both have with different digests is refused and named", async () => {
  await inFolder(small, async ({ call, path, ledger, changeRuns }) => {
    await call(...publish, "--store", "one");
    const whole = await ledger();
    const [first, second] = whole.runs;
    const network = await Deno.readFile(path("fixtures/ledger/small", `${first!.id}.safetensors`));
    // Two people with a run each.
    await Deno.mkdir(path("theirs"));
    await Deno.rename(path("fixtures/ledger/small.json"), path("theirs/small.json"));
    await Deno.rename(path("fixtures/ledger/small"), path("theirs/small"));
    const merged = await call("publish", "small.json", "--from", "theirs");
    assertEquals(merged.code, 0, merged.err);
    assertMatch(merged.out, /2 of 2 runs are published, 2 with their networks/);
    assertEquals(await ledger(), whole);
    assertEquals(await Deno.readFile(path("fixtures/ledger/small", `${first!.id}.safetensors`)), network);
    await Deno.remove(path("fixtures"), { recursive: true });
    const fromStore = await call("publish", "small.json", "--from", "one", "--store", "nothing");
    assertEquals(fromStore.code, 0, fromStore.err);
    assertEquals(await ledger(), whole);
    await changeRuns((run) =>
      run.id !== second!.id
        ? run
        : { ...run, artifacts: { ...run.artifacts, lyapunov: run.artifacts.dataset } }
    );
    const changed = await ledger();
    for (const from of ["theirs", "one"]) {
      const refused = await call("publish", "small.json", "--from", from);
      assertEquals(refused.code, 1);
      assertMatch(
        refused.err,
        new RegExp(
          `publish ${runInWords(second!.labels)} failed: its lyapunov differs from the published one`,
        ),
      );
      assertNotMatch(refused.err, new RegExp(`publish ${runInWords(first!.labels)} failed`));
      assertEquals(await ledger(), changed);
    }
    await Deno.remove(path("theirs/small", `${first!.id}.safetensors`));
    await Deno.remove(path("fixtures"), { recursive: true });
    const damaged = await call("publish", "small.json", "--from", "theirs");
    assertEquals(damaged.code, 2);
    assertMatch(damaged.err, /it is not there/);
    assertEquals((await ledger()).runs.map(({ id }) => id), [second!.id]);
    const nothing = await call("publish", "small.json", "--from", "nowhere");
    assertEquals(nothing.code, 2);
    assertMatch(nothing.err, /nowhere" is neither a store nor a ledger of small/);
  });
});
