/**
 * Time of Lyapunov spectra from equations, the unrolled loop beside the plain one in the same process, and of free runs and
 * spectra of networks; minima of many.
 *
 *     deno run -A tests/bench/lyapunov_bench.ts
 *
 * With LYAP_PYTHON=<a Python that has numba> it also runs the same computation in numba's compiled loops.
 */
import * as E from "fp-ts/Either.js";
import { freeRun, initialState, modelMap } from "../../lib/networks/model.ts";
import { initialWeights } from "../../lib/networks/network.ts";
import { flowTangent, plainFlowTangent } from "../../lib/lyapunov/flow_tangent.ts";
import { lyapunovSpectrum } from "../../lib/lyapunov/spectrum.ts";
import { mapTangent } from "../../lib/lyapunov/tangent_map.ts";
import type { TangentMap } from "../../lib/lyapunov/tangent.ts";
import { estimateSeries } from "../../lib/lyapunov/series/estimate.ts";
import { exponentsOfSystem } from "../../lib/lyapunov/exponents.ts";
import { systems } from "../../lib/systems/catalogue.ts";
import { readEntry } from "../../lib/systems/written.ts";
import { lorenz } from "../../lib/systems/lorenz.ts";
import { lorenz96 } from "../../lib/systems/lorenz_96.ts";

const timed = (work: () => void): number => {
  const before = performance.now();
  work();
  return performance.now() - before;
};

const spectrumOf = (
  tangent: TangentMap,
  state: ArrayLike<number>,
  steps: number,
  dt: number,
  exponents = tangent.dimension,
): void => {
  const result = lyapunovSpectrum(tangent, {
    state,
    k: exponents,
    steps,
    transient: 0,
    tangentTransient: 0,
    unit: "nats/time",
    dt,
  });
  if (E.isLeft(result)) throw new Error("the orbit left all bounds");
};

const print = (what: string, milliseconds: number, remark = "") =>
  console.log(what.padEnd(64), milliseconds.toFixed(1).padStart(9), "ms", remark);

const field = lorenz.field(lorenz.parameters);
const start = lorenz.initialState(lorenz.parameters);
const [unrolled, plain] = [flowTangent(field, 0.01), plainFlowTangent(field, 0.01)];
let [fast, slow, first] = [Infinity, Infinity, NaN];
for (let run = 0; run < 20; run++) {
  const time = timed(() => spectrumOf(unrolled, start, 100_000, 0.01));
  if (run === 0) first = time;
  fast = Math.min(fast, time);
  slow = Math.min(slow, timed(() => spectrumOf(plain, start, 100_000, 0.01)));
}
print("Lorenz-63, 3 exponents, 100,000 RK4 steps, QR every step", fast, `first run ${first.toFixed(1)} ms`);
print("  the same in plain loops, same bits", slow, `${(slow / fast).toFixed(1)} times as long`);

/** The spectrum of a system from its text beside that from its fields written by hand, interleaved in one process. */
for (const name of ["lorenz", "duffing", "hyperchaotic-roessler", "mackey-glass", "henon"]) {
  const byHand = systems[name]!;
  const text = readEntry({
    ...{
      name,
      title: byHand.title,
      parameters: byHand.parameters,
      dt: byHand.dt,
      timeScale: byHand.timeScale,
    },
    equations: byHand.equations.filter((line) => !line.startsWith("observed")),
    start: byHand.initialState(byHand.parameters),
    source: "the catalogue",
  });
  if (E.isLeft(text)) throw new Error(`the text of ${name} cannot be read`);
  const spent = [Infinity, Infinity];
  const time = 200_000 * byHand.dt;
  for (let run = 0; run < 8; run++) {
    [byHand, text.right].forEach((system, i) => {
      spent[i] = Math.min(spent[i]!, timed(() => exponentsOfSystem(system, {}, { time, transient: 0 })));
    });
  }
  print(
    `${byHand.title}, 200,000 steps, equations as text`,
    spent[1]!,
    `${(spent[1]! / spent[0]!).toFixed(2)} of by hand`,
  );
}

const python = Deno.env.get("LYAP_PYTHON");
if (python !== undefined) {
  const script = new URL("lorenz_numba.py", import.meta.url).pathname;
  const { stdout } = await new Deno.Command(python, { args: [script] }).output();
  const native = Number(new TextDecoder().decode(stdout));
  print("  the same in numba", native, `lyap takes ${(fast / native).toFixed(2)} of that`);
}

const wave = lorenz96.parameters;
const many = flowTangent(lorenz96.field(wave), 0.01);
const time96 = timed(() => spectrumOf(many, lorenz96.initialState(wave), 20_000, 0.01));
print("Lorenz-96, N = 40, 40 exponents, 20,000 RK4 steps, QR every step", time96);

const network = {
  cell: { kind: "PLRNN", units: 30 },
  observation: { kind: "linear" },
  observations: 3,
} as const;
const model = { ...network, weights: initialWeights(network, 1) };
const state = initialState(model, Float64Array.of(0.1, 0.2, 0.3));
print(
  "PLRNN of 30 units, free run of 100,000 steps",
  Math.min(...Array.from({ length: 5 }, () => timed(() => freeRun(model, state, 100_000)))),
);
const tangent = mapTangent(modelMap(model));
for (const exponents of [10, 30]) {
  print(
    `PLRNN of 30 units, ${exponents} exponents, 20,000 steps, QR every step`,
    timed(() => spectrumOf(tangent, state, 20_000, 1, exponents)),
  );
}

const sampled = (rows: number): Float64Array => {
  const values = new Float64Array(3 * rows);
  const [state, vectors] = [Float64Array.from(start), new Float64Array(9)];
  for (let row = 0; row < rows; row++) {
    values.set(state, 3 * row);
    plain.advance(state, vectors, 0, 1);
  }
  return values;
};
const rows = 100_000;
const series = { values: sampled(rows), rows, columns: 3, dt: 0.01 };
let found = "";
const timeSeries = timed(() => {
  const estimate = estimateSeries(series);
  found = E.isLeft(estimate) ? "refused" : `λ1 = ${estimate.right.lambda1?.toFixed(3)}`;
});
const resident = Math.round(Deno.memoryUsage().rss / 2 ** 20);
print("estimate of a series of 100,000 rows, 3 columns", timeSeries, `${found}; ${resident} MB resident`);
