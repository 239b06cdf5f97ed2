/** The loss of a rollout in float64, straight from lib/networks/schedule.ts, and its gradient by central differences. */
import type { Weights } from "../../lib/networks/cell.ts";
import { type Model, modelMap, observationMatrices } from "../../lib/networks/model.ts";
import { forcingMask, type Network } from "../../lib/networks/network.ts";
import { observationModelOf } from "../../lib/networks/observations/catalogue.ts";
import type { ForcingSchedule } from "../../lib/networks/schedule.ts";
import type { Windows } from "../../lib/training/batches.ts";

/** Weights in float64; what reads them converts to float64 in any case. */
export type ExactWeights = Readonly<Record<string, { shape: readonly number[]; values: Float64Array }>>;

const modelOf = (network: Network, weights: ExactWeights): Model => ({
  ...network,
  weights: weights as unknown as Weights,
});

/**
 * @param kept The states at detached steps of an unperturbed rollout, and those that forcing pulls to where they count as
 * data, which a perturbed one must take over; when it is empty, it receives them.
 */
const lossOf = (
  network: Network,
  weights: ExactWeights,
  data: Windows,
  starts: Int32Array,
  { strength, reset, detach }: ForcingSchedule,
  kept: Map<string, Float64Array>,
): number => {
  const model = modelOf(network, weights);
  const map = modelMap(model);
  const { observe, control, bias = new Float64Array(data.observations) } = observationMatrices(model);
  const firstOnly = observationModelOf(network.observation).gradientThroughFirstOnly?.(network.observation);
  const { observations: N, length } = data;
  const M = network.cell.units;
  const mask = forcingMask(network);
  const recording = kept.size === 0;
  let sum = 0;
  for (const start of starts) {
    let z = new Float64Array(map.dimension);
    for (let t = 0; t < length; t++) {
      const x = data.values.subarray((start + t) * N, (start + t + 1) * N);
      if (reset[t] === 1) z.fill(0);
      if (detach[t] === 1) {
        if (recording) kept.set(`${start}/${t}`, z.slice());
        else z = kept.get(`${start}/${t}`)!.slice() as Float64Array<ArrayBuffer>;
      }
      const alpha = strength[t]!;
      for (let i = 0; alpha > 0 && i < map.dimension; i++) {
        let forced = 0;
        for (let n = 0; i < M && n < N; n++) forced += control[i * N + n]! * (x[n]! - bias[n]!);
        if (firstOnly === true && t > 0) {
          const place = `${start}/${t}/${i}`;
          if (recording) kept.set(place, Float64Array.of(forced));
          else forced = kept.get(place)![0]!;
        }
        z[i] = z[i]! + alpha * mask[i]! * (forced - z[i]!);
      }
      const next = new Float64Array(map.dimension);
      map.step(z, next);
      z = next;
      for (let n = 0; n < N; n++) {
        let predicted = bias[n]!;
        for (let i = 0; i < M; i++) predicted += observe[n * M + i]! * z[i]!;
        sum += (data.values[(start + t + 1) * N + n]! - predicted) ** 2;
      }
    }
  }
  return sum / (length * starts.length * N);
};

/** The loss and its gradient by every weight. */
export const lossAndGradientInDoublePrecision = (
  network: Network,
  weights: Weights,
  data: Windows,
  starts: Int32Array,
  schedule: ForcingSchedule,
): { readonly loss: number; readonly gradient: Readonly<Record<string, Float64Array>> } => {
  const exact: ExactWeights = Object.fromEntries(
    Object.entries(weights).map((
      [name, { shape, values }],
    ) => [name, { shape, values: Float64Array.from(values) }]),
  );
  const kept = new Map<string, Float64Array>();
  const at = () => lossOf(network, exact, data, starts, schedule, kept);
  const loss = at();
  const step = 1e-6;
  const gradient = Object.fromEntries(
    Object.entries(exact).map(([name, { values }]) => [
      name,
      values.map((value, index) => {
        values[index] = value + step;
        const up = at();
        values[index] = value - step;
        const down = at();
        values[index] = value;
        return (up - down) / (2 * step);
      }),
    ]),
  );
  return { loss, gradient };
};
