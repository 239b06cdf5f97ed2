/** The same core serves networks: exponents along a free run, held to what is known without them. */
import { assert, assertAlmostEquals } from "@std/assert/mod.js";
import { cellCodec, cellKinds, cellOf } from "../../lib/networks/catalogue.ts";
import type { StateMap } from "../../lib/networks/cell.ts";
import { gradientNormsAlong } from "../../lib/lyapunov/gradient_norms.ts";
import { lyapunovSpectrum } from "../../lib/lyapunov/spectrum.ts";
import { mapTangent } from "../../lib/lyapunov/tangent_map.ts";
import { normals, stream } from "../../lib/numerics/random.ts";
import { decode } from "../../lib/core/codec/codec.ts";
import { right } from "../either.ts";

/** A network with random weights of this spread. */
const networkOf = (kind: string, units: number, spread: number, seed: number): StateMap => {
  const settings = right(decode(cellCodec, { kind, units }));
  const cell = cellOf(settings);
  const weights = Object.fromEntries(
    cell.parameters(settings).map(({ name, shape }) => {
      const count = shape.reduce((product, length) => product * length, 1);
      const values = Float32Array.from(normals(stream(seed, name), count), (value) => spread * value);
      return [name, { shape, values }];
    }),
  );
  return cell.map(weights, settings);
};

for (const kind of Object.keys(cellKinds)) {
  Deno.test(`${kind}: the exponents sum to the mean of ln |det J|, which is found without them`, () => {
    const map = networkOf(kind, 6, 0.25, 3);
    const { exponents, meanLogDeterminant } = right(lyapunovSpectrum(mapTangent(map), {
      state: new Float64Array(map.dimension).fill(0.1),
      steps: 3000,
      unit: "nats/step",
    }));
    assert(exponents.every((value, i) => i === 0 || value <= exponents[i - 1]!));
    const sum = exponents.reduce((a, b) => a + b, 0);
    if (Number.isFinite(meanLogDeterminant!)) {
      assertAlmostEquals(sum, meanLogDeterminant!, 1e-6 * (1 + Math.abs(sum)));
    } else assert(sum === -Infinity, "a singular Jacobian has an exponent of −∞");
  });
}

Deno.test("a chaotic network's gradients grow at its own largest exponent", () => {
  // A random tanh network with gain above 1 is chaotic when it is large: Sompolinsky, Crisanti & Sommers (1988).
  const units = 40;
  const map = networkOf("RNN", units, 3 / Math.sqrt(units), 5);
  const tangent = mapTangent(map);
  const state = new Float64Array(units).fill(0.1);
  const { exponents, standardErrors } = right(
    lyapunovSpectrum(tangent, { state, k: 3, steps: 10_000, unit: "nats/step" }),
  );
  assert(exponents[0]! > 0.05, `λ₁ = ${exponents[0]}`);
  const { slope } = right(
    gradientNormsAlong(tangent, { state, lengths: [10, 100, 400, 1000, 1500], starts: 5 }),
  );
  const error = Math.sqrt(standardErrors[0]! ** 2 + slope.standardError ** 2);
  assertAlmostEquals(slope.value, exponents[0]!, Math.max(4 * error, 0.02 * exponents[0]!));
});
