/** The second look: what it finds that the first one misses, and what it must not find. */
import { assert, assertAlmostEquals, assertEquals, assertLess, assertMatch } from "@std/assert/mod.js";
import { cos, exp, log, sin, tanh } from "../../../lib/numerics/elementary.ts";
import { normals, stream, uniforms } from "../../../lib/numerics/random.ts";
import { estimateSeries } from "../../../lib/lyapunov/series/estimate.ts";
import { ofAllEmbeddings } from "../../../lib/lyapunov/series/second_look/all_embeddings.ts";
import { orderOfCycles } from "../../../lib/lyapunov/series/second_look/order_of_cycles.ts";
import { ofNeighbours } from "../../../lib/lyapunov/series/second_look/parting_neighbours.ts";
import { prepareSeries } from "../../../lib/lyapunov/series/prepare.ts";
import { estimateTwice, secondLook } from "../../../lib/lyapunov/series/second_look/second_look.ts";
import { putTogether } from "../../../lib/lyapunov/series/second_look/ways.ts";
import type { SeriesEstimate } from "../../../lib/lyapunov/series/series_estimate.ts";
import { estimateTrials } from "../../../lib/lyapunov/series/trials.ts";
import type { Series } from "../../../lib/series/series.ts";
import { systems } from "../../../lib/systems/catalogue.ts";
import { orbitOf } from "../../../lib/systems/orbit.ts";

const seriesOf = (rows: number, value: (row: number) => number, dt = 1): Series => ({
  values: Float64Array.from({ length: rows }, (_, row) => value(row)),
  rows,
  columns: 1,
  dt,
});

/** The first variable of a system of the catalogue, on its attractor. */
const observed = (name: string, rows: number, substeps: number): Series => {
  const system = systems[name]!;
  const orbit = orbitOf(system, system.parameters);
  const state = orbit.start.slice();
  const seen = new Float64Array(orbit.variables.length);
  orbit.advance(state, 5000 * substeps);
  return seriesOf(rows, () => {
    orbit.advance(state, substeps);
    orbit.observe(state, seen);
    return seen[0]!;
  }, system.kind === "map" ? 1 : substeps * orbit.dt);
};

const twice = (series: Series): SeriesEstimate => {
  const found = estimateTwice(series);
  if (found._tag === "Left") throw new Error(JSON.stringify(found.left));
  return found.right;
};

const once = (series: Series): SeriesEstimate => {
  const found = estimateSeries(series);
  if (found._tag === "Left") throw new Error(JSON.stringify(found.left));
  return found.right;
};

const GOLDEN = (Math.sqrt(5) - 1) / 2;

Deno.test("weak chaos of a flow whose neighbours do not part visibly is found by its Jacobians", () => {
  const series = observed("coullet", 15_000, 5);
  assertEquals(once(series).verdict, "regular");
  const { verdict, reason, lambda1, standardError, dynamics, forcingInterval } = twice(series);
  assertEquals([verdict, reason, dynamics.kind], ["chaotic", "weak chaos", "chaotic"]);
  assertAlmostEquals(lambda1!, 0.0131, 2 * standardError! + 0.001);
  assert(forcingInterval !== null);
});

Deno.test("a torus, a strange set without chaos and a cycle under noise stay what they are", () => {
  const torus = seriesOf(6000, (row) => exp(sin(row / 5) + sin(row / 5 * GOLDEN)));
  assertEquals(twice(torus).verdict, "regular");
  let [x, phase] = [0.5, 0.1];
  const strange = seriesOf(6000, () => {
    x = 3 * tanh(x) * cos(2 * Math.PI * phase);
    phase = (phase + GOLDEN) % 1;
    return x;
  });
  assert(twice(strange).verdict !== "chaotic");
});

