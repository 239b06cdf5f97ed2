/** Starts by regression: their bits, what they know of trials, what they refuse, and that a network can stay as it starts. */
import { assert, assertEquals, assertLess, assertMatch } from "@std/assert/mod.js";
import { digestOfBytes } from "../../lib/core/codec/canonical.ts";
import { decode } from "../../lib/core/codec/codec.ts";
import { resolve } from "../../lib/engine/experiment.ts";
import { trainNetwork } from "../../lib/library/steps.ts";
import { lyapunovSpectrum } from "../../lib/lyapunov/spectrum.ts";
import { mapTangent } from "../../lib/lyapunov/tangent_map.ts";
import type { Weights } from "../../lib/networks/cell.ts";
import { modelMap } from "../../lib/networks/model.ts";
import { encodeWeights } from "../../lib/networks/safetensors.ts";
import { loadTensorFlow } from "../../lib/networks/tensorflow.ts";
import { cos, sin } from "../../lib/numerics/elementary.ts";
import { type Series, seriesOf } from "../../lib/series/series.ts";
import { regressionStart } from "../../lib/training/regression_start.ts";
import { trainingSettings } from "../../lib/training/settings.ts";
import { lorenzSeries } from "./lorenz.ts";

/** Lorenz at ρ = 28, whose exponents are known. */
const lorenz = lorenzSeries(4000, 28);
/** The weights of the first test. */
const GOLDEN = "sha256:86196492118d05b38585428f36dbd3d274770f888adc8a1a8739832e928e1490";

const cell = { kind: "shRNN", units: 3, hidden: 80 } as const;
const observation = { kind: "identity" } as const;
const asked = {
  cell,
  observation,
  forcing: { kind: "none" },
  start: { scale: 0.5, ridge: 1e-11 },
  epochs: 0,
} as const;

const startOf = (
  series: Series,
  changes: object = {},
  trials?: readonly { start: number; end: number }[],
) => {
  const settings = decode(trainingSettings, { ...asked, ...changes });
  assert(settings._tag === "Right", JSON.stringify(settings));
  return regressionStart(settings.right, series, trials === undefined ? {} : { trials });
};

const weightsOf = (start: ReturnType<typeof startOf>): Weights => {
  assert(start._tag === "Right" && start.right !== undefined, JSON.stringify(start));
  return start.right;
};

/** The largest error of one step, over some rows. */
const errorOf = (weights: Weights, { values, columns }: Series, from: number, to: number): number => {
  const map = modelMap({ cell, observation, observations: columns, weights });
  const next = new Float64Array(columns);
  let worst = 0;
  for (let row = from; row < to - 1; row++) {
    map.step(values.slice(row * columns, (row + 1) * columns), next);
    next.forEach((value, c) => worst = Math.max(worst, Math.abs(value - values[(row + 1) * columns + c]!)));
  }
  return worst;
};

Deno.test("a start has the same bits everywhere, and other bits with another seed", () => {
  const digest = (seed: number) => digestOfBytes(encodeWeights(weightsOf(startOf(lorenz, { seed }))));
  assertEquals(digest(1), GOLDEN);
  assert(digest(2) !== GOLDEN);
});

Deno.test("without an update a network has the exponents of the Lorenz system, zero among them", async () => {
  await loadTensorFlow();
  const { cell: _, ...options } = asked;
  const model = trainNetwork(lorenz, cell, options);
  assert(model._tag === "Right", JSON.stringify(model));
  assertEquals(model.right.weights, weightsOf(startOf(lorenz)));
  const state = lorenz.values.slice(0, 3);
  const found = lyapunovSpectrum(mapTangent(modelMap(model.right)), {
    state,
    k: 2,
    steps: 20_000,
    unit: "nats/time",
    dt: lorenz.dt,
  });
  assert(found._tag === "Right");
  const [first, second] = found.right.exponents;
  assertLess(Math.abs(first! - 0.906), 0.1);
  assertLess(Math.abs(second!), 0.03);
});

Deno.test("no step leads from one trial to the next", () => {
  const rows = 400;
  const circle = (radius: number): readonly (readonly number[])[] =>
    Array.from({ length: rows }, (_, t) => {
      const angle = t / 10;
      return [radius * cos(angle), radius * sin(angle), 0];
    });
  const both = seriesOf([...circle(1), ...circle(2)], 1);
  const trials = [{ start: 0, end: rows }, { start: rows, end: 2 * rows }];
  const apart = errorOf(weightsOf(startOf(both, {}, trials)), both, 0, rows);
  const joined = errorOf(weightsOf(startOf(both)), both, 0, rows);
  assertLess(apart, 1e-4);
  assertLess(10 * apart, joined);
});

Deno.test("a penalty under which the equations have no solution is raised until they have one", () => {
  const weights = weightsOf(startOf(lorenz, { start: { scale: 0.5, ridge: 1e-22 } }));
  assert(Object.values(weights).every(({ values }) => values.every(Number.isFinite)));
  assertLess(errorOf(weights, lorenz, 0, 1000), 0.05);
});

Deno.test("what cannot start by regression is refused with the reason, before anything is trained", () => {
  const why = (changes: object): string => {
    const start = startOf(lorenz, changes);
    assert(start._tag === "Left");
    return JSON.stringify(start.left);
  };
  assertMatch(why({ cell: { kind: "PLRNN", units: 3 } }), /the cell \\"PLRNN\\" has no such start/);
  assertMatch(why({ observation: { kind: "linear" } }), /the observation model is \\"linear\\"/);
  assertMatch(why({ cell: { ...cell, units: 4 } }), /units have to be the 3 observed variables/);
  assertMatch(
    JSON.stringify(startOf(seriesOf([[1, 2, 3]], 1))),
    /determine no weights/,
  );
  assertEquals(startOf(lorenz, { start: undefined }), { _tag: "Right", right: undefined });
  const resolved = resolve("here", {
    name: "a",
    title: "A",
    settings: {
      dataset: { source: { kind: "system", system: "lorenz", steps: 1000 } },
      ...asked,
      cell: { kind: "PLRNN", units: 3 },
    },
  }, {});
  assert(resolved._tag === "Left");
  assertMatch(JSON.stringify(resolved.left), /\$\.settings\.start/);
});
