/**
 * The loop of the QR method for flows of few dimensions, unrolled: state and deviation vectors stay in registers, and
 * equations and Jacobian are compiled into the loop. Written out by a program for each dimension and number of
 * vectors; the operations and their order are those of the plain loops, so the bits are the same.
 *
 * @module
 */
import { log } from "../numerics/elementary.ts";
import type { VectorField } from "../systems/system.ts";
import { growthBounds } from "./orthonormalise.ts";
import type { Evolution } from "./tangent.ts";

const largestDimension = 4;

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);
const sum = (terms: readonly string[]): string => terms.join(" + ");

/** One stage of Runge–Kutta: state and vectors shifted along the previous stage, rates, Jacobian, J V. */
const stageSource = (dimension: number, k: number, stage: number): readonly string[] => {
  const rows = range(dimension);
  const columns = range(k);
  const step = stage === 1 ? undefined : stage === 4 ? "dt" : "half";
  const along = (from: string, previous: string) =>
    step === undefined ? from : `${from} + ${step} * ${previous}`;
  return [
    ...rows.map((i) => `at[${i}] = ${along(`x${i}`, `k${i}s${stage - 1}`)};`),
    "rates(at, out); jacobian(at, derivative);",
    ...rows.map((i) => `const k${i}s${stage} = out[${i}];`),
    ...rows.flatMap((i) => rows.map((j) => `const j${i}_${j}s${stage} = derivative[${i * dimension + j}];`)),
    ...(stage === 1 ? [`expansion += (${sum(rows.map((i) => `j${i}_${i}s1`))}) * dt;`] : []),
    ...rows.flatMap((i) =>
      columns.map((v) => `const u${i}_${v}s${stage} = ${along(`v${i}_${v}`, `w${i}_${v}s${stage - 1}`)};`)
    ),
    ...rows.flatMap((i) =>
      columns.map((v) =>
        `const w${i}_${v}s${stage} = ${sum(rows.map((j) => `j${i}_${j}s${stage} * u${j}_${v}s${stage}`))};`
      )
    ),
  ];
};

/** x ← x + dt/6 (k1 + 2 (k2 + k3) + k4). */
const updateSource = (name: string, slope: string): string =>
  `${name} = ${name} + sixth * (${slope}s1 + 2 * (${slope}s2 + ${slope}s3) + ${slope}s4);`;

/** The modified Gram–Schmidt method of `orthonormalise`. */
const orthonormaliseSource = (dimension: number, k: number): readonly string[] => {
  const rows = range(dimension);
  return range(k).flatMap((v) => [
    `const length${v} = Math.sqrt(${sum(rows.map((i) => `v${i}_${v} * v${i}_${v}`))});`,
    `const inverse${v} = length${v} > 0 ? 1 / length${v} : 0;`,
    ...rows.map((i) => `v${i}_${v} = v${i}_${v} * inverse${v};`),
    ...range(k).slice(v + 1).flatMap((w) => [
      `const along${v}_${w} = ${sum(rows.map((i) => `v${i}_${v} * v${i}_${w}`))};`,
      ...rows.map((i) => `v${i}_${w} = v${i}_${w} - along${v}_${w} * v${i}_${v};`),
    ]),
    `product${v} = product${v} * length${v};`,
    `if (product${v} < ${growthBounds.low} || product${v} > ${growthBounds.high}) {`,
    `growth[${v}] = growth[${v}] + log(product${v}); product${v} = 1; }`,
  ]);
};

const source = (dimension: number, k: number): string => {
  const rows = range(dimension);
  const columns = range(k);
  const entries = rows.flatMap((i) => columns.map((v) => ({ name: `v${i}_${v}`, at: i * k + v })));
  return [
    "return (state, vectors, rounds, every, growth) => {",
    "let total = 0;",
    ...rows.map((i) => `let x${i} = state[${i}];`),
    ...entries.map(({ name, at }) => `let ${name} = vectors[${at}];`),
    ...columns.map((v) => `let product${v} = 1;`),
    "for (let round = 0; round < rounds; round++) {",
    "let expansion = 0;",
    "for (let n = 0; n < every; n++) {",
    ...[1, 2, 3, 4].flatMap((stage) => stageSource(dimension, k, stage)),
    ...rows.map((i) => updateSource(`x${i}`, `k${i}`)),
    ...entries.map(({ name }) => updateSource(name, `w${name.slice(1)}`)),
    "}",
    "total += expansion;",
    ...orthonormaliseSource(dimension, k),
    "}",
    ...columns.map((v) => `growth[${v}] = growth[${v}] + log(product${v});`),
    ...rows.map((i) => `state[${i}] = x${i};`),
    ...entries.map(({ name, at }) => `vectors[${at}] = ${name};`),
    "return total;",
    "};",
  ].join("\n");
};

/**
 * The unrolled evolution of a flow with its deviation vectors.
 *
 * @param field The flow with its parameters bound.
 * @param dt Step of RK4, in time units.
 * @param k Number of deviation vectors.
 * @returns The evolution; undefined above dimension 4, and where the host forbids to compile (a page with a strict
 * content security policy), so that the plain loop is taken.
 */
export const unrolledEvolution = (field: VectorField, dt: number, k: number): Evolution | undefined => {
  const { dimension, rates, jacobian } = field;
  if (dimension > largestDimension || k < 1) return undefined;
  const names = ["rates", "jacobian", "at", "out", "derivative", "dt", "half", "sixth", "log"];
  const compile = (): Evolution => {
    // Compiled again for each flow, so that its equations are inlined into its own loop.
    const make = new Function(...names, source(dimension, k));
    const [at, out] = [new Float64Array(dimension), new Float64Array(dimension)];
    const derivative = new Float64Array(dimension * dimension);
    return make(rates, jacobian, at, out, derivative, dt, dt / 2, dt / 6, log);
  };
  try {
    return compile();
  } catch {
    return undefined;
  }
};
