/** Exponents that were checked: jumps, steps, transients, points, and what must hold of every spectrum. */
import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { exponentsOfSystem } from "../../lib/lyapunov/exponents.ts";
import { spectraOfStarts } from "../../lib/lyapunov/starts.ts";
import type { TrustOptions } from "../../lib/lyapunov/trust/tried_course.ts";
import { examineExponents, type TrustedExponents } from "../../lib/lyapunov/trust/trust.ts";
import { describeError } from "../../lib/core/program/errors.ts";
import { systems } from "../../lib/systems/catalogue.ts";
import { chua } from "../../lib/systems/chua.ts";
import { orbitOf } from "../../lib/systems/orbit.ts";
import { lorenz } from "../../lib/systems/lorenz.ts";
import type { System } from "../../lib/systems/system.ts";
import { userSystem } from "../../lib/systems/user.ts";
import { right } from "../either.ts";

const mine = (value: unknown): System => right(userSystem(value, "mine.ts"));
const trusted = (system: System, options: TrustOptions = {}, parameters = {}): TrustedExponents =>
  right(examineExponents(system, parameters, options));
const exponents = ({ spectrum }: TrustedExponents): readonly number[] => spectrum.exponents;
const check = ({ checks }: TrustedExponents, name: string): boolean | null =>
  checks.find((each) => each.name === name)!.passed;
const assertNear = (found: TrustedExponents, expected: readonly number[], floor: number): void =>
  expected.forEach((value, i) =>
    assertAlmostEquals(
      found.spectrum.exponents[i]!,
      value,
      4 * found.spectrum.standardErrors[i]! + floor,
      `λ${i + 1} of ${found.spectrum.exponents}`,
    )
  );

Deno.test("a smooth system with a good step keeps its bits, and no check has a doubt", () => {
  for (
    const name of [
      "lorenz",
      "henon",
      "duffing",
      "mackey-glass",
      "sprott-a",
      "logistic",
      "parametric-pendulum",
      "itik-banks",
    ]
  ) {
    const system = systems[name]!;
    const options = { time: 300 * system.timeScale };
    const [found, plain] = [trusted(system, options), right(exponentsOfSystem(system, {}, options))];
    assertEquals(found.spectrum, plain.spectrum, name);
    assertEquals(found.predictability, plain.predictability, name);
    assertEquals([found.doubts, found.method], [[], "tangent map"], name);
  }
});

Deno.test("options that no orbit can have are refused, whoever follows it", () => {
  const cases: readonly (readonly [TrustOptions, RegExp])[] = [
    [{ dt: 0 }, /step is 0; give dt more than 0/],
    [{ dt: -0.1 }, /step is -0.1/],
    [{ time: Infinity }, /length of the orbit is Infinity/],
    [{ transient: -5 }, /transient is -5/],
    [{ k: 1.5 }, /number of exponents is 1.5/],
    [{ orthonormaliseEvery: 0 }, /orthonormaliseEvery is 0/],
    [{ initialState: [1] }, /initial state is \[1\]; give 3 finite numbers/],
    [{ initialState: [1, NaN, 2] }, /initial state is \[1, NaN, 2\]/],
  ];
  for (const [options, why] of cases) {
    for (
      const result of [
        exponentsOfSystem(lorenz, {}, options),
        examineExponents(lorenz, {}, options),
        spectraOfStarts(lorenz, {}, 2, options),
      ]
    ) {
      assertMatch(E.isLeft(result) ? describeError(result.left).join("; ") : "it has exponents", why);
    }
  }
  assert(
    E.isRight(
      exponentsOfSystem(systems["lorenz-96"]!, { N: 5 }, { initialState: [8, 8, 8, 8, 8.1], time: 50 }),
    ),
  );
});