Deno.test("jumps of the dynamics are told from shocks: with more rows predictions get better", () => {
  const map = observed("standard-map", 12_000, 1);
  assertEquals(once(map).reason, "shocks or spikes");
  const { verdict, reason, lambda1, standardError } = twice(map);
  assertEquals([verdict, reason], ["chaotic", "chaos with jumps"]);
  assertLess(Math.abs(lambda1! - 1.62), 3 * standardError!);
  const chance = uniforms(stream(5, "kicks"), 12_000, 0, 1);
  let x = 0.3;
  const kicked = seriesOf(6000, (row) => {
    x = chance[row]! < 0.06 ? chance[6000 + row]! : 3.5 * x * (1 - x);
    return x;
  });
  assertEquals([twice(kicked).verdict, twice(kicked).reason], ["too short", "shocks or spikes"]);
});

Deno.test("an exponent that all ways together do not confirm is withdrawn, with everything that follows from it", () => {
  const series = observed("coullet", 3000, 5);
  const chaotic: SeriesEstimate = {
    ...once(series),
    verdict: "chaotic",
    reason: "neighbours part",
    method: "rosenstein",
    lambda1: 0.01,
    standardError: 0.005,
    jacobians: null,
    methods: {
      rosenstein: {
        lambda1: 0.01,
        standardError: 0.005,
        region: { steps: [1, 5], growth: 1, slope: 0.01, standardError: 0.005 } as never,
      },
      kantz: null,
    },
  };
  const { verdict, reason, lambda1, standardError, forcingInterval, method, dynamics } = secondLook(
    series,
    chaotic,
  );
  assertEquals([verdict, reason, dynamics.kind], ["too short", "ways differ", "undecided"]);
  assertEquals([lambda1, standardError, forcingInterval, method], [null, null, null, null]);
});

Deno.test("neighbours that part too fast are left out where the maps along the orbit are good", () => {
  const series = observed("lorenz", 4000, 3);
  const first = once(series);
  const rosenstein = { ...first.methods.rosenstein!, lambda1: 2.7, standardError: 0.1 };
  const { verdict, method, lambda1, standardError, notes, witnesses } = secondLook(series, {
    ...first,
    method: "rosenstein",
    lambda1: 2.7,
    standardError: 0.1,
    methods: { rosenstein, kantz: null },
  });
  assertEquals([verdict, method], ["chaotic", "jacobians"]);
  assertLess(Math.abs(lambda1! - 0.906), 2 * standardError!);
  assert(notes[0]!.includes("is left out"));
  assertEquals(witnesses.at(-1)!.speaksFor, "chaos");
});

/** An estimate whose ways differed at first. */
const undecided = (estimate: SeriesEstimate): SeriesEstimate => ({
  ...estimate,
  verdict: "too short",
  reason: "ways differ",
  method: null,
  lambda1: null,
  standardError: null,
  forcingInterval: null,
});

Deno.test("good maps along the orbit decide where ways differ, of a flow only", () => {
  const flow = observed("lorenz", 4000, 3);
  const { verdict, reason, lambda1, standardError, forcingInterval } = secondLook(
    flow,
    undecided(once(flow)),
  );
  assertEquals([verdict, reason], ["chaotic", "Jacobians agree"]);
  assertLess(Math.abs(lambda1! - 0.906), 2 * standardError!);
  assert(forcingInterval !== null);
  const map = observed("henon", 2000, 1);
  assertEquals(secondLook(map, undecided(once(map))).verdict, "too short");
});

Deno.test("where no maps confirm λ₁ its error is half as large again, and the reader is told", () => {
  const clean = observed("henon", 2000, 1);
  const noise = normals(stream(8, "noise"), 2000);
  const series = { ...clean, values: clean.values.map((value, i) => value + 0.01 * noise[i]!) };
  const first = once(series);
  const { lambda1, standardError, notes } = twice(series);
  const together = putTogether([
    ofNeighbours(first)!,
    ofAllEmbeddings(first.jacobians!, first.embeddings!.tried[0]!, first),
  ]);
  assertEquals([lambda1, standardError], [together.lambda1, 1.5 * together.standardError]);
  const isTold = (each: string): boolean => each.startsWith("No maps along the orbit");
  assert(notes.some(isTold));
  assert(!twice(clean).notes.some(isTold));
});

