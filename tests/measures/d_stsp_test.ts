import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import * as fc from "fast-check";
import { type Series, seriesOf, slice } from "../../lib/series/series.ts";
import { cellCount, divergenceOfCells, gridOverRange, sortedCells } from "../../lib/measures/binning.ts";
import { evaluateMeasure } from "../../lib/measures/catalogue.ts";
import { drawFrom, logDensities, mixtureOfFirst } from "../../lib/measures/mixtures.ts";
import { stateSpaceDivergence } from "../../lib/measures/d_stsp.ts";
import { fixedPointAtMean } from "../../lib/measures/scale.ts";
import { normals, stream } from "../../lib/numerics/random.ts";
import { lorenzFlow, mapped, noisy, orbit, settingsOf, valueOf } from "./support.ts";

/** Independent normal points. */
const cloud = (rows: number, columns: number, seed: number): Series => ({
  values: normals(stream(seed, "cloud"), rows * columns),
  rows,
  columns,
  dt: 1,
});

Deno.test("the divergence of counts is that of its definition over all cells", () => {
  const cells = fc.array(fc.nat(19), { maxLength: 60 });
  fc.assert(fc.property(cells, cells, fc.double({ min: 1e-6, max: 2, noNaN: true }), (p, q, smoothing) => {
    const share = (points: readonly number[], cell: number) =>
      (points.filter((point) => point === cell).length + smoothing) / (points.length + 20 * smoothing);
    let expected = 0;
    for (let cell = 0; cell < 20; cell++) {
      expected += share(p, cell) * Math.log(share(p, cell) / share(q, cell));
    }
    const sorted = (points: readonly number[]) => Float64Array.from(points).sort();
    const value = divergenceOfCells(sorted(p), sorted(q), 20, smoothing);
    assertAlmostEquals(value, expected, 1e-12 * Math.max(1, expected));
    assert(value > -1e-14);
  }));
});

Deno.test("every point has its cell: inside the box, or in the one beyond the last", () => {
  const truth = seriesOf([[0, 0], [1, 2], [0.5, 1]], 1);
  const grid = gridOverRange(truth, 2);
  assertEquals(cellCount(grid), 4);
  const generated = seriesOf([[0, 0], [1, 2], [0, 2], [1, 0], [9, 0], [0, -9], [NaN, 0]], 1);
  assertEquals([...sortedCells(generated, grid)], [0, 1, 2, 3, 4, 4, 4]);
});

Deno.test("a free run that leaves the data's range is worse than one that stays, wherever it goes", () => {
  const truth = orbit(lorenzFlow(38), [2, -3, 20], 0.01, 5000);
  const leaving = (share: number, by: number) => ({
    ...truth,
    values: truth.values.map((value, index) => index < share * truth.values.length ? value + by : value),
  });
  const values = [0, 0.25, 0.5, 0.75, 1].map((share) =>
    valueOf({ kind: "D_stsp" }, { truth, generated: leaving(share, 1e4) })
  );
  values.slice(1).forEach((value, index) => assert(value > values[index]!, values.join(", ")));
  assertEquals(
    values[2],
    valueOf({ kind: "D_stsp" }, { truth, generated: leaving(0.5, -1e7) }),
  );
});

Deno.test("a variable that never varies in truth still exposes a run in which it does", () => {
  const truth = mapped(cloud(500, 2, 1), (value, column) => column === 0 ? value : 7);
  assertEquals(valueOf({ kind: "D_stsp" }, { truth, generated: truth }), 0);
  assert(valueOf({ kind: "D_stsp" }, { truth, generated: cloud(500, 2, 1) }) > 5);
});

Deno.test("the order in time does not matter, the density of points does", () => {
  const truth = cloud(2000, 3, 1);
  const generated = cloud(2000, 3, 2);
  const reversed = {
    ...generated,
    values: Float64Array.from(
      { length: 6000 },
      (_, index) => generated.values[(1999 - Math.floor(index / 3)) * 3 + index % 3]!,
    ),
  };
  const value = valueOf({ kind: "D_stsp" }, { truth, generated });
  assertEquals(valueOf({ kind: "D_stsp" }, { truth, generated: reversed }), value);
  assert(valueOf({ kind: "D_stsp" }, { truth, generated: slice(generated, 0, 200) }) > value);
});

Deno.test("too many cells are refused with the method that does it", () => {
  const truth = cloud(50, 12, 1);
  const { value, why } = evaluateMeasure(settingsOf({ kind: "D_stsp", method: "binning" }), {
    truth,
    generated: truth,
  });
  assertEquals(value, null);
  assert(why!.includes('"mixtures"'));
});

Deno.test("from six variables on mixtures are compared, and 0 remains 0", () => {
  const truth = cloud(300, 6, 1);
  const generated = noisy(truth, 0.5);
  const chosen = valueOf({ kind: "D_stsp" }, { truth, generated });
  assertEquals(chosen, valueOf({ kind: "D_stsp", method: "mixtures" }, { truth, generated }));
  assert(chosen !== valueOf({ kind: "D_stsp", method: "binning" }, { truth, generated }));
  assertEquals(valueOf({ kind: "D_stsp" }, { truth, generated: truth }), 0);
});