// Lorenz in the coordinates (x, y + |x| / 2, z): a field that jumps at x = 0, with exponents that do not.
const kinked = {
  initialState: [1, 1.5, 20],
  timeScale: 0.75,
  equations: [
    "x' = 10 (u - x)",
    "y' = x (28 - z) - u + sign(x) 5 (u - x)",
    "z' = x u - 8 z / 3",
    "u = y - abs(x) / 2",
  ],
};
const kinkedFunction = {
  variables: ["x", "y", "z"],
  initialState: kinked.initialState,
  timeScale: 0.75,
  equations: ([x, y, z]: readonly [number, number, number]) => {
    const u = y - Math.abs(x) / 2;
    return [10 * (u - x), x * (28 - z) - u + Math.sign(x) * 5 * (u - x), x * u - 8 / 3 * z];
  },
};
const ofLorenz = [0.9056, 0, -14.572];

Deno.test("a field that jumps has the exponents of the smooth one that it is in other coordinates", () => {
  const plain = right(exponentsOfSystem(mine(kinked), {}, { time: 400 })).spectrum;
  assert(plain.exponents.every((value) => Math.abs(value) > 0.1), `without saltation: ${plain.exponents}`);
  const text = trusted(mine(kinked), { time: 400 });
  assertEquals([text.method, text.doubts], ["tangent map with saltation matrices", []]);
  assertNear(text, ofLorenz, 0.02);
  const named = { ...kinkedFunction, events: [{ surface: ([x]: readonly number[]) => x! }] };
  for (const system of [kinkedFunction, named]) {
    const found = trusted(mine(system), { time: 60 });
    assertEquals([found.method, found.doubts], ["tangent map with saltation matrices", []]);
    assertNear(found, ofLorenz, 0.1);
  }
  const apart = trusted(mine(kinked), { time: 100, method: "neighbouring orbits" });
  assertEquals([apart.method, apart.doubts], ["neighbouring orbits", []]);
  assertNear(apart, ofLorenz, 0.1);
});

Deno.test("a ramp that a skew tent map resets: its exponent per time is the map's over the mean return", () => {
  const a = 0.3;
  const found = trusted(
    mine({
      variables: ["x", "t"],
      initialState: [0.123, 0],
      timeScale: 1.25,
      equations: () => [0, 1],
      events: [{
        surface: ([x, t]: readonly [number, number]) => t - 1 - x / 2,
        direction: "rising",
        reset: ([x]: readonly [number]) => [x < a ? x / a : (1 - x) / (1 - a), 0],
      }],
    }),
    { time: 1000 },
  );
  const entropy = -(a * Math.log(a) + (1 - a) * Math.log(1 - a));
  assertEquals(found.doubts, []);
  assertNear(found, [entropy / 1.25, 0], 0.005);
});

Deno.test("an impact oscillator: the sum is −2 ζ + 2 ln r times the rate of impacts, and the phase has exponent 0", () => {
  // Shaw & Holmes (1983), J. Sound Vib. 90, 129–155: x'' + 2 ζ x' + x = b cos ω t below a stop, with restitution r.
  const [zeta, restitution] = [0.05, 0.8];
  let impacts = 0;
  const system = mine({
    variables: ["x", "v", "t"],
    parameters: { b: 1, w: 2.8 },
    initialState: [-0.5, 0, 0],
    timeScale: 2.2,
    dt: 0.02,
    equations: ([x, v, t]: readonly number[], { b, w }: { b: number; w: number }) => [
      v,
      b * Math.cos(w * t!) - 2 * zeta * v! - x!,
      1,
    ],
    events: [{
      surface: ([x]: readonly number[]) => x,
      direction: "rising",
      reset: ([x, v, t]: readonly number[]) => {
        impacts++;
        return [x, -restitution * v!, t];
      },
    }],
  });
  const found = trusted(system, { time: 800 });
  assert(impacts > 200);
  assertEquals(found.doubts, []);
  assert(exponents(found).some((value) => Math.abs(value) < 0.01), `${exponents(found)}`);
  // By counting the impacts of the orbit itself.
  const { advance, start } = orbitOf(system, system.parameters);
  const state = start.slice();
  advance(state, 20_000);
  impacts = 0;
  advance(state, 40_000);
  const expected = -2 * zeta + 2 * Math.log(restitution) * impacts / 800;
  assertAlmostEquals(exponents(found).reduce((sum, value) => sum + value, 0), expected, 0.02);
});