Deno.test("the error is never below what λ₁ fluctuates by along the series", () => {
  const { lambda1, standardError } = twice(observed("linz-sprott", 8000, 5));
  assertLess(Math.abs(lambda1! - 0.0361), 4 * standardError!);
  assertLess(0.08 * lambda1!, standardError!);
});

Deno.test("datasets keep the first look, whose version is in their names", () => {
  let x = 0.3;
  const series = seriesOf(1500, () => x = 3.9 * x * (1 - x));
  const kept = estimateTrials([series]);
  assert(kept._tag === "Right");
  assertEquals(kept.right, once(series));
  assert(twice(series).method === "combined" && kept.right.method !== "combined");
});

/** Smooth pulses whose intervals scatter by chance, as heartbeats do. */
const pulses = (scatter: number, seed: number): Series => {
  const beats = normals(stream(seed, "pulses"), 60).map((draw) => 25 * (1 + scatter * draw));
  const times = beats.map((_, index) => beats.subarray(0, index + 1).reduce((sum, beat) => sum + beat, 0));
  const since = (row: number, time: number): number => (row - time) / 3;
  return seriesOf(
    1000,
    (row) => times.reduce((sum, time) => sum + exp(-since(row, time) * since(row, time) / 2), 0),
  );
};

/** A wave that comes out upside down in half of its periods, by chance. */
const flipping = (seed: number): Series => {
  const coins = uniforms(stream(seed, "flips"), 100);
  let [phase, sign, tossed] = [0, 1, 0];
  return seriesOf(1000, () => {
    const before = Math.floor(phase);
    phase += 0.043;
    if (Math.floor(phase) > before) sign = coins[tossed++]! < 0.5 ? 1 : -1;
    return sign * sin(2 * Math.PI * phase);
  });
};

/** A wave whose frequency is one of two in each of its periods, by chance. */
const switching = (seed: number): Series => {
  const coins = uniforms(stream(seed, "switch"), 100);
  let [phase, frequency, tossed] = [0, 0.04, 0];
  return seriesOf(1000, () => {
    const before = Math.floor(phase);
    phase += frequency;
    if (Math.floor(phase) > before) frequency = coins[tossed++]! < 0.5 ? 0.035 : 0.06;
    return sin(2 * Math.PI * phase);
  });
};

Deno.test("a λ₁ that its reported error hardly keeps above zero comes with a warning", () => {
  const { verdict, lambda1, standardError, notes } = twice(flipping(2));
  // Chance drives the wave. Once it is not called chaotic any more, this needs another series.
  assertEquals(verdict, "chaotic");
  assertLess(lambda1!, 2.5 * standardError!);
  assert(notes.some((note) => /only \d\.\d of its standard errors above zero.*do not rest/.test(note)));
  assert(!twice(observed("lorenz", 5000, 4)).notes.some((note) => /do not rest/.test(note)));
});

Deno.test("pulses whose intervals scatter by chance are not called chaotic: their cycles could come in any order", () => {
  const found = [2, 4, 6, 7, 8].map((seed) => twice(pulses(0.05, seed)));
  for (const { verdict, reason, because, lambda1, dynamics } of found) {
    assertEquals([verdict, reason, lambda1, dynamics.kind], [
      "too short",
      "cycles in any order",
      null,
      "undecided",
    ]);
    assertMatch(
      because,
      /its first 3\d cycles predict the next ones no better than in an order by chance, of which 5 of \d+ do as well/,
    );
  }
});

Deno.test("a wave whose frequency switches by chance is not called chaotic: with more rows predictions miss as often", () => {
  for (const seed of [1, 2, 3, 4]) assertEquals(twice(switching(seed)).reason, "shocks or spikes", `${seed}`);
});