Deno.test("mixtures: worse with noise, between the ideal and a fixed point, the same in every unit", () => {
  const truth = cloud(800, 8, 1);
  const of = (generated: Series, of: Series = truth) => valueOf({ kind: "D_stsp" }, { truth: of, generated });
  const values = [0, 0.3, 0.6, 1.2, 2.4].map((amplitude) => of(noisy(truth, amplitude)));
  values.slice(1).forEach((value, index) => assert(value > values[index]!, values.join(", ")));
  const floor = of(cloud(800, 8, 2));
  assert(floor > 0 && floor < of(fixedPointAtMean(truth)));
  const unit = (value: number, column: number) => (value + column) * (column + 0.5);
  assertAlmostEquals(of(mapped(cloud(800, 8, 2), unit), mapped(truth, unit)), floor, 1e-9);
  assert(Number.isFinite(of(mapped(truth, (value) => 1e9 + value))));
});

Deno.test("unlike data differ at the ends of the numbers as they do near one, by bins and by mixtures", () => {
  const [truth, generated] = [cloud(400, 3, 1), noisy(cloud(400, 3, 2), 0.5)];
  for (const method of ["binning", "mixtures"] as const) {
    const of = (change: (value: number, column: number) => number) =>
      valueOf({ kind: "D_stsp", method }, {
        truth: mapped(truth, change),
        generated: mapped(generated, change),
      });
    const plain = of((value) => value);
    assert(plain > 0.1);
    assertEquals(of((value) => value * 2 ** 990), plain);
    assertEquals(of((value) => value * 2 ** -990), plain);
    assertEquals(of((value, column) => value * [2 ** 990, 1, 2 ** -990][column]!), plain);
  }
  const ends = seriesOf([[-1.7e308], [1.7e308], [0]], 1);
  assertEquals(valueOf({ kind: "D_stsp" }, { truth: ends, generated: ends }), 0);
  assert(valueOf({ kind: "D_stsp" }, { truth: ends, generated: fixedPointAtMean(ends) }) > 1);
});

Deno.test("al-rnn: a point in the lowest bin of any variable is not counted, nor is the largest value", () => {
  // Bins of width 1 from 0 to 30 along both variables.
  const truth = seriesOf([[0, 0], [30, 30], [0.5, 7.5], [7.5, 0.5], [7.5, 7.5], [1, 1], [29.9, 7.5], [
    7.5,
    30,
  ]], 1);
  const settings = settingsOf({ kind: "D_stsp", preset: "al-rnn" });
  assertEquals(stateSpaceDivergence.countedShare!(settings as never, truth), 3 / 8);
  // By hand: three cells of one point each against one cell of one point, α = 1e-5 in each of 900 cells.
  const generated = seriesOf([[7.2, 7.9], [0.1, 7.5], [7.5, 0.9], [-5, 7.5]], 1);
  const share = (count: number, total: number) => (count + 1e-5) / (total + 900e-5);
  const expected = share(1, 3) * Math.log(share(1, 3) / share(1, 1)) +
    2 * share(1, 3) * Math.log(share(1, 3) / share(0, 1)) +
    897 * share(0, 3) * Math.log(share(0, 3) / share(0, 1));
  assertAlmostEquals(valueOf({ kind: "D_stsp", preset: "al-rnn" }, { truth, generated }), expected, 1e-12);
  const lowest = seriesOf([[0.1, 7.5], [7.5, 0.9]], 1);
  assertEquals(evaluateMeasure(settings, { truth, generated: lowest }), {
    value: null,
    why: "no generated point lies within the bins",
  });
});

Deno.test("mixtures: the divergence of two Gaussians is the one of theory", () => {
  // One component each, so that KL = |distance|² / (2 variance) exactly in expectation.
  const of = (preset: "paper" | "gtf") =>
    valueOf({ kind: "D_stsp", preset, method: "mixtures", samples: 40_000, burnIn: 0, variance: 0.5 }, {
      truth: seriesOf([[0, 0]], 1),
      generated: seriesOf([[1, 2]], 1),
    });
  assertAlmostEquals(of("paper"), 5, 0.1);
  assertAlmostEquals(of("gtf"), 5, 0.1);
});

Deno.test("mixtures: densities are those of the definition", () => {
  const mixture = mixtureOfFirst(cloud(20, 2, 3), 10, 0.3);
  const points = drawFrom(mixture, 5, stream(1, "points"));
  const densities = logDensities(mixture, points);
  for (let point = 0; point < 5; point++) {
    let sum = 0;
    for (let centre = 0; centre < 10; centre++) {
      const dx = points[2 * point]! - mixture.centres[2 * centre]!;
      const dy = points[2 * point + 1]! - mixture.centres[2 * centre + 1]!;
      sum += Math.exp(-(dx * dx + dy * dy) / 0.6) / 10;
    }
    assertAlmostEquals(densities[point]!, Math.log(sum), 1e-12);
  }
});
