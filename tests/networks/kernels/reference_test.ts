import { assert } from "@std/assert/mod.js";
import { kernelNames } from "../../../lib/networks/kernels/cells.ts";
import { randomCase, schedules } from "./support/cases.ts";
import { referenceRollout } from "./support/reference.ts";

for (const cell of kernelNames) {
  Deno.test(`${cell}: the reference's gradients agree with finite differences in float64`, () => {
    const sizes = { units: 3, observations: 2, batch: 2, length: 6, hidden: 4, bases: 2, ramps: 1 };
    const settings = { cell, ...sizes, observationModel: "linear" } as const;
    // Weak forcing all along, so that no gradient is cut and every difference has to agree.
    const { weights, series, starts, schedule } = randomCase(settings, schedules.weak!(sizes.length), 3);
    const exact = Object.fromEntries(
      Object.entries(weights).map(([name, values]) => [name, Float64Array.from(values)]),
    );
    const { gradients } = referenceRollout(settings, exact, series, starts, schedule);
    const off = cell === "PLRNN" || cell === "dendPLRNN" ? new Set([0, 4, 8]) : new Set();
    for (const [name, values] of Object.entries(exact)) {
      const size = gradients[name]!.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
      for (let i = 0; i < values.length; i++) {
        if (name === "W" && off.has(i)) continue;
        const step = 1e-5;
        const lossWith = (value: number) => {
          const changed = { ...exact, [name]: values.with(i, value) };
          return referenceRollout(settings, changed, series, starts, schedule).loss;
        };
        const slope = (lossWith(values[i]! + step) - lossWith(values[i]! - step)) / (2 * step);
        const difference = Math.abs(slope - gradients[name]![i]!);
        assert(difference < 1e-6 * (1 + size), `${name}[${i}]: ${slope}, ${gradients[name]![i]}`);
      }
    }
  });
}