Deno.test("pulses of which chance decides when the next one comes are not called chaotic, however far λ₁ is above zero", () => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const draws = uniforms(stream(seed, "gaps"), 120);
    let time = -20;
    const times = Array.from(
      { length: 40 },
      (_, i) => time -= 25 / 3 * log(draws[3 * i]! * draws[3 * i + 1]! * draws[3 * i + 2]!),
    );
    const pulse = (since: number): number => 4 / ((exp(since / 3) + exp(-since / 3)) ** 2);
    const series = seriesOf(1000, (row) => times.reduce((sum, each) => sum + pulse(row - each), 0));
    assert(twice(series).verdict !== "chaotic", `${seed}`);
  }
});

Deno.test("the cycles of chaos follow from each other, under noise too, and those of noise do not", () => {
  for (const [name, substeps] of [["roessler", 20], ["chen", 4], ["coullet", 20], ["lorenz", 5]] as const) {
    const [clean] = prepareSeries(observed(name, 5000, substeps)).columns;
    for (const level of [0, 0.05]) {
      const noise = normals(stream(3, name), 5000);
      assertEquals(
        orderOfCycles(clean!.map((value, row) => value + level * noise[row]!))!.matters,
        true,
        `${name} ${level}`,
      );
    }
  }
  const byChance = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => orderOfCycles(pulses(0.1, seed).values)!.matters);
  assertEquals(byChance, byChance.map(() => false));
  assertEquals(orderOfCycles(pulses(0.1, 1).values.subarray(0, 400)), undefined);
});

/** The first column of a series in units of its standard deviation, with noise of a share of it. */
const underNoise = (series: Series, level: number, seed: number): Series => {
  const noise = normals(stream(seed, "noise on it"), series.rows);
  const [signal] = prepareSeries(series).columns;
  return { ...series, values: signal!.map((value, row) => value + level * noise[row]!) };
};

Deno.test("a cycle or a torus is regular under noise as well, however far apart noise keeps its neighbours", () => {
  const torus = seriesOf(1000, (row) => sin(0.27 * row) + 0.6 * sin(0.437 * row) + 0.3 * sin(0.0711 * row));
  const cycle = seriesOf(1000, (row) => exp(2 * sin(0.31 * row)));
  for (const [series, levels] of [[torus, [0, 0.02]], [cycle, [0.05, 0.2]]] as const) {
    for (const level of levels) {
      const { verdict, reason, lambda1 } = twice(underNoise(series, level, 2));
      assertEquals([verdict, reason, lambda1], ["regular", "neighbours stay together", 0], `${level}`);
    }
  }
});

Deno.test("many waves are regular, clean and under noise, although their surrogates are the same waves", () => {
  const frequencies = [0.05, 0.0309, 0.0707, 0.0433, 0.1127, 0.0871];
  const waves = seriesOf(
    1000,
    (row) => frequencies.reduce((sum, each, i) => sum + sin(2 * Math.PI * each * row + i), 0),
  );
  assertEquals(once(waves).reason, "like linear noise");
  for (const level of [0, 0.3]) {
    const { verdict, reason, because, lambda1, dynamics } = twice(underNoise(waves, level, 4));
    assertEquals([verdict, reason, lambda1, dynamics.kind], ["regular", "few waves", 0, "quasi-periodic"]);
    assertEquals(dynamics.frequencies, 6, `${level}`);
    assertMatch(because, /are 6 waves; found in three quarters of the rows, they go on through the others/);
  }
  const two = seriesOf(1000, (row) => sin(Math.PI * row / 10) + sin(0.3 * Math.PI * row) / 2);
  const { dynamics } = twice(underNoise(two, 0.4, 4));
  assertAlmostEquals(dynamics.period ?? 0, 20, 0.1);
});

Deno.test("frequencies are counted from waves, where lines of a spectrum run together", () => {
  const modulated = seriesOf(1000, (row) => (1 + 0.5 * sin(0.0217 * row)) * sin(0.31 * row));
  const squared = seriesOf(1000, (row) => (sin(0.2 * row) + 0.7 * sin(0.137 * row)) ** 2);
  for (const series of [modulated, squared]) {
    const { verdict, dynamics, witnesses } = twice(series);
    assertEquals([verdict, dynamics.frequencies], ["regular", 2]);
    assert(
      witnesses.some(({ name, found }) =>
        name === "lines of the spectrum" && found.endsWith(", 2 independent")
      ),
    );
    assertEquals(once(series).dynamics.frequencies, null);
  }
});

