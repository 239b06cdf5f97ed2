/** The cell of examples/my_cell.ts does in memory all that a cell of the catalogue does. */
import { assert, assertEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import {
  decode,
  evaluate,
  freeRun,
  gradientNorms,
  initialState,
  loadTensorFlow,
  lyapunovSpectrum,
  mapTangent,
  measureCodec,
  modelMap,
  modelOf,
  networkOf,
  observe,
  train,
  trainingSettings,
} from "../../mod.ts";
import leaky from "../../examples/my_cell.ts";
import { damagedAddress } from "../../lib/kernels/arena.ts";
import { lorenzSeries } from "../training/lorenz.ts";

await loadTensorFlow();

const right = <A>(either: E.Either<unknown, A>): A => {
  if (E.isLeft(either)) throw new Error(JSON.stringify(either.left));
  return either.right;
};

Deno.test("a cell of your own trains, runs freely, has exponents and is measured", () => {
  const series = lorenzSeries(5000);
  const settings = right(decode(trainingSettings, {
    cell: leaky.of({ units: 16 }),
    forcing: { kind: "sparse", interval: 10 },
    batches: { windows: 16, length: 50, perEpoch: 20 },
    epochs: 40,
    optimiser: { kind: "adam", learningRate: 5e-3 },
  }));
  const training = right(train(settings, series, { predictabilitySteps: null }));
  let next = training.next();
  while (!next.done) next = training.next();
  const { outcome, weights, history, untraced } = next.value;
  assertEquals([outcome.kind, untraced], ["trained", undefined]);
  assert(history.loss.at(-1)! < 0.05 * history.loss[0]!, `the loss fell to ${history.loss.at(-1)} only`);

  const { cell, observation } = settings;
  const model = right(modelOf(right(networkOf({ cell, observation, observations: 3 })), weights));
  const state = initialState(model, series.values.slice(0, 3));
  const run = freeRun(model, state, 4000, { transient: 200 });
  assert(run.kind === "finite");
  const tangent = mapTangent(modelMap(model));
  const spectrum = right(lyapunovSpectrum(tangent, { state, steps: 4000, k: 3, unit: "nats/step" }));
  assert(spectrum.exponents[0]! > -0.05 && spectrum.exponents[0]! < 0.1);
  const norms = right(gradientNorms(tangent, { state, lengths: [10, 30, 100], starts: 2, transient: 100 }));
  assert(Math.abs(norms.slope.value - spectrum.exponents[0]!) < 0.05);

  const generated = { values: observe(model, run.states), rows: 4000, columns: 3, dt: series.dt };
  const measured = evaluate(right(decode(measureCodec, { kind: "D_stsp" })), { truth: series, generated });
  assert(measured.value !== null && measured.value > 0 && measured.value < 20, JSON.stringify(measured));
  assertEquals(damagedAddress(), null);
});

Deno.test("the example takes fifteen lines for the cell", async () => {
  const source = await Deno.readTextFile(new URL("../../examples/my_cell.ts", import.meta.url));
  const lines = source.slice(source.indexOf("const leaky")).split("\n").filter((line) => line.trim() !== "");
  assert(lines.length <= 15, `it takes ${lines.length}`);
});
