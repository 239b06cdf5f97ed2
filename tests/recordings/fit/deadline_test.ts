import { assert, assertEquals } from "@std/assert/mod.js";
import * as fc from "fast-check";
import type { MadeStep } from "../../../lib/engine/local.ts";
import { endsInTime } from "../../../lib/recordings/fit/train_in_time.ts";

const expected = { training: () => 10, perRun: 4, report: 6 };
const madeIn = (factor: number, count: number): readonly MadeStep[] =>
  Array.from({ length: count }, (_, index) =>
    [
      { id: `train ${index}`, step: "train", seconds: 10 * factor },
      { id: `lyapunov ${index}`, step: "lyapunov", seconds: 2 * factor },
      { id: `evaluate ${index}`, step: "evaluate", seconds: 2 * factor },
    ] as const).flat();

Deno.test("a training begins exactly as long as it ends within the budget on the machine as it turned out to be", () => {
  const time = fc.double({ min: 0, max: 300, noNaN: true });
  fc.assert(fc.property(fc.double({ min: 1, max: 8, noNaN: true }), fc.integer({ min: 1, max: 9 }), time, (
    slower,
    count,
    left,
  ) => {
    const whole = 14 * slower + 6;
    fc.pre(Math.abs(left - whole) > 1e-6);
    assertEquals(endsInTime("train new", left, expected, madeIn(slower, count)), whole < left);
  }));
});

Deno.test("a machine faster than expected is not relied on", () => {
  assert(!endsInTime("train new", 15, expected, madeIn(0.2, 5)));
  assert(endsInTime("train new", 20, expected, []));
});
