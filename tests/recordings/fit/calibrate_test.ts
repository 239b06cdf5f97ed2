/** Updates are timed in a process like those that will train. */
import { assert, assertEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { FAST_FLAGS, type FastWay, fastWay } from "../../../lib/engine/fast.ts";
import type { Capabilities, ProcessEnd } from "../../../lib/core/program/program.ts";
import { type Timed, updateCosts } from "../../../lib/recordings/fit/budget.ts";
import type { TimingTask } from "../../../lib/engine/time_updates.ts";
import { denoCapabilities } from "../../../lib/steps/capabilities.ts";
import { right } from "fp-ts/ReaderTaskEither.js";

const batches = { windows: 4, length: 10, perEpoch: 2 };
const timed = {
  sparse: {
    cell: { kind: "PLRNN", units: 4 },
    observation: { kind: "linear" },
    forcing: { kind: "sparse", interval: 5 },
    batches,
  },
  generalized: {
    cell: { kind: "shPLRNN", units: 2, hidden: 5 },
    observation: { kind: "identity" },
    forcing: { kind: "generalized", alpha: 0.1 },
    batches,
  },
} as const;
const series = { rows: 300, columns: 2 };

const way = (flags: readonly string[]): FastWay => ({ flags: right(flags), abandon: () => right(undefined) });

/** A machine whose processes say some lines and end somehow; what they were started with. */
const machine = (lines: readonly string[], end: ProcessEnd = { code: 0, errorTail: "" }) => {
  const started: (readonly string[])[] = [];
  const capabilities: Capabilities = {
    ...denoCapabilities,
    processes: {
      deno: (args, onLine) => {
        started.push(args);
        lines.forEach(onLine);
        return () => Promise.resolve(E.right(end));
      },
    },
  };
  return { capabilities, started };
};

for (const flags of [[], FAST_FLAGS]) {
  Deno.test(`updates are timed under ${flags.length === 0 ? "no flags" : "the flags of fast trainings"}`, async () => {
    const { capabilities, started } = machine(['{"seconds":[0.25,0.5]}']);
    const costs = await updateCosts(timed, series, way(flags))(capabilities)();
    assertEquals(costs, E.right({ sparseUpdate: 0.25, generalizedUpdate: 0.5 }));
    const [args] = started;
    const given = args!.filter((argument) => argument.startsWith("--v8-flags="));
    assertEquals(given, flags.length === 0 ? [] : [`--v8-flags=${flags.join(",")}`]);
    const { trainings, fast, ...rest } = JSON.parse(args!.at(-1)!) as TimingTask;
    assertEquals(trainings.map(({ cell }) => cell.kind), ["PLRNN", "shPLRNN"]);
    assertEquals([started.length, fast, rest], [1, flags.length > 0, series]);
  });
}

Deno.test("where a fast process crashes, updates are timed in a checked one", async () => {
  const { capabilities, started } = machine(['{"seconds":[0.25,0.5]}']);
  const { deno } = capabilities.processes;
  const crashing: Capabilities["processes"]["deno"] = (args, onLine) =>
    args.some((argument) => argument.startsWith("--v8-flags="))
      ? () => Promise.resolve(E.right({ code: 139, errorTail: "" }))
      : deno(args, onLine);
  const costs = await updateCosts(timed, series, way(FAST_FLAGS))({
    ...capabilities,
    processes: { deno: crashing },
  })();
  assertEquals(costs, E.right({ sparseUpdate: 0.25, generalizedUpdate: 0.5 }));
  assertEquals((JSON.parse(started[0]!.at(-1)!) as TimingTask).fast, false);
});

Deno.test("a process that cannot time says why, and so does one that ends early", async () => {
  const error = { _tag: "BadUsage", what: "no", mend: "yes" };
  const saying = machine([JSON.stringify({ error })]);
  assertEquals(await updateCosts(timed, series, way([]))(saying.capabilities)(), E.left(error as never));
  const killed = machine([], { code: 137, errorTail: "" });
  const result = await updateCosts(timed, series, way([]))(killed.capabilities)();
  assert(E.isLeft(result) && result.left._tag === "StepFailed" && /was killed/.test(result.left.what));
});

Deno.test("a cell that cannot be trained is found before any process starts", async () => {
  const { capabilities, started } = machine([]);
  const wrong: Timed = { ...timed.sparse, cell: { kind: "PLRNN", units: 0 } };
  const result = await updateCosts({ ...timed, sparse: wrong }, series, way([]))(capabilities)();
  assertEquals([E.isLeft(result) && result.left._tag, started.length], ["CannotCompute", 0]);
});

Deno.test("both kinds of process time an update of both cells", async () => {
  const store = await Deno.makeTempDir();
  try {
    for (const checked of [true, false]) {
      const costs = await updateCosts(timed, series, fastWay(store, checked))(denoCapabilities)();
      if (E.isLeft(costs)) throw new Error(JSON.stringify(costs.left));
      const { sparseUpdate, generalizedUpdate } = costs.right;
      assert(sparseUpdate > 0 && generalizedUpdate > 0, JSON.stringify(costs.right));
    }
    const long = { windows: 4, length: 1000, perEpoch: 2 };
    const refused = await updateCosts(
      { ...timed, sparse: { ...timed.sparse, batches: long } },
      series,
      fastWay(store, true),
    )(denoCapabilities)();
    assertEquals(E.isLeft(refused) && refused.left._tag, "CannotCompute");
  } finally {
    await Deno.remove(store, { recursive: true });
  }
});
