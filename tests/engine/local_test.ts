import { assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import { type PlanResult, runPlan } from "../../lib/engine/local.ts";
import { planned } from "../../lib/pipeline.ts";
import { environmentFault } from "../../lib/core/program/errors.ts";
import type { Capabilities, Processes } from "../../lib/core/program/program.ts";
import { silent } from "../../lib/core/program/terminal.ts";
import { seal } from "../../lib/steps/store/artifact.ts";
import { artifactPath } from "../../lib/steps/store/layout.ts";
import { denoCapabilities } from "../../lib/steps/capabilities.ts";
import type { StepName } from "../../lib/steps/definitions.ts";
import type { PlannedStep } from "../../lib/steps/plan.ts";
import { toy } from "./toy.ts";

const plan = planned(toy(10, [1, 2]));

const stepOf = (id: string): PlannedStep => plan.steps.find((step) => step.id === id)!;

/** A machine whose steps write one small file each, and fail where the test says so. */
const machine = (fails: (step: StepName, spec: { readonly seed?: number }) => boolean = () => false) => {
  const ran: string[] = [];
  const notes: string[] = [];
  let active = 0;
  let most = 0;
  const processes: Processes = {
    deno: (args, onLine) => async () => {
      most = Math.max(most, ++active);
      const valueOf = (name: string) => args[args.indexOf(name) + 1]!;
      const spec = JSON.parse(await Deno.readTextFile(valueOf("--spec")));
      const planned = plan.steps.find(({ key }) => valueOf("--out").endsWith(key.slice("sha256:".length)))!;
      ran.push(planned.id);
      onLine(JSON.stringify({ progress: 0.5, note: "half" }));
      await new Promise((resolve) => setTimeout(resolve, 5));
      active--;
      if (fails(planned.step, spec)) {
        onLine(JSON.stringify({ error: environmentFault("The disk is full", "/x", "free some space") }));
        return E.right({ code: 3, errorTail: "" });
      }
      await Deno.mkdir(valueOf("--out"), { recursive: true });
      await Deno.writeTextFile(join(valueOf("--out"), "state.partial"), "left over");
      await seal(valueOf("--out"), {
        step: planned.step,
        key: planned.key,
        spec,
        inputs: {},
        versions: { step: 1, numerics: 1 },
        made: { lyap: "", deno: "", platform: "", seconds: 0 },
      }, { "figures/a.txt": new TextEncoder().encode(planned.id) })(capabilities)();
      return E.right({ code: 0, errorTail: "" });
    },
  };
  const capabilities: Capabilities = {
    ...denoCapabilities,
    platform: { ...denoCapabilities.platform, arch: "unknown" },
    processes,
    terminal: {
      ...silent,
      say: (channel, line) => () => {
        if (channel === "warning" || channel === "note") notes.push(line);
      },
    },
  };
  return { capabilities, ran, notes, most: () => most };
};

const withStore = async (test: (store: string) => Promise<void>): Promise<void> => {
  const store = await Deno.makeTempDir();
  try {
    await test(store);
  } finally {
    await Deno.remove(store, { recursive: true });
  }
};

const run = async (store: string, capabilities: Capabilities, jobs = 2): Promise<PlanResult> => {
  const result = await runPlan(plan, { store, jobs })(capabilities)();
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left));
  return result.right;
};

Deno.test("a plan shares datasets, orders steps and ends with the report", () => {
  assertEquals(plan.steps.map(({ id }) => id), [
    "dataset 1",
    ...[1, 2].flatMap((seed) => [`train seed${seed}`, `lyapunov seed${seed}`, `evaluate seed${seed}`]),
    "report",
  ]);
  const changed = planned(toy(11, [1]));
  assertEquals(changed.steps[0]!.key, stepOf("dataset 1").key);
  assertEquals(changed.steps[1]!.key === stepOf("train seed1").key, false);
});

Deno.test("a plan runs once; a second call finds everything", () =>
  withStore(async (store) => {
    const { capabilities, ran, most } = machine();
    const first = await run(store, capabilities);
    assertEquals([...first.made].sort(), plan.steps.map(({ id }) => id).sort());
    assertEquals(ran.indexOf("dataset 1"), 0);
    assertEquals(ran.at(-1), "report");
    assertEquals(most(), 2);
    assertEquals(new TextDecoder().decode(first.report!.files["figures/a.txt"]), "report");
    const second = await run(store, capabilities);
    assertEquals([second.made, second.found.length, ran.length], [[], 8, 8]);
    const left = [...Deno.readDirSync(artifactPath(store, stepOf("report")))].map(({ name }) => name).sort();
    assertEquals(left, ["figures", "manifest.json"]);
  }));

