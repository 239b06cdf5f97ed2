/**
 * One conformance suite over all cells × observation models × forcing schemes: the rollout in tf ops and the fused kernel
 * against float64 and its finite differences, and against each other.
 */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { cellCodec, cellKinds } from "../../lib/networks/catalogue.ts";
import type { Weights } from "../../lib/networks/cell.ts";
import { initialWeights, type Network } from "../../lib/networks/network.ts";
import { observationCodec, observationModels } from "../../lib/networks/observations/catalogue.ts";
import type { ForcingSchedule } from "../../lib/networks/schedule.ts";
import { loadTensorFlow } from "../../lib/networks/tensorflow.ts";
import { stream, uniforms } from "../../lib/numerics/random.ts";
import { type Codec, decode } from "../../lib/core/codec/codec.ts";
import { type Windows, windowsOf, windowStarts } from "../../lib/training/batches.ts";
import { hasKernel } from "../../lib/networks/kernels/cells.ts";
import { hasObservation } from "../../lib/networks/kernels/rollout.ts";
import { forcingCodec, forcingKinds, prepareForcing } from "../../lib/training/forcing/catalogue.ts";
import type { ForcingScheme } from "../../lib/training/forcing/scheme.ts";
import { forcedEvery } from "../../lib/training/forcing/scheme.ts";
import { differentiate } from "../../lib/training/gradient.ts";
import { layoutOf, setBlock, weightsOf } from "../../lib/training/parameters.ts";
import { type DifferentiableRollout, referenceRollout } from "../../lib/training/reference.ts";
import { fusedRollout, tracedRollout } from "../../lib/training/rollout.ts";
import { lossAndGradientInDoublePrecision } from "./double_precision.ts";
import { lorenzSeries } from "./lorenz.ts";
import { learntOf } from "./learnt.ts";

await loadTensorFlow();

const must = <A, O>(codec: Codec<A, O>, value: unknown): A => {
  const decoded = decode(codec, value);
  if (E.isLeft(decoded)) throw new Error(JSON.stringify(decoded.left));
  return decoded.right;
};

/** Options whose values here differ from those of a kind's example. */
const sample: Readonly<Record<string, unknown>> = {
  interval: 4,
  spread: 2,
  length: 5,
  alpha: 0.3,
  hidden: 9,
};
const withSamples = (kind: string, options: object) => ({
  kind,
  ...Object.fromEntries(
    Object.keys(options).flatMap((name) => name in sample ? [[name, sample[name]]] : []),
  ),
});

const batches = { windows: 5, length: 13, perEpoch: 1 };
const data = windowsOf(lorenzSeries(300), batches);
const starts = windowStarts(stream(1, "batches"), 0, data.rows, batches);

const scheduleOf = (kind: string): ForcingSchedule => {
  const scheme: ForcingScheme = forcingKinds[kind as keyof typeof forcingKinds];
  const ready = prepareForcing(
    must(forcingCodec, { ...scheme.example, ...withSamples(kind, scheme.options) }),
    null,
  );
  if (E.isLeft(ready)) throw new Error("the forcing could not be prepared");
  const position = { length: batches.length, epoch: 2, epochs: 5, batch: 0, strength: 0.4 };
  return ready.right.schedule({ ...position, stream: stream(1, "forcing") });
};

/** An observation model, or the affine one in which all but the first forced states are data. */
const observationOf = (name: string): object =>
  name === FIRST_ONLY ? { kind: "affine", gradientThrough: "first" } : { kind: name };
const FIRST_ONLY = "affine through first";
const inKernels = Object.keys(observationModels).filter(hasObservation);
const observations = [...inKernels, FIRST_ONLY];

const networkOf = (cell: string, observation: string): Network => ({
  cell: must(cellCodec, {
    ...withSamples(cell, cellKinds[cell as keyof typeof cellKinds].options),
    units: 7,
  }),
  observation: must(observationCodec, observationOf(observation)),
  observations: 3,
});

/** Initial weights, moved a little: some start at 0, where a ramp has no slope to compare. */
const weightsFor = (network: Network): Weights =>
  Object.fromEntries(
    Object.entries(initialWeights(network, 4)).map(([name, { shape, values }]) => {
      const moves = uniforms(stream(4, "moves", name), values.length, -0.2, 0.2);
      return [name, { shape, values: values.map((value, index) => value + moves[index]!) }];
    }),
  );

