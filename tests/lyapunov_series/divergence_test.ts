import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import { column } from "../../lib/datasets/series.ts";
import { chooseDelay } from "../../lib/lyapunov/series/delay.ts";
import { chooseDimension, dimensionEvidence } from "../../lib/lyapunov/series/dimension.ts";
import {
  kantzDivergence,
  neighbourhoodRadius,
  referencePoints,
  rosensteinDivergence,
} from "../../lib/lyapunov/series/divergence.ts";
import { linearRegion } from "../../lib/lyapunov/series/linear_region.ts";
import { neighbourSearch } from "../../lib/lyapunov/series/neighbours.ts";
import { distance, embed, standardColumns } from "../../lib/lyapunov/series/state_space.ts";
import { normals, stream } from "../../lib/numerics/random.ts";
import { lorenz } from "./known_series.ts";

Deno.test("one column of Lorenz gives its exponent within 15 % by both methods", () => {
  const series = lorenz(10, 28, 8 / 3, 0.02, 20_000);
  const signal = column(series, 0);
  const delay = chooseDelay(signal).steps;
  const columns = standardColumns({ ...series, values: signal, columns: 1 });
  const { copies, by } = chooseDimension(dimensionEvidence(columns, delay, 180, 8));
  assertEquals([copies, by], [3, "false nearest neighbours"]);
  const space = embed(columns, copies, delay);
  const length = 720;
  const count = space.count - length;
  const nearest = neighbourSearch(space, count);
  const options = {
    references: referencePoints(count, 3000),
    theiler: 180,
    length,
    stride: 3,
    blocks: 10,
    count,
    span: 4,
  };
  const rosenstein = linearRegion(rosensteinDivergence(space, nearest, options), true, delay);
  const kantz = linearRegion(
    kantzDivergence(space, nearest, neighbourhoodRadius(nearest, options), options),
    false,
    delay,
  );
  for (const region of [rosenstein, kantz]) {
    const exponent = region!.slope / series.dt;
    assert(Math.abs(exponent - 0.9056) < 0.15 * 0.9056, `λ₁ = ${exponent}`);
    assert(region!.standardError < 0.2 * region!.slope);
  }
});

Deno.test("white noise has no linear region", () => {
  const values = normals(stream(1, "white"), 5000);
  const columns = standardColumns({ values, rows: 5000, columns: 1, dt: 1 });
  for (const copies of [1, 3, 6]) {
    const space = embed(columns, copies, 1);
    const count = space.count - 30;
    const options = {
      references: referencePoints(count, 2000),
      theiler: 5,
      length: 30,
      stride: 1,
      blocks: 10,
      count,
      span: 0,
    };
    assertEquals(
      linearRegion(rosensteinDivergence(space, neighbourSearch(space, count), options), true, 3),
      undefined,
    );
  }
});

Deno.test("the neighbours found are the nearest outside the Theiler window", () => {
  const values = normals(stream(2, "cloud"), 400);
  for (const rounded of [false, true]) {
    const signal = rounded ? values.map((value) => Math.round(3 * value) / 3) : values;
    const space = embed(standardColumns({ values: signal, rows: 400, columns: 1, dt: 1 }), 2, 1);
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
