/** Updates in WebAssembly against the same in plain TypeScript, bit for bit. */
import { assertEquals } from "@std/assert/mod.js";
import { allFinite, normOf } from "../../lib/networks/kernels/numbers.ts";
import { bits, stream, substream, uniforms } from "../../lib/numerics/random.ts";
import { clip, type ClippingSettings } from "../../lib/training/clipping.ts";
import { optimisers } from "../../lib/training/optimiser/catalogue.ts";
import { learntOf } from "./learnt.ts";
import {
  type AdamSettings,
  plainAllFinite,
  plainClip,
  type PlainLearnt,
  plainNorm,
  plainStep,
} from "./plain_updates.ts";

const source = stream(12, "updates");
const bitsOf = (values: Float32Array) => new Uint32Array(values.slice().buffer);

/** Numbers of float32 of all sizes: any bits, but no Infinity and no NaN. */
const anyNumbers = (name: string, size: number): Float32Array =>
  new Float32Array(
    bits(substream(source, name), size).map((word) => (word >>> 23 & 255) === 255 ? word & 0x807fffff : word)
      .buffer,
  );

/** Gradients of all kinds: moderate, with zeros of both signs, denormal, huge, and of all sizes at once. */
const gradients: Readonly<Record<string, (name: string, size: number) => Float32Array>> = {
  moderate: (name, size) => Float32Array.from(uniforms(substream(source, name), size, -1, 1)),
  zero: (name, size) =>
    Float32Array.from(uniforms(substream(source, name), size, -1, 1), (u) => u > 0.5 ? u : u > 0 ? 0 : -0),
  denormal: (name, size) => Float32Array.from(uniforms(substream(source, name), size, -1e-39, 1e-39)),
  huge: (name, size) => Float32Array.from(uniforms(substream(source, name), size, -3e38, 3e38)),
  "of any size": anyNumbers,
};

const clippings: readonly ClippingSettings[] = [
  { kind: "none" },
  { kind: "norm", threshold: 0.3 },
  { kind: "value", threshold: 0.1 },
  { kind: "value", threshold: 1e-40 },
];

const common = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
const settings: readonly AdamSettings[] = [
  { kind: "adam", ...common },
  { kind: "adam", ...common, beta1: 0, beta2: 0.5, epsilon: 1e-3 },
  { kind: "adam", ...common, beta2: 0 },
  { kind: "radam", ...common },
  { kind: "radam", ...common, beta2: 0.9 },
];

for (const optimiser of settings) {
  for (const [kind, draw] of Object.entries(gradients)) {
    Deno.test(`${optimiser.kind}, β ${optimiser.beta1}, ${optimiser.beta2}, gradients ${kind}: the bits of plain float64`, () => {
      for (const [index, size] of [1, 2, 3, 5, 127, 1050].entries()) {
        const learnt = learntOf(size);
        const plain: PlainLearnt = {
          weights: draw(`weights of ${size}`, size),
          gradient: new Float32Array(size),
          first: new Float32Array(size),
          second: new Float32Array(size),
        };
        learnt.weights.values().set(plain.weights);
        for (let step = 1; step <= 12; step++) {
          const clipping = clippings[(index + step) % clippings.length]!;
          const gradient = draw(`gradient ${step} of ${size}`, size);
          plain.gradient.set(gradient);
          learnt.gradient.values().set(gradient);
          const norm = normOf(learnt.gradient);
          assertEquals(norm, plainNorm(plain.gradient));
          clip(clipping, learnt.gradient, norm);
          plainClip(clipping, plain.gradient, norm);
          optimisers[optimiser.kind].update(optimiser, step, 1e-3 / step, learnt);
          plainStep(optimiser, step, 1e-3 / step, plain);
          for (const name of ["weights", "gradient", "first", "second"] as const) {
            assertEquals(
              bitsOf(learnt[name].values()),
              bitsOf(plain[name]),
              `${name}, ${size} numbers, step ${step}`,
            );
          }
          assertEquals(allFinite(learnt.weights), plainAllFinite(plain.weights));
        }
        learnt.release();
      }
    });
  }
}

Deno.test("one number that is not finite is found in any place, and shows in the norm", () => {
  for (const size of [1, 2, 5, 8]) {
    const learnt = learntOf(size);
    assertEquals(allFinite(learnt.weights), true);
    for (let i = 0; i < size; i++) {
      for (const value of [NaN, Infinity, -Infinity]) {
        learnt.weights.values().fill(3.4e38);
        assertEquals(allFinite(learnt.weights), true);
        learnt.weights.values()[i] = value;
        assertEquals(allFinite(learnt.weights), false);
        assertEquals(Number.isFinite(normOf(learnt.weights)), false);
      }
    }
    learnt.release();
  }
});

Deno.test("an update leaves the blocks that lie beside it alone", () => {
  const [before, learnt, after] = [learntOf(3), learntOf(5), learntOf(3)];
  const others = [before, after].flatMap(({ weights, gradient, first, second }) => [
    weights,
    gradient,
    first,
    second,
  ]);
  others.forEach((block) => block.values().fill(7));
  learnt.gradient.values().fill(1);
  optimisers.adam.update(settings[0]!, 1, 0.1, learnt);
  clip({ kind: "value", threshold: 0.5 }, learnt.gradient, 1);
  others.forEach((block) => assertEquals(block.values(), new Float32Array(3).fill(7)));
  [before, learnt, after].forEach(({ release }) => release());
});
