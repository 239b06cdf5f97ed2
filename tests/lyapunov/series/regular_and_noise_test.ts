/** What is not chaotic must never be called so, and real recordings must get a defensible answer. */
import { assert, assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { decodeNpy } from "../../../lib/series/npy.ts";
import type { Series } from "../../../lib/series/series.ts";
import { estimateSeries } from "../../../lib/lyapunov/series/estimate.ts";
import { cos, sin } from "../../../lib/numerics/elementary.ts";
import { normals, stream } from "../../../lib/numerics/random.ts";
import { estimateOf, seriesOf } from "./known_series.ts";
import { right } from "../../either.ts";

const oneColumn = (values: Float64Array): Series => ({ values, rows: values.length, columns: 1, dt: 1 });
const signal = (rows: number, at: (row: number) => number): Series =>
  oneColumn(Float64Array.from({ length: rows }, (_, row) => at(row)));

const noise = (name: string, rows: number): Float64Array => normals(stream(0, name), rows);

/** x(t) = Σ a_i x(t − i) + noise. */
const autoregressive = (rows: number, coefficients: readonly number[]): Series => {
  const values = noise("autoregressive", rows);
  for (let row = 0; row < rows; row++) {
    coefficients.forEach((a, i) => values[row] = values[row]! + a * (values[row - 1 - i] ?? 0));
  }
  return oneColumn(values);
};

const walk = autoregressive(4000, [1]);

const golden = (1 + Math.sqrt(5)) / 2;
const torus = (row: number) => sin(0.1 * row) + 0.7 * cos(0.1 * golden * row);
const withNoise = (series: Series, share: number): Series => {
  const added = noise("added", series.rows);
  return oneColumn(series.values.map((value, row) => value + share * added[row]!));
};

const never: readonly (readonly [string, readonly string[], () => Series])[] = [
  ["a sine", ["regular"], () => signal(4000, (row) => sin(0.13 * row))],
  [
    "a sine under 5 % noise",
    ["regular", "noise"],
    () => withNoise(signal(4000, (row) => sin(0.13 * row)), 0.035),
  ],
  ["a sine with a whole period", ["regular"], () => signal(2000, (row) => sin(Math.PI * (row % 40) / 20))],
  ["a quasi-periodic torus", ["regular"], () => signal(6000, torus)],
  ["a torus under 1 % noise", ["regular", "noise"], () => withNoise(signal(6000, torus), 0.0087)],
  ["a limit cycle", ["regular"], () => seriesOf({ system: "van-der-pol", dt: 0.1, steps: 4000 })],
  ["white noise", ["noise"], () => oneColumn(noise("white", 4000))],
  ["noise with a memory", ["noise"], () => autoregressive(4000, [0.9])],
  ["noise that oscillates", ["noise"], () => autoregressive(4000, [1.8, -0.95])],
  ["a random walk", ["too short", "noise"], () => walk],
  [
    "too few rows of Lorenz",
    ["too short", "noise"],
    () => seriesOf({ system: "lorenz", dt: 0.02, steps: 300, observe: ["x"] }),
  ],
];

for (const [name, allowed, make] of never) {
  Deno.test(`${name} is found ${allowed.join(" or ")}`, () => {
    const { verdict, because, forcingInterval } = estimateOf(make());
    assert(allowed.includes(verdict), `${verdict}: ${because}`);
    assertEquals(forcingInterval, null);
  });
}

Deno.test("fifty rows, a gap, a constant column and no dt are refused by name", () => {
  const refused = (series: Series): string => {
    const result = estimateSeries(series);
    return E.isLeft(result) && result.left._tag === "CannotCompute" ? result.left.what : "accepted";
  };
  assertEquals(refused(signal(50, torus)), "The series has 50 rows, too few for an exponent");
  assertEquals(refused(signal(500, (row) => row === 41 ? NaN : torus(row))), "Row 42 of column 1 is NaN");
  assertEquals(refused(signal(500, () => 3)), "Column 1 is constant (3)");
  assertEquals(refused({ ...signal(500, torus), dt: 0 }), "The sampling interval dt is 0");
});

/** The paper's recordings lie beside the checkout, where they are at all. */
const recording = async (name: string): Promise<Series | undefined> => {
  const path = new URL(`../../../../shared/data/${name}`, import.meta.url);
  try {
    const { shape, values } = right(decodeNpy(await Deno.readFile(path), name));
    return { values: Float64Array.from(values), rows: shape[0]!, columns: shape[1] ?? 1, dt: 1 };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.log(`skipped: ${name} is not beside the checkout`);
    return undefined;
  }
};

/**
 * The authors took 0.017 and 0.016 nats per step for these two, from slopes that were read off divergence
 * curves. The signals cannot be told from linear noise with the same spectrum, in their own embedding or in
 * any that was tried, so no exponent can be found; an answer that differs must at least agree with theirs.
 */
for (const [name, lambda1] of [["eeg.npy", 0.017], ["weather.npy", 0.016]] as const) {
  Deno.test(`${name}: no exponent without evidence for one, or one that agrees with the authors'`, async () => {
    const series = await recording(name);
    if (series === undefined) return;
    const estimate = estimateOf(series);
    assertMatch(estimate.notes[0]!, /columns are delayed copies of one signal/);
    if (estimate.verdict === "chaotic") {
      const [from, to] = estimate.forcingInterval!.range;
      assert(from <= Math.LN2 / lambda1 && Math.LN2 / lambda1 <= to, `τ from ${from} to ${to} steps`);
    } else {
      assertEquals([estimate.verdict, estimate.lambda1, estimate.forcingInterval], ["noise", null, null]);
      assertMatch(estimate.because, /linear noise with the same spectrum/);
      assert(estimate.correlationZero! > 40);
    }
  });
}