Deno.test("dry friction: where the block sticks to the belt orbits merge, an exponent is −∞", () => {
  const block = mine({
    parameters: { belt: 1, f: 1 },
    initialState: [0.5, 0.3],
    timeScale: 8,
    equations: ["x' = v", "v' = -x - f sign(v - belt) / (1 + abs(v - belt))"],
  });
  const found = trusted(block, { time: 100, transient: 40 });
  assertEquals(found.doubts, []);
  assertEquals(exponents(found)[1], -Infinity);
  assertAlmostEquals(exponents(found)[0]!, 0, 0.02);
});

Deno.test("Chua's kinks need no saltation: tangent map and neighbouring orbits agree", () => {
  const options = { time: 600 };
  const [tangent, apart] = [
    trusted(chua, options),
    trusted(chua, { ...options, method: "neighbouring orbits" }),
  ];
  assertEquals([tangent.method, apart.method], ["tangent map", "neighbouring orbits"]);
  assertNear(tangent, [0.3271, 0, -2.5197], 0.03);
  assertNear(apart, exponents(tangent), 0.03);
});

Deno.test("a step that is too large is replaced, or refused where it was asked for", () => {
  const decay = mine({
    variables: ["x"],
    initialState: [1],
    dt: 0.001,
    equations: ([x]: readonly [number]) => [-1000 * x],
  });
  const found = trusted(decay, { time: 20 });
  assertAlmostEquals(exponents(found)[0]!, -1000, 1);
  assertMatch(found.notes.join(), /step 0\.001 is too large/);
  // Over so long a time the orbit ends among the smallest numbers, whose rounding no step makes better.
  const long = trusted(decay);
  assertEquals([long.doubts, exponents(long)[0]], [[], -1000]);
  const asked = trusted(decay, { time: 20, dt: 0.001 });
  assertMatch(asked.doubts.join(), /the step 0\.001 is too large: .*dt 0\.\d+ would do/);
  const stiff = trusted(systems["van-der-pol"]!, { time: 1500, transient: 200 }, { mu: 100 });
  assertEquals(stiff.doubts, []);
  assertAlmostEquals(exponents(stiff)[0]!, 0, 0.005);
  // The mean divergence over whole periods is −178.1; the orbit ends within one.
  assertAlmostEquals(exponents(stiff)[1]!, -178.1, 6);
});

Deno.test("a direction that dies out within a step: the Oregonator is followed by the implicit solver", () => {
  const oregonator = mine({
    parameters: { s: 77.27, q: 8.375e-6, w: 0.161 },
    initialState: [1, 2, 3],
    dt: 0.01,
    timeScale: 300,
    equations: ["x' = s (y + x (1 - q x - y))", "y' = (z - (1 + x) y) / s", "z' = w (x - z)"],
  });
  const found = trusted(oregonator, { time: 3000, transient: 600 });
  assertEquals([found.doubts, found.method.startsWith("exponential")], [[], true]);
  assertAlmostEquals(exponents(found)[0]!, 0, 0.005);
  assertAlmostEquals(exponents(found).reduce((a, b) => a + b, 0), found.spectrum.meanLogDeterminant!, 1e-6);
  assert(exponents(found)[2]! < -10_000 && Number.isFinite(exponents(found)[2]));
  assertMatch(found.notes.join(), /λ3 is the mean divergence less the other exponents/);
});

const refusal = (system: System): { what: string; mend: string } => {
  const result = examineExponents(system);
  assert(E.isLeft(result) && result.left._tag === "CannotCompute", JSON.stringify(result));
  return { what: result.left.what, mend: result.left.mend };
};

Deno.test("an orbit that slides on a surface without a name is refused by that, and the advice helps", () => {
  const block = {
    variables: ["x", "v", "t"],
    initialState: [0.1, 0.2, 0],
    dt: 0.01,
    timeScale: 6,
    equations: ([x, v, t]: readonly number[]) => [
      v,
      -x! - 0.4 * Math.sign(v! - 0.5) + Math.cos(1.3 * t!),
      1,
    ],
  };
  // Here a step ends before the surface while its stages lie beyond it: the solver stands still.
  const drawnIn = {
    variables: ["x", "y"],
    initialState: [0.3, 1],
    dt: 0.01,
    timeScale: 2,
    equations: ([x, y]: readonly number[]) => [-Math.sign(x!), -y!],
  };
  for (const each of [block, drawnIn]) {
    const { what, mend } = refusal(mine(each));
    assertMatch(what, /cannot be followed: (the orbit slides along|crossings of) a surface/);
    assertMatch(mend, /name the surfaces/);
  }
  const surface = ([, v]: readonly number[]) => v! - 0.5;
  const named = trusted(mine({ ...block, events: [{ surface }] }), { time: 600 });
  assertEquals(named.doubts, []);
});

