/** Sizes that have no hope, and those that have. */
import { assert, assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { fromFileUrl, join } from "@std/path/mod.js";
import { verifyCommand } from "../../lib/cli/commands/verify.ts";
import { resolve } from "../../lib/engine/experiment.ts";
import type { Complete } from "../../lib/experiment/compose.ts";
import { here, run, runInMemory } from "../../lib/library/run.ts";
import { callCommand } from "../cli/calling.ts";
import { refuseEndless, refuseHopeless } from "../../lib/engine/hopeless.ts";
import { planned } from "../../lib/pipeline.ts";
import type { Terminal } from "../../lib/core/program/program.ts";
import { silent } from "../../lib/core/program/terminal.ts";
import { describeError } from "../../lib/core/program/errors.ts";
import { denoCapabilities } from "../../lib/steps/capabilities.ts";
import { withModules } from "../../lib/steps/modules.ts";
import { outlookOf, outlookOfAll } from "../../lib/steps/outlook.ts";
import type { StepGraph } from "../../lib/steps/plan.ts";

const spec = {
  name: "hopeless",
  title: "Sizes",
  settings: {
    dataset: { source: { kind: "system", system: "lorenz", steps: 5000 } },
    cell: { kind: "PLRNN", units: 30 },
    forcing: { kind: "sparse", interval: 30 },
  },
} as const;

const planOf = (settings: object, sweep: readonly object[] = []): StepGraph => {
  const { settings: usual, ...about } = spec;
  const resolved = resolve("x", { ...about, settings: { ...usual, ...settings }, sweep }, {});
  if (E.isLeft(resolved)) throw new Error(describeError(resolved.left).join("; "));
  return planned(resolved.right);
};

const said = async (plan: StepGraph, yes = false, memory = 16e9): Promise<string> => {
  const missing = new Set(plan.steps.map(({ id }) => id));
  const capabilities = { ...denoCapabilities, memory: () => memory };
  const result = await refuseHopeless(2, yes)(plan, missing)(capabilities)();
  return E.isLeft(result) ? describeError(result.left).join("; ") : "begins";
};

const saidOfCluster = async (plan: StepGraph, yes = false): Promise<string> => {
  const result = await refuseEndless(plan, yes)({ ...denoCapabilities, memory: () => 16e9 })();
  return E.isLeft(result) ? describeError(result.left).join("; ") : "begins";
};

const lorenz = (source: object, about: object = {}) => ({
  dataset: { source: { ...spec.settings.dataset.source, ...source }, ...about },
});

Deno.test("where somebody can answer, it is asked whether to go on", async () => {
  const plan = planOf({ epochs: 1e9 });
  const missing = new Set(plan.steps.map(({ id }) => id));
  for (const answer of [true, false, null]) {
    const asked: string[] = [];
    const terminal: Terminal = {
      ...silent,
      ask: (question) => () => {
        asked.push(question);
        return Promise.resolve(answer);
      },
    };
    const ended = await refuseHopeless(2, false)(plan, missing)({ ...denoCapabilities, terminal })();
    assertEquals(E.isRight(ended), answer === true);
    assertMatch(asked[0]!, /^1 run of hopeless: it would take about .* on 2 cores.*; go on\?$/);
  }
});

Deno.test("what would go on without end is refused with what it would take, unless the user says yes", async () => {
  const hopeless: Readonly<Record<string, object>> = {
    "epochs 1e9": { epochs: 1e9 },
    "perEpoch 1e12": { batches: { perEpoch: 1e12 } },
    "substeps 1e9": lorenz({ substeps: 1e9 }),
    "dt 1e-308": lorenz({ dt: 1e-308 }),
    "exponentTimeScales 1e12": lorenz({}, { exponentTimeScales: 1e12 }),
    "exponents over 1e12 steps": { lyapunov: { steps: 1e12 } },
    "a free run of 1e12 steps": { evaluation: { steps: 1e12 } },
    "1e12 hidden units": { cell: { kind: "shPLRNN", units: 4, hidden: 1e12 } },
    "1e12 bases": { cell: { kind: "dendPLRNN", units: 4, bases: 1e12 } },
    "1e4 units": { cell: { kind: "PLRNN", units: 1e4 } },
    "1e9 steps": lorenz({ steps: 1e9 }),
  };
  for (const [what, settings] of Object.entries(hopeless)) {
    const plan = planOf(settings);
    assertMatch(
      await said(plan),
      /^1 run of hopeless: it would take (about|longer) .* on 2 cores.*; say --yes/,
      what,
    );
    assertEquals(await said(plan, true), "begins", what);
    assertMatch(
      await saidOfCluster(plan),
      /^The step .+ alone: it would take (about|longer) .* on 1 core.*; say --yes/,
    );
    assertEquals(await saidOfCluster(plan, true), "begins", what);
  }
  const many = planOf({}, [{ seed: Array.from({ length: 4000 }, (_, seed) => seed) }]);
  assertMatch(
    await said(many),
    /^4000 runs of hopeless: it would take about \d+ (hours|days) on 2 cores; say --yes/,
  );
  // A cluster makes them side by side.
  assertEquals(await saidOfCluster(many), "begins");
});

Deno.test("memory counts too, and what fits begins", async () => {
  const large = planOf(lorenz({ steps: 1e8 }));
  assertMatch(await said(large, false, 16e9), /and 19\.\d GB of memory, and this machine has 16 GB/);
  assertEquals(await said(large, false, 64e9), "begins");
  assertEquals(await said(planOf({})), "begins");
});

Deno.test("every experiment of the house begins in its profiles quick and ci", async () => {
  const folder = new URL("../../experiments/", import.meta.url);
  for (const { name } of Deno.readDirSync(folder)) {
    if (!name.endsWith(".ts")) continue;
    const { default: experiment } = await import(new URL(name, folder).href);
    const loaded = await here(withModules(experiment, fromFileUrl(folder), null, true));
    assert(E.isRight(loaded));
    for (const profile of ["quick", "ci"]) {
      if (profile === "ci" && experiment.profiles?.ci === undefined) continue;
      const resolved = resolve(name, loaded.right, { profile });
      assert(E.isRight(resolved));
      const plan = planned(resolved.right);
      assertEquals(await said(plan, false, 8e9), "begins", `${name} ${profile}`);
      const { seconds } = outlookOfAll(plan.steps.map(outlookOf), 2);
      assert(seconds < 4 * 3600, `${name} ${profile}: ${seconds} s`);
    }
  }
});

Deno.test("a program and lyap verify are refused too, before anything is written", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const endless = { ...spec, settings: { ...spec.settings, epochs: 1e9 } };
    for (const program of [run({ store: join(folder, "store") }), runInMemory()]) {
      const result = await here(program(endless as unknown as Complete));
      assert(E.isLeft(result));
      assertMatch(
        describeError(result.left).join(),
        /1 run of hopeless: it would take .*in a program yes: true/,
      );
    }
    await Deno.writeTextFile(join(folder, "a.json"), JSON.stringify(endless));
    const { code, out } = await callCommand(
      verifyCommand,
      join(folder, "a.json"),
      "--store",
      join(folder, "store"),
    );
    assertEquals(code, 3);
    assertMatch(out, /1 run of hopeless: it would take/);
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["a.json"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
