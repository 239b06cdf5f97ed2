/** The cell of examples/my_cell.ts does in memory all that a cell of the catalogue does. */
import { assert, assertEquals } from "@std/assert/mod.js";
import { loadTensorFlow } from "../../cells.ts";
import { generated, type Model, networkSpectrum, trainNetwork } from "../../mod.ts";
import leaky from "../../examples/my_cell.ts";
import { damagedAddress } from "../../lib/networks/kernels/arena.ts";
import { decode } from "../../lib/core/codec/codec.ts";
import { gradientNormsAlong } from "../../lib/lyapunov/gradient_norms.ts";
import { mapTangent } from "../../lib/lyapunov/tangent_map.ts";
import { evaluateMeasure, measureCodec } from "../../lib/measures/catalogue.ts";
import { initialState, modelMap } from "../../lib/networks/model.ts";
import { lorenzSeries } from "../training/lorenz.ts";
import { right } from "../either.ts";

await loadTensorFlow();

Deno.test("a user's own cell trains, runs freely, has exponents and is measured", () => {
  const series = lorenzSeries(5000);
  const trained = (epochs: number) =>
    right(trainNetwork(series, leaky.of({ units: 16 }), {
      forcing: { kind: "sparse", interval: 10 },
      batches: { windows: 16, length: 50, perEpoch: 20 },
      epochs,
      optimiser: { kind: "adam", learningRate: 5e-3 },
    }));
  const model = trained(40);
  const spectrum = right(networkSpectrum(model, series, { steps: 4000 }));
  assert(spectrum.exponents[0]! > -0.05 && spectrum.exponents[0]! < 0.1);
  const state = initialState(model, series.values.slice(0, 3));
  const norms = right(
    gradientNormsAlong(mapTangent(modelMap(model)), {
      state,
      lengths: [10, 30, 100],
      starts: 2,
      transient: 100,
    }),
  );
  assert(Math.abs(norms.slope.value - spectrum.exponents[0]!) < 0.05);
  const divergence = (network: Model): number => {
    const settings = right(decode(measureCodec, { kind: "D_stsp" }));
    const run = right(generated(network, series, 4000));
    return evaluateMeasure(settings, { truth: series, generated: run }).value!;
  };
  assert(divergence(model) < 0.9 * divergence(trained(1)));
  assertEquals(damagedAddress(), null);
});

Deno.test("the example takes fifteen lines for the cell", async () => {
  const source = await Deno.readTextFile(new URL("../../examples/my_cell.ts", import.meta.url));
  const lines = source.slice(source.indexOf("const leaky")).split("\n").filter((line) => line.trim() !== "");
  assert(lines.length <= 15, `it takes ${lines.length}`);
});
