/** The exponent along the rows of a series: near the truth within its error, apart for trials, and none where rows are few. */
import { assert, assertEquals, assertLess } from "@std/assert/mod.js";
import { slice } from "../../lib/series/series.ts";
import { exponentAlong } from "../../lib/training/exponent_along.ts";
import { lorenzSeries } from "./lorenz.ts";

const rows = 5000;
const lorenz = lorenzSeries(rows, 28);
const [training, validation] = [slice(lorenz, 0, 4000), slice(lorenz, 4000, rows)];

Deno.test("λ₁ of the Lorenz system is within three standard errors, which are small", () => {
  const found = exponentAlong({ series: training, stretches: [{ start: 0, end: 4000 }] }, validation);
  assert(found !== null);
  const [value, error] = [found.lambda1 / lorenz.dt, found.standardError / lorenz.dt];
  assertLess(Math.abs(value - 0.906), 3 * error);
  assertLess(error, 0.15);
});

Deno.test("of several trials the longest is followed, on into the validation part", () => {
  const last = [{ start: 0, end: 1000 }, { start: 1000, end: 4000 }];
  const first = [{ start: 0, end: 3000 }, { start: 3000, end: 4000 }];
  const along = (stretches: typeof last, part = validation) =>
    exponentAlong({ series: training, stretches }, part);
  const halves = [slice(validation, 0, 500), slice(validation, 500, 1000)] as const;
  assert(along(last)!.lambda1 !== along(first)!.lambda1);
  assert(along(last, halves[0])!.lambda1 !== along(last, halves[1])!.lambda1);
});

Deno.test("too few rows have no exponent", () => {
  const few = slice(training, 0, 10);
  assertEquals(exponentAlong({ series: few, stretches: [{ start: 0, end: 10 }] }, few), null);
});
