/** Audits as a user calls them: in full, the first epochs, and what comes after a training; each finds what it is for. */
import { assertEquals, assertMatch } from "@std/assert/mod.js";
import { inFolder, small } from "./small.ts";

const ZERO = `sha256:${"0".repeat(64)}` as const;

Deno.test("parts of published runs are made again, and what was changed in them is named", async () => {
  await inFolder({ ...small, claims: [] }, async ({ call, path, ledger, changeRuns }) => {
    await call("run", "small.json", "--profile", "paper", "--publish", "--store", "one");
    // The experiment lies in no folder of experiments, so it is named, and its claims are judged beside the audit.
    const audit = (...args: readonly string[]) =>
      call("verify", "small.json", "--store", "one", "--seed", "1", ...args);
    const good = await audit("--audit", "2", "--until", "0.1", "--audit-evaluations", "2");
    assertEquals(good.code, 0, good.out + good.err);
    assertMatch(good.out, /✓ +small +PLRNN, τ = 5, seed 1 +10 % of its training +the same bits/);
    assertMatch(
      good.out,
      /✓ +small +PLRNN, τ = 5, seed 1 +exponents and measures from its networks +the same bits/,
    );
    assertMatch(good.out, /4 runs audited, 4 the same/);
    const [, audits] = good.err.split(/^done +report .*$/m);
    assertEquals(audits!.match(/^done +beginning /gm)?.length, 2);
    assertEquals(audits!.match(/^done +train /gm), null);

    const old = await ledger();
    await changeRuns((run) => ({
      ...run,
      training: {
        ...run.training!,
        states: run.training!.states.map((state) => ({ ...state, digest: ZERO })),
      },
    }));
    const states = await audit("--audit", "2", "--until", "0.01");
    assertEquals(states.code, 1, states.out);
    assertMatch(
      states.out,
      /✗ +small +PLRNN, τ = \d+, seed 1 +1 % of its training +state after epoch 1 differs: published sha256:0{64}, found/,
    );

    await changeRuns((run) => ({
      ...old.runs.find(({ id }) => id === run.id)!,
      artifacts: { ...run.artifacts, evaluate: ZERO },
    }));
    const measures = await audit("--audit-evaluations", "2");
    assertEquals(measures.code, 1, measures.out);
    assertMatch(measures.out, /from its networks +evaluate differs: published sha256:0{64}, found/);

    await changeRuns((run) => old.runs.find(({ id }) => id === run.id)!);
    const [one, other] = old.runs.map(({ id }) => path("fixtures/ledger/small", `${id}.safetensors`));
    const whole = await Deno.readFile(one!);
    const changed = whole.slice();
    changed[changed.length - 1]! ^= 1;
    for (
      const [damage, message] of [
        [
          () => Deno.writeFile(one!, changed),
          /are not the weights that were published of PLRNN, τ = 5, seed 1/,
        ],
        [
          () => Deno.copyFile(other!, one!),
          /are not the weights that were published of PLRNN, τ = 5, seed 1/,
        ],
        [() => Deno.remove(one!), /is not there, and the ledger says that it was published/],
      ] as const
    ) {
      await damage();
      const found = await audit("--audit-evaluations", "2");
      assertEquals(found.code, 1, found.out);
      assertMatch(found.out, message);
      assertMatch(found.out, /2 runs audited, 1 the same/);
    }

    // Of runs without networks only audits in full can be had.
    await changeRuns(({ training: _training, ...run }) => run);
    const none = await audit("--audit-evaluations", "1");
    assertEquals(none.code, 2);
    assertMatch(none.err, /--audit-evaluations is 1, and .* holds 0 published runs with their networks/);
  });
});

Deno.test("an audit that makes no sense is refused with one that would", async () => {
  await inFolder(small, async ({ call }) => {
    for (
      const [args, message] of [
        [
          ["small.json", "--until", "0.01"],
          /--until is 0\.01; give 0\.01, 0\.1, 0\.5, 1, and --audit N beside it/,
        ],
        [["small.json", "--audit", "1", "--until", "0.02"], /--until is 0\.02; give 0\.01/],
        [["small.json", "--audit-evaluations", "1.5"], /--audit-evaluations is "1\.5"; write a whole number/],
        [
          ["small.json", "--audits-only", "--audit", "1"],
          /--audits-only judges no experiments; leave out small/,
        ],
        [["--audits-only"], /--audits-only needs an audit; give --audit N/],
      ] as const
    ) {
      const { code, err } = await call("verify", ...args);
      assertEquals(code, 2, err);
      assertMatch(err, message);
    }
  });
});