Deno.test("a ball that comes to rest on the table is not told to name the surface that it has named", () => {
  const { what, mend } = refusal(mine({
    variables: ["x", "v", "t"],
    initialState: [1, 0, 0],
    dt: 0.002,
    timeScale: 2.5,
    equations: ([, v]: readonly number[]) => [v, -9.81, 1],
    events: [{
      surface: ([x, , t]: readonly number[]) => x! - Math.sin(2.5 * t!),
      direction: "falling",
      reset: ([x, v, t]: readonly number[]) => [x, -0.8 * v! + 1.8 * 2.5 * Math.cos(2.5 * t!), t],
    }],
  }));
  assertMatch(what, /pile up/);
  assertMatch(mend, /comes? to rest on a surface/);
});

Deno.test("a drive that switches is followed for long, though its phase grows", () => {
  const switched = (start: number) =>
    trusted(
      mine({
        variables: ["x", "v", "t"],
        initialState: [0.1, 0.2, start],
        dt: 0.02,
        timeScale: 6,
        equations: ([x, v, t]: readonly number[]) => [
          v,
          x! - x! ** 3 - 0.25 * v! + 0.3 * Math.sign(Math.cos(t!)),
          1,
        ],
      }),
      { time: 1500 },
    );
  const found = switched(2 * Math.PI * 2000);
  assertEquals([found.doubts, found.method], [[], "tangent map with saltation matrices"]);
  assertNear(found, [0.1734, 0, -0.4234], 0.02);
});

Deno.test("an orbit that leaves every bound is not taken for a step that is too large", () => {
  const runaway = mine({ initialState: [2], equations: ["x' = x^2 - 1"] });
  const result = examineExponents(runaway);
  assert(E.isLeft(result) && result.left._tag === "CannotCompute");
  assertMatch(result.left.what, /nor with smaller ones/);
});

Deno.test("long chaos that ends is a transient: Lorenz at ρ = 22 and 23.5 comes to rest", () => {
  for (const [rho, start] of [[22, [1, 1, 20]], [23.5, [5, 1, 30]]] as const) {
    const found = trusted(lorenz, { initialState: start, dt: 0.01 }, { rho });
    assert(exponents(found)[0]! < 0, `${exponents(found)}`);
    assertMatch(found.notes.join(), /comes to rest/);
  }
});

Deno.test("a regular orbit of Hénon and Heiles has exponents 0 and no predictability time, a chaotic one has", () => {
  const y = 0.1;
  const heiles = mine({
    initialState: [0, y, Math.sqrt(1 / 6 - y * y + 2 * y ** 3 / 3), 0],
    dt: 0.02,
    timeScale: 6,
    equations: ["x' = u", "y' = v", "u' = -x - 2 x y", "v' = -y - x^2 + y^2"],
  });
  const regular = trusted(heiles);
  assertEquals([exponents(regular)[0], regular.predictability, regular.doubts], [0, null, []]);
  assertMatch(regular.notes.join(), /fall as 1\/T/);
  const chaotic = trusted(systems["henon-heiles"]!, { time: 3000 });
  assert(exponents(chaotic)[0]! > 0.02 && chaotic.predictability !== null);
});

