import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import { column, type Series } from "../../../lib/series/series.ts";
import {
  chooseDelay,
  delayCoordinates,
  distance,
  standardColumns,
} from "../../../lib/lyapunov/series/state_space.ts";
import { chooseDimension, dimensionEvidence } from "../../../lib/lyapunov/series/dimension.ts";
import { followNearest } from "../../../lib/lyapunov/series/divergence.ts";
import { nearGrowth } from "../../../lib/lyapunov/series/linear_region.ts";
import { neighbourSearch } from "../../../lib/lyapunov/series/neighbours.ts";
import { divergenceCurves } from "../../../lib/lyapunov/series/divergence_curves.ts";
import { ranksOf } from "../../../lib/lyapunov/series/determinism.ts";
import { normals, stream } from "../../../lib/numerics/random.ts";
import { seriesOf } from "./known_series.ts";
import { right } from "../../either.ts";

const oneColumn = (values: Float64Array): Series => ({ values, rows: values.length, columns: 1, dt: 1 });

Deno.test("one column of Lorenz gives its exponent within 15 % by both methods", () => {
  const series = seriesOf({ system: "lorenz", dt: 0.02, steps: 20_000, observe: ["x"] });
  const delay = chooseDelay(column(series, 0)).steps;
  const columns = standardColumns(series);
  const { copies, by } = chooseDimension(dimensionEvidence(columns, delay, 180, 8));
  assertEquals([copies, by], [3, "false nearest neighbours"]);
  const period = 110;
  const { distances, randomPairs } = right(
    divergenceCurves(columns, { copies, delay }, {
      theiler: 180,
      period,
      references: 3000,
      blocks: 10,
      span: 4,
      coincident: false,
    }),
  );
  for (const method of ["rosenstein", "kantz"] as const) {
    const options = { randomPairs, period, turn: 37, rows: series.rows, blocks: 10, shortest: period / 3 };
    const region = nearGrowth(method, distances[method], options)!;
    const exponent = region.slope / series.dt;
    assert(Math.abs(exponent - 0.9056) < 0.15 * 0.9056, `${method}: λ₁ = ${exponent}`);
    assert(region.standardError < 0.2 * region.slope);
  }
});

Deno.test("white noise has no linear region", () => {
  const columns = standardColumns(oneColumn(normals(stream(1, "white"), 5000)));
  for (const copies of [1, 3, 6]) {
    const options = { theiler: 5, period: 3, references: 2000, blocks: 10, span: 0, coincident: false };
    const { distances, randomPairs } = right(divergenceCurves(columns, { copies, delay: 1 }, options));
    const near = { randomPairs, period: 3, turn: 2, rows: 5000, blocks: 10, shortest: 3 };
    assertEquals(nearGrowth("rosenstein", distances.rosenstein, near), undefined);
  }
});

Deno.test("the distances that are followed are those of the nearest neighbour at the time", () => {
  const space = delayCoordinates(standardColumns(oneColumn(normals(stream(3, "cloud"), 300))), 2, 1);
  const references = Int32Array.of(3, 100, 200);
  const neighbours = [[{ row: 50, distance: 0 }], [], [{ row: 7, distance: 0 }, { row: 9, distance: 0 }]];
  const followed = followNearest(space, { references, neighbours, length: 12, stride: 4, span: 0 });
  assertEquals([...followed.rows], [3, 200]);
  assertEquals([...followed.steps], [0, 4, 8, 12]);
  followed.groups.forEach(([curve], index) => {
    const [row, other] = [[3, 50], [200, 7]][index]! as [number, number];
    followed.steps.forEach((step, p) =>
      assertAlmostEquals(Math.exp(curve![p]!), distance(space.axes, row + step, other + step), 1e-12)
    );
  });
});

Deno.test("the neighbours found are the nearest outside the Theiler window", () => {
  const values = normals(stream(2, "cloud"), 400);
  for (const rounded of [false, true]) {
    const signal = rounded ? values.map((value) => Math.round(3 * value) / 3) : values;
    const space = delayCoordinates(standardColumns(oneColumn(signal)), 2, 1);
    const nearest = neighbourSearch(space);
    for (const row of [0, 7, 200, 398]) {
      const all = Array.from({ length: space.count }, (_, other) => other)
        .filter((other) => Math.abs(other - row) > 10)
        .map((other) => distance(space.axes, row, other))
        .filter((apart) => apart > 1e-12)
        .sort((a, b) => a - b);
      nearest(row, 5, 10).forEach((found, rank) => assertAlmostEquals(found.distance, all[rank]!, 1e-8));
    }
  }
});

Deno.test("ranks are those of a stable sort, also of equal, rounded, bunched and constant numbers", () => {
  const noise = normals(stream(4, "ranks"), 700);
  const cases = [
    noise,
    noise.map((value) => Math.round(2 * value) / 2),
    noise.map((value, i) => i === 300 ? 1e6 : value),
    new Float64Array(50),
    Float64Array.of(3),
  ];
  for (const values of cases) {
    const order = Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b);
    assertEquals([...ranksOf(values)], order.map((_, i) => order.indexOf(i)));
  }
});