Deno.test("noise of a narrow band has waves too, but they do not go on", () => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const values = normals(stream(seed, "narrow band"), 3000);
    const [a, b] = [2 * cos(2 * Math.PI / 12) * exp(-1 / 200), -exp(-2 / 200)];
    for (let row = 2; row < 3000; row++) {
      values[row] = a * values[row - 1]! + b * values[row - 2]! + values[row]!;
    }
    assert(twice(seriesOf(1000, (row) => values[2000 + row]!)).verdict !== "regular", `${seed}`);
  }
});

Deno.test("chaos is not called regular because noise, or a short series, keeps all neighbours apart", () => {
  const short = (name: string, level: number): Series => {
    const { timeScale, dt, kind } = systems[name]!;
    const substeps = kind === "map" ? 1 : Math.round(timeScale / (25 * dt));
    return underNoise(observed(name, 1000, substeps), level, 1);
  };
  for (
    const series of [
      short("sprott-l", 0),
      short("hassell", 0.05),
      short("aizawa", 0.05),
      short("linz-sprott", 0.05),
    ]
  ) {
    const first = once(series);
    assertEquals(first.reason, "neighbours stay together");
    const { verdict, reason, because, lambda1, dynamics } = secondLook(series, first);
    assertEquals([verdict, reason, lambda1, dynamics.kind], [
      "too short",
      "room for chaos",
      null,
      "undecided",
    ]);
    assertMatch(because, /differ by \d+ % of its standard deviation/);
  }
});

Deno.test("a series of which only the end repeats itself is not stationary", () => {
  let x = 0.3;
  const chaos = Float64Array.from({ length: 1000 }, () => x = 3.9 * x * (1 - x));
  const cycle = (row: number) => 0.5 + 0.4 * sin(2 * Math.PI * (row % 20) / 20);
  const changed = seriesOf(2000, (row) => row < 1000 ? chaos[row]! : cycle(row));
  assertEquals(once(changed).reason, "repeats itself");
  const { verdict, lambda1, because } = twice(changed);
  assertEquals([verdict, lambda1], ["not stationary", null]);
  assertMatch(because, /every 20 steps, but only from row 1001 of 2000 on/);
  let y = 0.1;
  assertEquals(twice(seriesOf(1000, () => y = 3.5 * y * (1 - y))).verdict, "regular");
});

Deno.test("a contraction that chance kicks about is not called chaotic, though its neighbours part, nor are jumps of sizes", () => {
  const coins = uniforms(stream(3, "coins"), 1000);
  let x = 0;
  for (const [factor, heads] of [[1 / 3, 0.5], [-0.35, 0.5], [0.2, 0.8]] as const) {
    const series = seriesOf(1000, (row) => x = factor * x + (coins[row]! < heads ? 1 - Math.abs(factor) : 0));
    assertEquals(once(series).verdict, "chaotic");
    const { verdict, reason } = twice(series);
    assertEquals([verdict, reason], ["too short", "chance may drive it"], `${factor}`);
  }
});

Deno.test("pulses at intervals of a gamma distribution are not called chaotic, however many there are", () => {
  for (const seed of [1, 2]) {
    const draws = uniforms(stream(seed, "intervals"), 900);
    const intervals = Array.from(
      { length: 300 },
      (_, i) => -8 * log(draws[3 * i]! * draws[3 * i + 1]! * draws[3 * i + 2]!),
    );
    const times = intervals.map((_, i) => intervals.slice(0, i + 1).reduce((sum, each) => sum + each, 0));
    const since = (row: number, time: number): number => (row - time) / 4;
    const series = seriesOf(
      5000,
      (row) => times.reduce((sum, time) => sum + exp(-since(row, time) * since(row, time) / 2), 0),
    );
    assertEquals(once(series).verdict, "chaotic");
    assertEquals(twice(series).reason, "chance may drive it");
  }
});