Deno.test("fixed points, collapse by rounding and superstable cycles are said", () => {
  const tent = mine({
    kind: "map",
    variables: ["x"],
    initialState: [4 - Math.PI],
    equations: ([x]: readonly [number]) => [1 - Math.abs(1 - 2 * x)],
  });
  assertMatch(trusted(tent).doubts.join(), /sits on the fixed point \(0\) that is not stable/);
  assertMatch(trusted(lorenz, { initialState: [0, 0, 0] }).doubts.join(), /fixed point \(0, 0, 0\)/);
  const logistic = (r: number, x: number) =>
    trusted(mine({ initialState: [x], equations: [`x <- ${r} x (1 - x)`] }), { time: 3000 });
  assertMatch(logistic(4, 0.5).doubts.join(), /not stable/);
  const superstable = logistic(2, 0.3);
  assertEquals([exponents(superstable)[0], superstable.doubts], [-Infinity, []]);
  const cycle = logistic(3.2, 0.3);
  assertMatch(cycle.notes.join(), /cycle of 2 points/);
  assertAlmostEquals(exponents(cycle)[0]!, Math.log(Math.abs(4 + 2 * 3.2 - 3.2 ** 2)) / 2, 1e-9);
  const rest = trusted(systems["linear"]!, { time: 100 });
  assertEquals(rest.doubts, []);
  assertMatch(rest.notes.join(), /comes to rest/);
  const slow = trusted(mine({ initialState: [1], dt: 0.01, equations: ["x' = -x^3"] }), { time: 200 });
  assertMatch(slow.notes.join(), /creeps towards a fixed point/);
});

Deno.test("a Jacobian that is wrong in one place only is noticed by volumes at finite distance", () => {
  if (lorenz.kind !== "flow") throw new Error("no flow");
  const { field } = lorenz;
  const wrong: System = {
    ...lorenz,
    field: (parameters) => {
      const { jacobian, ...rest } = field(parameters);
      return {
        ...rest,
        jacobian: (state: Float64Array, out: Float64Array) => {
          jacobian(state, out);
          out[2] = 3;
        },
      };
    },
  };
  const found = trusted(wrong, { time: 60, dt: 0.01 });
  assertEquals(check(found, "finite volumes"), false);
  assert(found.doubts.length > 0);
});

Deno.test("several starts find both attractors, and orbits that leave", () => {
  const { attractors, escaped, starts } = right(
    spectraOfStarts(
      mine({ initialState: [0.4], equations: ["x <- x (2.5 - 1.5 x)"], parameters: {} }),
      {},
      12,
    ),
  );
  assertEquals(attractors.reduce((sum, { count }) => sum + count, escaped), starts);
  const lobes = right(spectraOfStarts(lorenz, { rho: 15 }, 10));
  assertEquals(lobes.attractors.length, 2);
  lobes.attractors.forEach((each) => assert(each.exponents[0]! < 0));
  // Chaos beside two stable fixed points with small basins, and none beside it at the usual parameters.
  const three = right(spectraOfStarts(lorenz, { rho: 24.4 }, 8)).attractors;
  assertEquals(three.map((each) => each.exponents[0]! < 0).sort(), [false, true, true]);
  assertEquals(right(spectraOfStarts(lorenz, {}, 8)).attractors.length, 1);
  // The same care as with one start: a field that jumps keeps its exponent 0, a stiff one gets the solver that does.
  const jumping = mine({
    initialState: [0.5, 0, -1],
    dt: 0.02,
    timeScale: 6,
    equations: ["x' = 0.55 (y - x)", "y' = -z sign(x)", "z' = abs(x) - 1"],
  });
  const [butterfly] = right(spectraOfStarts(jumping, {}, 2)).attractors;
  assertAlmostEquals(butterfly!.exponents[1]!, 0, 0.02);
  const stiff = right(
    spectraOfStarts(systems["van-der-pol"]!, { mu: 100 }, 2, { time: 1600, transient: 200 }),
  );
  assertEquals([stiff.escaped, stiff.attractors.length], [0, 1]);
});

const oregonator = (dt: number): System =>
  mine({
    initialState: [1, 2, 3],
    dt,
    timeScale: 300,
    equations: [
      "x' = 77.27 (y + x (1 - 8.375e-6 x - y))",
      "y' = (z - (1 + x) y) / 77.27",
      "z' = 0.161 (x - z)",
    ],
  });

