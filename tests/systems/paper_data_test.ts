/** The equations of the catalogue, at the paper's parameters, are those that made the paper's simulated series. */
import { assertLess } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { decodeNpy } from "../../lib/series/npy.ts";
import { systems } from "../../lib/systems/catalogue.ts";
import { orbitOf } from "../../lib/systems/orbit.ts";
import { parametersOf, type System } from "../../lib/systems/system.ts";

const folder = Deno.env.get("LYAP_DATA") ?? new URL("../../../shared/data", import.meta.url).pathname;

const valuesOf = (file: string): ArrayLike<number> | undefined => {
  try {
    const decoded = decodeNpy(Deno.readFileSync(`${folder}/${file}`), file);
    if (E.isLeft(decoded)) throw new Error(decoded.left.what);
    return decoded.right.values;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.log(`skipped: ${folder}/${file} is not there`);
    return undefined;
  }
};

/** Largest difference between one row, advanced by the equations, and the next. */
const residual = (
  system: System,
  values: ArrayLike<number>,
  dt: number,
  stateAt: (row: number) => readonly number[],
  seen: (state: Float64Array) => readonly number[],
): number => {
  const parameters = parametersOf(system, (system.parameterSets?.paper ?? {}) as Record<string, number>);
  if (E.isLeft(parameters)) throw new Error("the paper's parameters");
  const substeps = Math.ceil(dt / 0.005);
  const orbit = orbitOf(system, parameters.right, dt / substeps);
  let largest = 0;
  for (let row = 0; row < 2000; row++) {
    const state = Float64Array.from(stateAt(row));
    orbit.advance(state, substeps);
    seen(state).forEach((value, c) => {
      largest = Math.max(largest, Math.abs(value - values[3 * (row + 1) + c]!));
    });
  }
  return largest;
};

/** One shift and scale for all columns, as the paper's authors brought their series to size (PAPER.md, section 3). */
const scaled = [
  ["lorenz", "lorenz.npy", 0.01, 11.2382, 18.8149],
  ["roessler", "roessler.npy", 0.1, 0.04651, 6.8227],
] as const;

for (const [name, file, dt, shift, scale] of scaled) {
  Deno.test(`${name} predicts each row of the paper's ${file} from the one before`, () => {
    const values = valuesOf(file);
    if (values === undefined) return;
    const stateAt = (row: number) => [0, 1, 2].map((c) => values[3 * row + c]! * scale + shift);
    const seen = (state: Float64Array) => Array.from(state, (value) => (value - shift) / scale);
    assertLess(residual(systems[name]!, values, dt, stateAt, seen), 5e-6);
  });
}

Deno.test("duffing predicts each row of the paper's duffing.npy from the one before, the drive included", () => {
  const values = valuesOf("duffing.npy");
  if (values === undefined) return;
  const system = systems.duffing!;
  const dt = 0.1773;
  const observed = new Float64Array(3);
  const stateAt = (
    row: number,
  ) => [values[3 * row]!, values[3 * row + 1]!, system.parameters.omega! * dt * row];
  const seen = (state: Float64Array) => {
    system.observation!.of(state, observed);
    return [...observed];
  };
  assertLess(residual(system, values, dt, stateAt, seen), 1e-3);
});
