import { assert, assertEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import {
  decode,
  integer,
  oneOf,
  optional,
  positiveInteger,
  record,
  variant,
} from "../../lib/core/codec/codec.ts";
import { type ExperimentInput, readExperiment } from "../../lib/experiment/experiment.ts";
import { labelsOfAll, labelValueInWords } from "../../lib/core/codec/labels.ts";
import { trainingFields } from "../../lib/training/settings.ts";

const settings = {
  cell: variant("PLRNN", { units: positiveInteger }),
  forcing: variant("sparse", { interval: positiveInteger }),
  epochs: optional(positiveInteger, 3000),
  seed: optional(integer, 1),
};
const vocabulary = {
  settings,
  claim: oneOf("holds"),
  figure: oneOf("loss"),
  checkClaims: () => [],
  check: ({ epochs = 0 }: { readonly epochs?: number }) =>
    epochs > 5000 ? [{ path: "$.epochs", found: String(epochs), expected: "at most 5000" }] : [],
};
type Input = ExperimentInput<typeof settings, "holds", "loss">;

const sparse = (interval: number) => ({ kind: "sparse", interval }) as const;
const spec: Input = {
  name: "toy",
  title: "A toy",
  settings: { cell: { kind: "PLRNN", units: 30 } },
  sweep: [{ forcing: [sparse(5), sparse(30)], seed: [1, 2] }],
  claims: ["holds"],
  profiles: { ci: { settings: { epochs: 10 }, sweep: [{ forcing: [sparse(30)] }] } },
};

const resolve = (input: unknown, options: { profile?: string; seed?: number } = {}) =>
  readExperiment(vocabulary, input, options);
const ids = (input: unknown, options: { profile?: string; seed?: number } = {}) => {
  const resolved = resolve(input, options);
  return E.isLeft(resolved) ? resolved.left.map(({ path }) => path) : resolved.right.runs.map(({ id }) => id);
};

Deno.test("a sweep is the product of its lists, and settings are complete", () => {
  assertEquals(ids(spec), ["PLRNN-tau5-seed1", "PLRNN-tau5-seed2", "PLRNN-tau30-seed1", "PLRNN-tau30-seed2"]);
  const resolved = resolve(spec);
  assertEquals(E.isRight(resolved) && resolved.right.runs[2]!.settings, {
    cell: { kind: "PLRNN", units: 30 },
    forcing: { kind: "sparse", interval: 30 },
    epochs: 3000,
    seed: 1,
  });
});

Deno.test("a profile changes settings key by key and the sweep as a whole", () => {
  assertEquals(ids(spec, { profile: "ci" }), ["PLRNN-tau30-seed1"]);
  const resolved = resolve(spec, { profile: "ci" });
  assertEquals(E.isRight(resolved) && resolved.right.runs[0]!.settings.epochs, 10);
  assertEquals(E.isRight(resolved) && resolved.right.claims, ["holds"]);
  assertEquals(ids(spec, { profile: "papr" }), [""]);
});

Deno.test("sweeps are united, and a point that two of them share is run once", () => {
  assertEquals(ids({ ...spec, sweep: [{ forcing: [sparse(5)] }, { forcing: [sparse(5), sparse(30)] }] }), [
    "PLRNN-tau5-seed1",
    "PLRNN-tau30-seed1",
  ]);
});

Deno.test("sparse forcing is named where there are other schemes, and only there", () => {
  const labels = (schemes: readonly string[]) =>
    labelsOfAll(schemes.map((kind) => ({ forcing: { kind, interval: 30 } })), new Set(["forcing"]));
  assertEquals(labels(["sparse", "sparse"]), [{ "τ": 30 }, { "τ": 30 }]);
  assertEquals(labels(["sparse", "annealed"]), [
    { forcing: "sparse", "τ": 30 },
    { forcing: "annealed", "τ": 30 },
  ]);
});

Deno.test("labels tell cells of one kind apart by the options in which they differ, and give other cells none of these", () => {
  const cells = [
    { kind: "AL-RNN", units: 30, ramps: 2 },
    { kind: "AL-RNN", units: 30, ramps: 10 },
    { kind: "shPLRNN", units: 30, hidden: 50 },
  ];
  assertEquals(labelsOfAll(cells.map((cell) => ({ cell })), new Set(["cell"])), [
    { cell: "AL-RNN", units: 30, ramps: 2 },
    { cell: "AL-RNN", units: 30, ramps: 10 },
    { cell: "shPLRNN", units: 30 },
  ]);
});

Deno.test("labels that follow from others are left out where ids would be too long for files, the last ones first", () => {
  const batches = (length: number) => ({ windows: 16, length, perEpoch: 50 });
  const evaluation = { steps: 100_000, transient: 25_000, keep: 20_000, baselines: 5, measures: 6 };
  const regularisation = {
    l2: 0,
    manifoldAttractor: 0,
    manifoldShare: 0.5,
    latentL2: 1e-5,
    observationL2: 1e-6,
  };
  const runs = [200, 221].map((length) => ({
    forcing: { kind: "sparse", interval: length },
    batches: batches(length),
    regularisation,
    evaluation,
  }));
  const labels = (...swept: readonly string[]) =>
    labelsOfAll(runs, new Set(["forcing", ...swept])).map((each) => Object.keys(each));
  assertEquals(labels("batches"), [["τ", "batches"], ["τ", "batches"]]);
  assertEquals(
    labels("batches", "regularisation", "evaluation"),
    Array(2).fill(["τ", "batches", "regularisation"]),
  );
  const same = runs.map(({ batches, regularisation }) => ({ batches, regularisation, evaluation }));
  const swept = new Set(["batches", "regularisation", "evaluation"]);
  assertEquals(
    labelsOfAll(same, swept).map((each) => Object.keys(each)),
    Array(2).fill(["batches", "regularisation"]),
  );
});

Deno.test("--seed moves all seeds and keeps their number", () => {
  assertEquals(ids(spec, { seed: 7 }), [
    "PLRNN-tau5-seed7",
    "PLRNN-tau5-seed8",
    "PLRNN-tau30-seed7",
    "PLRNN-tau30-seed8",
  ]);
});

Deno.test("faults of the spec have their paths", () => {
  assertEquals(ids({ ...spec, sweep: [{ forcing: [sparse(5), sparse(-1)] }] }), [
    "$.sweep[0].forcing[1].interval",
  ]);
  assertEquals(ids({ ...spec, sweep: [] }), ["$.settings.forcing"]);
  assertEquals(ids({ ...spec, settings: { ...spec.settings, epochs: 6000 } }), ["$.settings.epochs"]);
  assertEquals(ids({ ...spec, name: "No Spaces", titel: "x" }), ["$.name", "$.titel"]);
  assertEquals(ids({ ...spec, profiles: { ci: { settings: { epoch: 1 } } } }), [
    "$.profiles.ci.settings.epoch",
  ]);
});

Deno.test("a fault between settings is reported at its value, and beside faults of single fields", () => {
  assertEquals(ids({ ...spec, sweep: [{ forcing: [sparse(5)], epochs: [10, 6000] }] }), [
    "$.sweep[0].epochs[1]",
  ]);
  assertEquals(ids({ ...spec, profiles: { ci: { settings: { epochs: 6000 } } } }, { profile: "ci" }), [
    "$.profiles.ci.settings.epochs",
  ]);
  const several = {
    ...spec,
    settings: { cell: { kind: "PLRNN", units: "30" }, epochs: 6000 },
    sweep: [{ forcing: [{ kind: "spars", interval: 5 }, sparse(-30)] }],
    titel: "x",
  };
  assertEquals(ids(several), [
    "$.settings.cell.units",
    "$.sweep[0].forcing[0].kind",
    "$.sweep[0].forcing[1].interval",
    "$.titel",
    "$.settings.epochs",
  ]);
  assertEquals(ids({ ...several, settings: 3, sweep: [7, { epochs: ["6000", 6000] }] }), [
    "$.settings",
    "$.sweep[0]",
    "$.sweep[1].epochs[0]",
    "$.titel",
    "$.sweep[1].epochs[1]",
  ]);
});

Deno.test("an experiment survives the way through JSON", () => {
  assertEquals(resolve(JSON.parse(JSON.stringify(spec))), resolve(spec));
  assertEquals(decode(record({}), {}), E.right({}));
});

Deno.test("a profile is one of the spec's own, and its name is no path", () => {
  for (const profile of ["constructor", "toString", "__proto__", "x/../../../../escaped"]) {
    assertEquals(ids(spec, { profile }), [""]);
  }
  const escaping = JSON.parse('{"x/../../../../escaped": {}, "..": {}, "__proto__": {}}');
  const found = resolve({ ...spec, profiles: escaping });
  assertEquals(E.isLeft(found) && found.left.map(({ found }) => found), ['"x/../../../../escaped"', '".."']);
  const long = "x".repeat(101);
  assertEquals(ids({ ...spec, name: long }), ["$.name"]);
  assert(E.isLeft(resolve({ ...spec, profiles: { [long]: {} } })));
});

Deno.test("words leave out of batches what is a default, and nothing else", () => {
  const { batches } = trainingFields;
  const { windows, perEpoch } = batches.fallback;
  const inWords = (change: Readonly<Record<string, number>>): string =>
    labelValueInWords(
      "batches",
      Object.entries({ windows, length: 50, perEpoch, ...change }).map((part) => part.join(" ")).join(", "),
    );
  assertEquals(
    [{}, { windows: 16 }, { perEpoch: 1 }, { windows: 16, perEpoch: 2 }].map(inWords),
    [
      "windows of 50 steps",
      "16 windows of 50 steps",
      "windows of 50 steps, 1 batch per epoch",
      "16 windows of 50 steps, 2 batches per epoch",
    ],
  );
});
