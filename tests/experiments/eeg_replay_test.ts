/**
 * An LSTM of 100 units that was trained on the authors' electroencephalogram repeats the recording, row by row: what
 * docs/paper.md says of it is computed here from the weights that are published.
 */
import { assertGreater, assertLess } from "@std/assert/mod.js";
import { generated } from "../../lib/library/steps.ts";
import type { Model } from "../../lib/networks/model.ts";
import { decodeWeights } from "../../lib/networks/safetensors.ts";
import type { Series } from "../../lib/series/series.ts";
import spec from "../../experiments/eeg_units.ts";
import { planExperiment } from "../../lib/engine/experiment.ts";
import { right } from "../either.ts";
import { trainingRows } from "./support/recording.ts";

const root = new URL("../../", import.meta.url);
/** A published network at τ = 50. */
const published = (units: number, seed: number): Model => {
  const id = `LSTM-units${units}-tau50-seed${seed}`;
  const { runs } = right(planExperiment("eeg_units.ts", spec, { profile: "paper" }));
  const { settings: { cell, observation } } = runs.find((run) => run.id === id)!;
  const bytes = Deno.readFileSync(new URL(`fixtures/ledger/eeg-units/${id}.safetensors`, root));
  return { cell, observation, observations: 10, weights: right(decodeWeights(bytes, id)).weights };
};

/** For a step of a free run, the row of the recording that is nearest, and how far it is (root mean square over the columns). */
const nearestRow = (recording: Series, free: Series, step: number) => {
  const { columns, rows } = recording;
  const distance = (row: number): number => {
    let sum = 0;
    for (let c = 0; c < columns; c++) {
      sum += (free.values[step * columns + c]! - recording.values[row * columns + c]!) ** 2;
    }
    return Math.sqrt(sum / columns);
  };
  const distances = Array.from({ length: rows }, (_, row) => distance(row));
  const row = distances.reduce((best, here, at) => here < distances[best]! ? at : best, 0);
  return { row, distance: distances[row]! };
};

/** Seeds, and how far from the recording a network may be when it goes round in its end. */
for (const [seed, near] of [[1, 0.05], [2, 0.05], [3, 0.15]] as const) {
  Deno.test(`LSTM of 100 units, seed ${seed}: the free run repeats the recording, then goes round in its end`, () => {
    const recording = trainingRows("eeg.npy", 1, 0.2);
    if (recording === undefined) return;
    const free = right(generated(published(100, seed), recording, 20_000));
    for (const step of [1000, 2000, 3000, 4000, 5000, 6000, 7000]) {
      const { row, distance } = nearestRow(recording, free, step);
      assertLess(Math.abs(row - step), 130);
      assertLess(distance, 0.1);
    }
    for (const step of [8000, 10_000, 12_000, 14_000, 16_000, 19_999]) {
      const { row, distance } = nearestRow(recording, free, step);
      assertGreater(row, recording.rows - 800);
      assertLess(distance, near);
    }
  });
}

Deno.test("LSTMs of 30 units: after 5000 steps no free run is near the row where a replay would be", () => {
  const recording = trainingRows("eeg.npy", 1, 0.2);
  if (recording === undefined) return;
  for (const seed of [1, 2, 3, 4, 5]) {
    const free = right(generated(published(30, seed), recording, 5001));
    assertGreater(nearestRow(recording, free, 5000).distance, 0.2);
  }
});