Deno.test("the Oregonator with a long step is a limit cycle, which does not come to rest", () => {
  const found = trusted(oregonator(0.1), { time: 6057.2, transient: 600 });
  assertEquals(found.doubts, []);
  assertNear(found, [0, -0.5], 0.002);
  // Twenty periods: the mean divergence by another solver is −24,667.
  assertAlmostEquals(found.spectrum.meanLogDeterminant!, -24_667, 25);
  assert(Math.abs(exponents(found)[0]!) <= 4 * found.spectrum.standardErrors[0]!);
  assert(found.notes.every((note) => !/rest|creeps/.test(note)), found.notes.join());
  assertEquals([check(found, "zero exponent"), check(found, "two starts")], [true, true]);
});

Deno.test("van der Pol with μ = 1000 is given the implicit step that does", () => {
  const stiff = mine({
    initialState: [2, 0],
    dt: 0.5,
    timeScale: 1614,
    equations: ["x' = y", "y' = 1000 (1 - x^2) y - x"],
  });
  const found = trusted(stiff, { time: 1614 * 10, transient: 1614 });
  assertEquals(found.doubts, []);
  assert(Math.abs(exponents(found)[0]!) <= 4 * found.spectrum.standardErrors[0]!);
  assertEquals(found.predictability, null);
  assertMatch(found.notes.join(), /implicit solver with dt \S+ at most/);
});

Deno.test("what dies out to rounding is not blamed on the step", () => {
  const decay = mine({
    initialState: [0.1, 0.1, 0.1],
    dt: 0.01,
    timeScale: 6,
    equations: ["x' = -x (1 + y)", "y' = x^2 - y - z", "z' = 0.1 (y - z)"],
  });
  const found = trusted(decay, { time: 600 });
  assertEquals([found.method, found.doubts], ["tangent map", []]);
  assert(found.notes.every((note) => !/too large/.test(note)), found.notes.join());
  // −1 and the eigenvalues of [[−1, −1], [0.1, −0.1]].
  const root = Math.sqrt(0.3025 - 0.2);
  assertNear(found, [-0.55 + root, -0.55 - root, -1], 1e-6);
});

Deno.test("rotations neither grow nor shrink, and nothing speaks against them", () => {
  const oscillator = mine({
    initialState: [1, 0],
    dt: 0.05,
    timeScale: 6.28,
    equations: ["x' = v", "v' = -x"],
  });
  const circle = mine({ initialState: [0.3], equations: ["x <- mod(x + 0.6180339887, 1)"] });
  const plane = mine({ initialState: [0.3, 0.1], equations: ["x <- 0.8 x - 0.6 y", "y <- 0.6 x + 0.8 y"] });
  for (const each of [oscillator, circle, plane]) {
    const found = trusted(each);
    assertEquals([found.doubts, check(found, "finite volumes")], [[], true], each.equations.join());
    assertNear(found, found.spectrum.exponents.map(() => 0), 1e-8);
  }
});

Deno.test("a delay equation comes to rest too; its check is another start", () => {
  const found = trusted(systems["mackey-glass"]!, { time: 5000 }, { tau: 3 });
  assertEquals(found.doubts, []);
  assertMatch(found.notes.join(), /comes to rest at the fixed point \(1\)/);
  // The root of λ = −0.1 − 0.4 exp(−3 λ).
  assertAlmostEquals(exponents(found)[0]!, -0.0927, 5e-4);
  assertEquals(check(found, "two starts"), true);
});

Deno.test("an orbit that lingers at saddles is not at rest, and a smooth field has no surfaces", () => {
  const found = trusted(mine({
    initialState: [0.3, 0.5, 0.2],
    dt: 0.05,
    timeScale: 10,
    parameters: { a: 0.8, b: 1.3 },
    equations: ["x' = x (1 - x - a y - b z)", "y' = y (1 - b x - y - a z)", "z' = z (1 - a x - b y - z)"],
  }));
  assertEquals(found.method, "tangent map");
  assertMatch(found.doubts.join(), /lingers at the fixed point .* not stable/);
});

Deno.test("an exponent that falls as 1/T beside chaos has an error that holds 0", () => {
  const carried = trusted(mine({
    initialState: [1, 1, 20, 28],
    dt: 0.01,
    timeScale: 0.75,
    equations: ["x' = 10 (y - x)", "y' = x (r - z) - y", "z' = x y - (8/3) z", "r' = 0"],
  }));
  const { exponents: values, standardErrors } = carried.spectrum;
  [1, 2].forEach((i) => assert(Math.abs(values[i]!) <= 2 * standardErrors[i]!, `λ${i + 1} = ${values[i]}`));
});