Deno.test("a damaged artifact is named, set aside and made again, and nothing else is", () =>
  withStore(async (store) => {
    const { capabilities, ran, notes } = machine();
    await run(store, capabilities);
    await Deno.writeTextFile(
      join(artifactPath(store, stepOf("train seed2")), "figures/a.txt"),
      "trbin seed2",
    );
    const again = await run(store, capabilities);
    assertEquals([again.made, ran.length], [["train seed2"], 9]);
    assertMatch(
      notes.join("\n"),
      /Damaged artifact .*figures\/a.txt does not have the digest.*"train PLRNN, seed 2" runs again/,
    );
    assertEquals([...Deno.readDirSync(join(store, "damaged"))].length, 1);
  }));

Deno.test("a step that fails stops only those that need it, and what is finished is kept", () =>
  withStore(async (store) => {
    const broken = machine((step, spec) => step === "train" && spec.seed === 1);
    const result = await run(store, broken.capabilities);
    assertEquals(result.failed.map(({ id, error }) => [id, error._tag]), [[
      "train seed1",
      "EnvironmentFault",
    ]]);
    assertEquals([...result.skipped].sort(), ["evaluate seed1", "lyapunov seed1", "report"]);
    assertEquals(result.made.includes("evaluate seed2"), true);
    assertEquals(result.report, null);
    const mended = machine();
    const after = await run(store, mended.capabilities);
    assertEquals(after.made.length, 4);
    assertEquals(after.report === null, false);
  }));

Deno.test("two engines on one store share the work and both end well", () =>
  withStore(async (store) => {
    const [one, other] = [machine(), machine()];
    const results = await Promise.all([run(store, one.capabilities), run(store, other.capabilities)]);
    assertEquals(results.map(({ failed, report }) => [failed.length, report === null]), [[0, false], [
      0,
      false,
    ]]);
    assertEquals(one.ran.length + other.ran.length, plan.steps.length);
  }));

/** Processes that end badly where they would throw, as real ones do. */
const failing = ({ deno }: Processes): Processes => ({
  deno: (args, onLine) => () =>
    deno(args, onLine)().catch((error) => E.right({ code: 3, errorTail: String(error) })),
});

Deno.test("two engines without locks do the work twice, one's artifacts stay, and both end well", () =>
  withStore(async (store) => {
    for (let round = 0; round < 5; round++) {
      const engines = [machine(), machine()];
      const results = await Promise.all(
        engines.map(({ capabilities }) =>
          run(store, {
            ...capabilities,
            processes: failing(capabilities.processes),
            files: { ...capabilities.files, lock: () => TE.right(() => {}) },
          })
        ),
      );
      assertEquals(results.map(({ failed, report }) => [failed, report === null]), [[[], false], [
        [],
        false,
      ]]);
      const third = machine();
      assertEquals((await run(store, third.capabilities)).found.length, plan.steps.length);
      await Deno.remove(join(store, "artifacts"), { recursive: true });
    }
  }));

Deno.test("two engines that find the same damage set it aside once and both end well", () =>
  withStore(async (store) => {
    await run(store, machine().capabilities);
    const damaged = join(artifactPath(store, stepOf("train seed2")), "figures/a.txt");
    for (let round = 1; round <= 5; round++) {
      await Deno.writeTextFile(damaged, "trbin seed2");
      const engines = [machine(), machine(), machine()];
      const results = await Promise.all(engines.map(({ capabilities }) => run(store, capabilities)));
      assertEquals(
        results.map(({ failed, report }) => [failed, report === null]),
        engines.map(() => [[], false]),
      );
      assertEquals(engines.flatMap(({ ran }) => ran), ["train seed2"]);
      assertEquals([...Deno.readDirSync(join(store, "damaged"))].length, round);
    }
  }));

Deno.test("a step that is not to be started is skipped with what needs it, and a later call makes it", () =>
  withStore(async (store) => {
    for (const jobs of [1, 2]) {
      const { capabilities, ran } = machine();
      const seen: (readonly string[])[] = [];
      const own = join(store, String(jobs));
      const result = await runPlan(plan, {
        store: own,
        jobs,
        mayStart: ({ id }, made) => {
          seen.push(made.map((step) => step.id));
          return id !== "train seed2";
        },
      })(capabilities)();
      if (E.isLeft(result)) throw new Error(JSON.stringify(result.left));
      assertEquals([...result.right.skipped].sort(), [
        "evaluate seed2",
        "lyapunov seed2",
        "report",
        "train seed2",
      ]);
      assertEquals(result.right.failed, []);
      assertEquals([...result.right.made].sort(), [...ran].sort());
      assertEquals(seen.at(-1)!.every((id) => ran.includes(id)), true);
      const rest = await run(own, machine().capabilities);
      assertEquals([rest.made.length, rest.report !== null], [4, true]);
    }
  }));