const measured = (
  rollout: DifferentiableRollout,
  weights: Weights,
  schedule: ForcingSchedule,
  tape = false,
  at = starts,
): { readonly loss: number; readonly gradient: Weights } => {
  const layout = layoutOf(weights);
  const learnt = learntOf(layout.size);
  setBlock(layout, weights, learnt.weights.values());
  const differentiated = differentiate(layout, rollout, learnt.weights, learnt.gradient, tape);
  const loss = differentiated.lossAndGradient(at, schedule);
  const gradient = weightsOf(layout, learnt.gradient.values());
  differentiated.dispose();
  learnt.release();
  return { loss, gradient };
};

/** Largest difference between two gradients of a parameter, relative to the largest entry of the expected one. */
const distance = (actual: ArrayLike<number>, expected: ArrayLike<number>): number => {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs(actual[i]! - expected[i]!));
    size = Math.max(size, Math.abs(expected[i]!));
  }
  assertEquals(actual.length, expected.length);
  return difference === 0 ? 0 : difference / size;
};

const paths: readonly [
  string,
  (network: Network, data: Windows) => E.Either<unknown, DifferentiableRollout> | null,
][] = [
  ["reference", (network, data) => E.right(referenceRollout(network, data))],
  ["kernel", fusedRollout],
  ["traced step", (network, data) => {
    const made = tracedRollout(network, data);
    if (typeof made === "string") throw new Error(made);
    return made;
  }],
];

for (const cell of Object.keys(cellKinds)) {
  for (const observation of observations) {
    const network = networkOf(cell, observation);
    const weights = weightsFor(network);
    for (const scheme of Object.keys(forcingKinds)) {
      const schedule = scheduleOf(scheme);
      const expected = () => lossAndGradientInDoublePrecision(network, weights, data, starts, schedule);
      for (const [path, make] of paths) {
        const made = make(network, data);
        if (made === null) continue;
        Deno.test(`${cell}, ${observation}, ${scheme}: loss and gradient of the ${path} are those of float64`, () => {
          if (E.isLeft(made)) throw new Error(JSON.stringify(made.left));
          const { loss, gradient } = measured(made.right, weights, schedule);
          const byTape = measured(made.right, weights, schedule, true);
          assertEquals(byTape, { loss: Math.fround(loss), gradient });
          made.right.release();
          const exact = expected();
          assertAlmostEquals(loss / exact.loss, 1, 1e-6);
          for (const [name, values] of Object.entries(exact.gradient)) {
            const off = distance(gradient[name]!.values, values);
            assert(off < 1e-4, `∂L/∂${name} is off by ${off}`);
          }
        });
      }
    }
  }
}

const atPaperSize = { windows: 32, length: 100, perEpoch: 1 };

for (const kind of Object.keys(cellKinds).filter(hasKernel)) {
  Deno.test(`${kind}: at the paper's size, τ = 30, the kernel's gradient is the reference's`, () => {
    const network: Network = { ...networkOf(kind, "linear"), cell: must(cellCodec, { kind, units: 30 }) };
    const data = windowsOf(lorenzSeries(2000), atPaperSize);
    const starts = windowStarts(stream(1, "batches"), 0, data.rows, atPaperSize);
    const weights = initialWeights(network, 1);
    const fused = fusedRollout(network, data)!;
    if (E.isLeft(fused)) throw new Error(JSON.stringify(fused.left));
    const schedule = forcedEvery(100, 30);
    const kernel = measured(fused.right, weights, schedule, false, starts);
    const reference = measured(referenceRollout(network, data), weights, schedule, false, starts);
    fused.right.release();
    assertAlmostEquals(kernel.loss / reference.loss, 1, 1e-6);
    for (const [name, { values }] of Object.entries(reference.gradient)) {
      const off = distance(kernel.gradient[name]!.values, values);
      assert(off < 1e-4, `∂L/∂${name} is off by ${off}`);
    }
  });
}

Deno.test("a cell that names a kernel has it, with its own parameters", () => {
  const named = Object.values(cellKinds).filter(({ kernel }) => kernel !== null);
  assert(named.length > 0);
  for (const { kind, kernel } of named) {
    assert(hasKernel(kernel!), `${kind} names ${kernel}`);
    for (const observation of inKernels) {
      const network = networkOf(kind, observation);
      const fused = fusedRollout(network, data);
      if (fused === null || E.isLeft(fused)) throw new Error(kind);
      const { gradient } = measured(fused.right, weightsFor(network), scheduleOf("sparse"));
      fused.right.release();
      for (const [name, { values }] of Object.entries(gradient)) {
        assert(values.some((value) => value !== 0), `${kind}: nothing flows to ${name}`);
      }
    }
  }
});