Deno.test("a start at which the equations have no value is refused by that", () => {
  const { what } = refusal(mine({ initialState: [1], equations: ["x' = log(x - 2)"] }));
  assertMatch(what, /no value at the initial state \(1\): x' is not a number/);
});

Deno.test("dry friction that sticks: the field along the surface has its own Jacobian, and one direction is lost", () => {
  const pushed = (friction: string, dt: number, start: number) =>
    mine({
      initialState: [0.5, start, 0],
      dt,
      timeScale: 6,
      equations: ["x' = v", `v' = -x - 0.3 ${friction} + 0.5 cos(p)`, "p' = 0.5"],
    });
  // 60 periods of the drive.
  const options = { time: 240 * Math.PI, transient: 150 };
  const [sticking, smoothed] = [
    trusted(pushed("sign(v)", 0.02, 0.3), options),
    trusted(pushed("tanh(2000 v)", 0.001, 0.3), options),
  ];
  assertEquals([sticking.doubts, sticking.method], [[], "tangent map with saltation matrices"]);
  assertNear(sticking, [0], 0.003);
  assertAlmostEquals(exponents(sticking)[1]!, exponents(smoothed)[1]!, 0.015);
  assertEquals(exponents(sticking)[2], -Infinity);
  // A block on a belt, with steps so short that the step ends lie on one side of the surface only.
  const belt = trusted(pushed("sign(v - 0.2)", 0.005, 0.2), options);
  assertEquals([belt.doubts, belt.method], [[], "tangent map with saltation matrices"]);
  assertEquals(exponents(belt)[2], -Infinity);
});

Deno.test("a relay with hysteresis: a reset that leaves the state on the surface lets it go on", () => {
  const relay = (x: number, direction: "rising" | "falling") => ({
    surface: ([at]: readonly number[]) => at! - x,
    direction,
    reset: ([at, v]: readonly number[]) => [at, v, x],
  });
  const found = trusted(
    mine({
      variables: ["x", "v", "h"],
      initialState: [0.3, 0.1, 1],
      dt: 0.02,
      timeScale: 6,
      equations: ([x, v, h]: readonly number[]) => [v, 0.1 * v! - x! + h!, 0],
      events: [relay(-1, "falling"), relay(1, "rising")],
    }),
    { time: 2400 },
  );
  assertEquals([found.doubts, check(found, "finite volumes")], [[], true]);
  // Areas grow by the divergence 0.1, nothing else does, and switching forgets what h was.
  assertNear(found, [0.1, 0], 1e-3);
  assertAlmostEquals(exponents(found)[0]! + exponents(found)[1]!, 0.1, 1e-3);
  assertEquals(exponents(found)[2], -Infinity);
});

Deno.test("a ball whose bounces end does not fall through the table", () => {
  for (const direction of ["falling", undefined] as const) {
    for (
      const [r, a, dt] of [[0.5, 0.12, 0.005], [0.2, 0.05, 0.013], [0, 0.3, 0.002], [0.8, 0, 0.005]] as const
    ) {
      const height = (t: number) => a * Math.sin(6 * t);
      const field = mine({
        variables: ["x", "v", "t"],
        initialState: [0.3, 0, 0],
        dt,
        timeScale: 1,
        equations: ([, v]: readonly number[]) => [v, -9.81, 1],
        events: [{
          surface: ([x, , t]: readonly number[]) => x! - height(t!),
          ...(direction === undefined ? {} : { direction }),
          reset: ([x, v, t]: readonly number[]) => [x, (1 + r) * 6 * a * Math.cos(6 * t!) - r * v!, t],
        }],
      });
      const { start, advance } = orbitOf(field, field.parameters);
      let lowest = Infinity;
      for (let n = 0; n < 3000 && Number.isFinite(start[0]); n++) {
        lowest = Math.min(lowest, start[0]! - height(start[2]!));
        advance(start, 1);
      }
      assert(lowest > -1e-6, `r = ${r}, a = ${a}, dt = ${dt}, ${direction}: ${lowest}`);
    }
  }
});

Deno.test("dry friction without a drive comes to rest where it sticks: one direction is neutral, one is lost", () => {
  const block = mine({
    initialState: [3.1, 0],
    dt: 0.02,
    timeScale: 6,
    equations: ["x' = v", "v' = -x - 0.2 sign(v)"],
  });
  const found = trusted(block, { time: 1200, transient: 120 });
  assertEquals([found.doubts, exponents(found)], [[], [0, -Infinity]]);
  assertMatch(found.notes.join(), /comes to rest at the fixed point \(−0\.1/);
});

Deno.test("a converter whose ramp is reset between two steps: orbits that end on two sides are not compared", () => {
  const ramp = (phase: number) => 3.8 + 4.4 * phase;
  const found = trusted(
    mine({
      variables: ["v", "i", "phase"],
      initialState: [12, 0.5, 0],
      dt: 0.002,
      timeScale: 0.8,
      equations: ([v, i, phase]: readonly number[]) => [
        (i! - v! / 22) / 0.047,
        ((8.4 * (v! - 11.3) < ramp(phase!) ? 35 : 0) - v!) / 20,
        2.5,
      ],
      events: [
        { surface: ([v, , phase]: readonly number[]) => 8.4 * (v! - 11.3) - ramp(phase!) },
        {
          surface: ([, , phase]: readonly number[]) => phase! - 1,
          direction: "rising",
          reset: ([v, i, phase]: readonly number[]) => [v, i, phase! - 1],
        },
      ],
    }),
    { time: 400 },
  );
  assertEquals([found.doubts, check(found, "finite volumes")], [[], true]);
  // 1.321 per millisecond by another program, from two orbits over 80,000 ms that are drawn together again and again.
  assertNear(found, [1.321, 0, 1 / (-22 * 0.047) - 1.321], 0.02);
  // Without names: the field changes more on the way to a jump than by some of them.
  const nameless = mine({
    variables: ["v", "i", "t"],
    initialState: [12, 0.5, 0],
    dt: 0.002,
    timeScale: 0.8,
    equations: ([v, i, t]: readonly number[]) => [
      (i! - v! / 22) / 0.047,
      ((8.4 * (v! - 11.3) < ramp(2.5 * t! - Math.floor(2.5 * t!)) ? 35 : 0) - v!) / 20,
      1,
    ],
  });
  assertNear(trusted(nameless, { time: 160 }), [1.321, 0], 0.02);
});

Deno.test("an orbit that stays at a saddle after long wandering has no predictability time", () => {
  const found = trusted(mine({
    initialState: [0.5, 0.3, 0.2],
    dt: 0.05,
    timeScale: 20,
    parameters: { a: 0.8, b: 1.3 },
    equations: ["x' = x (1 - x - a y - b z)", "y' = y (1 - b x - y - a z)", "z' = z (1 - a x - b y - z)"],
  }));
  assertMatch(found.doubts[0]!, /lingers at the fixed point .* not stable/);
  assertEquals([found.predictability, found.spectrum.converged], [null, false]);
});

Deno.test("exponents that are 0 but for rounding have settled, and an orbit that moves has a dimension of 1 or more", () => {
  const torus = trusted(mine({
    initialState: [1, 0, 0.5, 0],
    dt: 0.02,
    timeScale: 6,
    equations: ["a' = b", "b' = -a", "c' = 1.618 d", "d' = -1.618 c"],
  }));
  assertEquals([torus.spectrum.converged, torus.spectrum.kaplanYorke?.value], [true, 4]);
  assertMatch(torus.notes.join(), /the orbit is regular/);
  const kepler = trusted(mine({
    initialState: [0.5, 0, 0, Math.sqrt(3)],
    dt: 0.01,
    timeScale: 6.3,
    equations: ["x' = u", "y' = v", "u' = -x / (x^2 + y^2)^1.5", "v' = -y / (x^2 + y^2)^1.5"],
  }));
  assertMatch(kepler.notes.join(), /the orbit is regular: λ1 is compatible with 0, and the 0–1 test agrees/);
});
