/** Cells of a user's: everything that follows from a step in tf ops, and what is said where nothing does. */
import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import leaky from "../../examples/my_cell.ts";
import { type CellChoice, cellCodec, cellKinds, cellOf } from "../../lib/networks/catalogue.ts";
import type { StateMap, Weights } from "../../lib/networks/cell.ts";
import { cellGraphOf, defineCell } from "../../lib/networks/define.ts";
import { mapOfGraph } from "../../lib/networks/graph/map.ts";
import { tensorMeanings } from "../../lib/networks/tensor_meanings.ts";
import { catalogue } from "../../lib/core/catalogue.ts";
import { initialWeights, type Network, networkOf } from "../../lib/networks/network.ts";
import { loadTensorFlow, type Tensor, type Tensor2D, tf } from "../../lib/networks/tensorflow.ts";
import { normals, stream } from "../../lib/numerics/random.ts";
import { decode, optional, positiveInteger } from "../../lib/core/codec/codec.ts";
import { windowsOf, windowStarts } from "../../lib/training/batches.ts";
import { forcedEvery } from "../../lib/training/forcing/scheme.ts";
import { type DifferentiableRollout, referenceRollout } from "../../lib/training/reference.ts";
import { rolloutOf, tracedRollout } from "../../lib/training/rollout.ts";
import { trainingSettings } from "../../lib/training/settings.ts";
import { trainEpochs } from "../../lib/training/train.ts";
import { lorenzSeries } from "../training/lorenz.ts";
import { right } from "../either.ts";

await loadTensorFlow();

const square = ({ units }: { readonly units: number }) => ({ W: [units, units], h: [units] }) as const;
type Square = { readonly W: Tensor2D; readonly h: Tensor };
const pre = (z: Tensor2D, { W, h }: Square): Tensor2D => tf.add(tf.matMul(z, W, false, true), h);

/** Steps that between them need everything in the list of operations. */
const ofEveryKind = {
  "low rank": defineCell({
    kind: "low rank",
    parameters: ({ units }) => ({ U: [units, 2], V: [2, units], h: [units] }),
    step: ({ U, V, h }, z) => tf.add(tf.tanh(tf.matMul(z, tf.matMul(U, V))), h),
  }),
  "smooth ramps": defineCell({
    kind: "smooth ramps",
    parameters: square,
    step: (weights, z) => tf.sub(tf.mul(0.5, z), tf.softplus(pre(z, weights))),
  }),
  "waves": defineCell({
    kind: "waves",
    parameters: square,
    step: (weights, z) => tf.mul(0.7, tf.add(tf.sin(tf.mul(3, pre(z, weights))), tf.cos(z))),
  }),
  "bent ramps": defineCell({
    kind: "bent ramps",
    parameters: square,
    step: (weights, z) => tf.add(tf.leakyRelu(pre(z, weights), 0.1), tf.elu(tf.neg(z))),
  }),
  "clipped ramps": defineCell({
    kind: "clipped ramps",
    parameters: square,
    step: (weights, z) => tf.add(tf.clipByValue(pre(z, weights), -1, 0.5), tf.relu6(z)),
  }),
  "fractions and powers": defineCell({
    kind: "fractions and powers",
    parameters: square,
    step: (weights, z) => {
      const x = pre(z, weights);
      const size = tf.sqrt(tf.add(1, tf.square(x)));
      const cube = tf.div(tf.pow(x, 3), tf.add(tf.squaredDifference(x, 1), 4));
      return tf.add(tf.div(x, size), tf.add(tf.reciprocal(size), tf.mul(cube, tf.rsqrt(size))));
    },
  }),
  "exponentials and logarithms": defineCell({
    kind: "exponentials and logarithms",
    parameters: square,
    step: (weights, z) => {
      const x = pre(z, weights);
      return tf.sub(tf.exp(tf.neg(tf.square(x))), tf.log(tf.add(1.5, tf.abs(z))));
    },
  }),
  "choices": defineCell({
    kind: "choices",
    parameters: square,
    step: (weights, z) => {
      const x = pre(z, weights);
      const above = tf.step(x);
      const bent = tf.add(tf.mul(above, tf.mul(0.3, x)), tf.mul(tf.sub(tf.sign(z), above), tf.mul(0.2, z)));
      return tf.add(tf.add(tf.maximum(x, z), tf.minimum(x, tf.mul(0.5, z))), bent);
    },
  }),
  "attention": defineCell({
    kind: "attention",
    parameters: square,
    step: (weights, z) => {
      const x = pre(z, weights);
      const shares = tf.softmax(x);
      const mean = tf.mean(z, 1, true);
      return tf.mul(
        0.3,
        tf.add(
          tf.mul(shares, tf.sum(z, 1, true)),
          tf.add(mean, tf.sub(tf.max(x, 1, true), tf.min(x, 1, true))),
        ),
      );
    },
  }),
  "mixed order": defineCell({
    kind: "mixed order",
    parameters: square,
    step: (weights, z, { units }) => {
      const rows = tf.unstack(pre(z, weights), 1) as Tensor2D[];
      const turned = rows.toReversed();
      const pairs = tf.reshape(tf.transpose(tf.reshape(z, [-1, 1, units]), [0, 2, 1]), [-1, units]);
      return tf.tanh(
        tf.add(
          tf.stack(turned, 1),
          tf.mul(tf.tile(tf.onesLike(z).slice([0, 0], [-1, 1]), [1, units]), pairs),
        ),
      );
    },
  }),
  "a memory of its own": defineCell({
    kind: "a memory of its own",
    stateSize: ({ units }) => units + 1,
    parameters: ({ units }) => ({ W: [units, units], v: [1] }),
    step: ({ W, v }, state, { units }) => {
      const [z, slow] = tf.split(state, [units, 1], 1) as [Tensor2D, Tensor2D];
      const next = tf.tanh(tf.add<Tensor2D>(tf.matMul(z, W), slow));
      const kept: Tensor2D = tf.add(tf.mul(0.9, slow), tf.mul(v, tf.sum(next, 1, true)));
      return tf.concat2d([next, kept], 1);
    },
  }),
};

const batches = { windows: 5, length: 13, perEpoch: 1 };
const data = windowsOf(lorenzSeries(300), batches);
const starts = windowStarts(stream(1, "batches"), 0, data.rows, batches);

const networkWith = (cell: CellChoice, observation: "linear" | "identity"): Network =>
  right(networkOf({ cell, observation: { kind: observation }, observations: 3 }));

/** Loss and gradient by a rollout, at initial weights. */
const learnt = (network: Network, rollout: DifferentiableRollout, interval: number) => {
  const weights = initialWeights(network, 3);
  const values = Object.fromEntries(Object.entries(weights).map(([name, { values }]) => [name, values]));
  const gradient = Object.fromEntries(
    Object.entries(values).map(([name, { length }]) => [name, new Float32Array(length)]),
  );
  const schedule = forcedEvery(batches.length, interval);
  if (rollout.lossAndGradient !== undefined) {
    return { loss: rollout.lossAndGradient(values, starts, schedule, gradient), gradient };
  }
  return tf.tidy(() => {
    const names = Object.keys(weights);
    const tensors = names.map((name) => tf.tensor(values[name]!, [...weights[name]!.shape]));
    const { value, grads } = tf.valueAndGrads((...given: Tensor[]) =>
      rollout.loss(Object.fromEntries(given.map((tensor, at) => [names[at]!, tensor])), starts, schedule)
    )(tensors);
    return {
      loss: value.dataSync()[0]!,
      gradient: Object.fromEntries(
        grads.map((tensor, at) => [names[at]!, tensor.dataSync() as Float32Array]),
      ),
    };
  });
};

const assertNear = (
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
) => {
  assertEquals(found.length, expected.length);
  const size = Math.max(1e-6, ...Array.from(expected, Math.abs));
  for (let i = 0; i < found.length; i++) {
    assertAlmostEquals(found[i]!, expected[i]!, tolerance * size, `${what}, entry ${i}`);
  }
};

const weightsOf = (cell: CellChoice, seed: number): Weights =>
  Object.fromEntries(
    cellOf(cell).parameters(cell).map(({ name, shape }) => {
      const count = shape.reduce((product, length) => product * length, 1);
      return [name, { shape, values: Float32Array.from(normals(stream(seed, name), count), (x) => 0.5 * x) }];
    }),
  );
const imageOf = ({ dimension, step }: StateMap, state: Float64Array) => {
  const out = new Float64Array(dimension);
  step(state, out);
  return out;
};
const jacobianOf = ({ dimension, jacobian }: StateMap, state: Float64Array) => {
  const out = new Float64Array(dimension * dimension).fill(NaN);
  jacobian(state, out);
  return out;
};
const columnOf = (matrix: Float64Array, size: number, column: number) =>
  matrix.filter((_, at) => at % size === column);

/** The derived map is that of tf, and its Jacobian that of the tape and of central differences. */
const assertDerived = (cell: CellChoice, map: StateMap, weights: Weights, tolerance: number) => {
  const state = Float64Array.from(Float32Array.from(normals(stream(7, "state"), map.dimension)));
  const [image, jacobian] = [imageOf(map, state), jacobianOf(map, state)];
  tf.tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(weights).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
    );
    const input = tf.tensor2d(Float32Array.from(state), [1, map.dimension]);
    const step = (z: Tensor) => cellOf(cell).step(tensors, z as Tensor2D, cell);
    assertNear(image, step(input).dataSync(), 3e-6, "the step");
    for (let row = 0; row < map.dimension; row++) {
      const slope = tf.grad((z) => step(z).slice([0, row], [1, 1]).sum())(input).dataSync();
      assertNear(
        jacobian.subarray(row * map.dimension, (row + 1) * map.dimension),
        slope,
        2e-5,
        `row ${row}`,
      );
    }
  });
  for (let column = 0; column < map.dimension; column++) {
    const moved = (by: number) => imageOf(map, state.map((value, at) => at === column ? value + by : value));
    const [above, below] = [moved(1e-6), moved(-1e-6)];
    const difference = above.map((value, row) => (value - below[row]!) / 2e-6);
    assertNear(difference, columnOf(jacobian, map.dimension, column), tolerance, `column ${column}`);
  }
};

for (const [name, cell] of Object.entries({ ...ofEveryKind, "the example": leaky })) {
  const settings = cell.of({ units: 5 });

  Deno.test(`${name}: the traced step has the loss and the gradient of tf`, () => {
    for (const observation of ["linear", "identity"] as const) {
      const network = networkWith(settings, observation);
      const traced = tracedRollout(network, data);
      if (typeof traced === "string") throw new Error(traced);
      for (const interval of [3, 20]) {
        const found = learnt(network, right(traced), interval);
        const expected = learnt(network, referenceRollout(network, data), interval);
        assertAlmostEquals(found.loss / expected.loss, 1, 1e-5);
        for (const [parameter, values] of Object.entries(expected.gradient)) {
          assert(parameter === "B" || values.some((value) => value !== 0), `nothing flows to ${parameter}`);
          assertNear(found.gradient[parameter]!, values, 2e-4, `∂L/∂${parameter}, ${observation}`);
        }
      }
      right(traced).release();
    }
  });

  Deno.test(`${name}: map and Jacobian in float64 are derived from the step`, () => {
    const weights = weightsOf(settings, 2);
    assertDerived(settings, cellOf(settings).map(weights, settings), weights, 1e-7);
  });
}

Deno.test("sine and logarithm in float32 are those of float64, at large and at small arguments", () => {
  // A step that does not look at the state: after it the first unit is f(a), and the loss (f(a) − x)².
  const elementary = {
    sin: [tf.sin, Math.sin, [0, 1e-3, 0.5, -1.6, 3.2, -4.7, 100, -5000]],
    cos: [tf.cos, Math.cos, [0, 1e-3, 0.5, -1.6, 3.2, -4.7, 100, -5000]],
    log: [tf.log, Math.log, [1e-40, 1e-3, 0.7, 0.99, 1.01, 1.5, 1e3, 1e30]],
    softplus: [tf.softplus, (x: number) => Math.log1p(Math.exp(x)), [-80, -5, -1e-3, 0, 1e-3, 2, 20, 60]],
  } as const;
  for (const [name, [ofTensor, ofNumber, values]] of Object.entries(elementary)) {
    const cell = defineCell({
      kind: name,
      parameters: ({ units }) => ({ a: [units] }),
      step: ({ a }, z) => tf.add(tf.mul(0, z), (ofTensor as (x: Tensor) => Tensor)(a)),
    });
    const network = networkWith(cell.of({ units: 3 }), "identity");
    const traced = tracedRollout(network, { ...data, values: data.values.map(() => 0) });
    if (typeof traced === "string") throw new Error(traced);
    for (const value of values) {
      const a = new Float32Array(3).fill(value);
      const gradient = { a: new Float32Array(3) };
      const loss = right(traced).lossAndGradient!({ a }, starts, forcedEvery(batches.length, 20), gradient);
      const expected = ofNumber(a[0]!);
      assertAlmostEquals(
        Math.sqrt(loss),
        Math.abs(expected),
        3e-7 * Math.max(0.1, Math.abs(expected)),
        `${name} ${value}`,
      );
    }
    right(traced).release();
  }
});

for (const kind of Object.keys(cellKinds)) {
  Deno.test(`${kind}: the map that is derived from its step in tf ops is the one that was written by hand`, () => {
    for (const units of [1, 5, 8]) {
      const settings = right(decode(cellCodec, { kind, units }));
      const cell = cellOf(settings);
      const weights = weightsOf(settings, 4);
      const [derived, written] = [
        mapOfGraph(right(cellGraphOf(cell, settings)), weights),
        cell.map(weights, settings),
      ];
      const state = normals(stream(5, "state"), written.dimension);
      assertNear(imageOf(derived, state), imageOf(written, state), 1e-12, "the step");
      assertNear(jacobianOf(derived, state), jacobianOf(written, state), 1e-12, "the Jacobian");
    }
  });
}

Deno.test("a choice by a comparison, which tf cannot differentiate, is traced", () => {
  const choose = (name: string, step: (x: Tensor2D) => Tensor2D) =>
    defineCell({ kind: name, parameters: square, step: (weights, z) => step(pre(z, weights)) });
  const cellsOf = [
    choose("leaky ramp", (x) => tf.leakyRelu(x, 0.25)),
    choose("leaky ramp by a choice", (x) => {
      const below = tf.logicalOr(
        tf.logicalNot(tf.greaterEqual(x, 0)),
        tf.logicalAnd(tf.less(x, 0), tf.notEqual(x, 0)),
      );
      return tf.where(below, tf.mul(0.25, x), x);
    }),
  ];
  const [expected, found] = cellsOf.map((cell) => {
    const network = networkWith(cell.of({ units: 5 }), "linear");
    const traced = tracedRollout(network, data);
    if (typeof traced === "string") throw new Error(traced);
    return learnt(network, right(traced), 4);
  });
  assertEquals(found, expected);
});

const noise = () => tf.tensor1d(Array.from({ length: 5 }, () => performance.now()));
const straightThrough = (z: Tensor2D): Tensor2D =>
  tf.customGrad((input) => ({ value: tf.relu(input as Tensor2D), gradFunc: (outer) => outer as Tensor2D }))(
    z,
  ) as Tensor2D;

/** Steps that are not traced, and what is said of each. */
const refused: Readonly<Record<string, readonly [(z: Tensor2D, W: Tensor2D) => Tensor2D, RegExp]>> = {
  "an operation outside the list": [(z, W) => tf.erf(tf.matMul(z, W)), /operation Erf is not in the list/],
  "a gradient of its own": [(z, W) => straightThrough(tf.matMul(z, W)), /tf\.customGrad/],
  "windows that see each other": [
    (z, W) => tf.sub(tf.matMul(z, W), tf.mean(z, 0, true)),
    /operation Mean mixes the windows/,
  ],
  "a branch by the numbers": [
    (z, W) => z.dataSync()[0]! > 0 ? tf.matMul(z, W) : tf.neg(tf.matMul(z, W)),
    /reads the numbers/,
  ],
  "another step each time": [(z, W) => tf.add(tf.matMul(z, W), noise()), /not the same each time/],
};

for (const [name, [step, reason]] of Object.entries(refused)) {
  Deno.test(`${name}: the step is left to tf, and the reason is said`, () => {
    const cell = defineCell({
      kind: name,
      parameters: ({ units }) => ({ W: [units, units] }),
      step: ({ W }, z) => step(z, W),
    });
    const network = networkWith(cell.of({ units: 5 }), "linear");
    const graph = cellGraphOf(cell, cell.of({ units: 5 }) as never);
    assertMatch(E.isLeft(graph) ? graph.left.why : "it was traced", reason);
    assertMatch(right(rolloutOf(network, data)).untraced ?? "a kernel runs it", reason);
  });
}

const broken: Readonly<Record<string, readonly [(z: Tensor2D, W: Tensor2D) => Tensor2D, RegExp]>> = {
  "matrices that do not fit": [(z, W) => tf.matMul(z, tf.concat2d([W, W], 0)), /step fails in tf: .*matMul/],
  "a state of another size": [
    (z, W) => tf.concat2d([z, tf.matMul(z, W)], 1),
    /shape 7 × 10 instead of 7 × 5/,
  ],
};

for (const [name, [step, message]] of Object.entries(broken)) {
  Deno.test(`${name}: the training says what is wrong with the step`, () => {
    const cell = defineCell({
      kind: name,
      parameters: ({ units }) => ({ W: [units, units] }),
      step: ({ W }, z) => step(z, W),
    });
    const made = rolloutOf(networkWith(cell.of({ units: 5 }), "linear"), data);
    assertMatch(E.isLeft(made) && "what" in made.left ? made.left.what : "it runs", message);
  });
}

Deno.test("a cell may not take the observation model's name for a parameter", () => {
  const cell = defineCell({
    kind: "greedy",
    parameters: ({ units }) => ({ B: [units, units] }),
    step: ({ B }, z) => tf.matMul(z, B),
  });
  const made = rolloutOf(networkWith(cell.of({ units: 5 }), "identity"), data);
  assertMatch(E.isLeft(made) && "what" in made.left ? made.left.what : "it runs", /parameter B/);
});

const bell = defineCell({
  kind: "bell",
  parameters: square,
  step: (weights, z) => tf.erf(pre(z, weights)),
});

Deno.test("a step that is left to tf trains and has a map, through tf in float32", () => {
  const settings = bell.of({ units: 5 });
  const weights = weightsOf(settings, 2);
  assertDerived(settings, cellOf(settings).map(weights, settings), weights, 0.3);
});

const trained = (cell: CellChoice) => {
  const settings = right(decode(trainingSettings, {
    cell,
    forcing: { kind: "sparse", interval: 5 },
    batches: { windows: 4, length: 10, perEpoch: 2 },
    epochs: 3,
  }));
  const training = right(trainEpochs(settings, lorenzSeries(200), { predictabilitySteps: null }));
  for (let next = training.next();; next = training.next()) if (next.done) return next.value;
};

Deno.test("a result names the operation for which tf had to train, and nothing where a kernel did", () => {
  const slow = trained(bell.of({ units: 5 }));
  assertEquals(slow.outcome.kind, "trained");
  assertMatch(slow.untraced ?? "", /operation Erf/);
  const quick = trained(leaky.of({ units: 5 }));
  assertEquals(quick.outcome.kind, "trained");
  assert(!("untraced" in quick));
});

Deno.test("a cell of a user's has options, and wrong ones are named", () => {
  const cell = defineCell({
    kind: "with an option",
    options: { rank: optional(positiveInteger, 2) },
    parameters: ({ units, rank }) => ({ U: [units, rank], V: [rank, units] }),
    step: ({ U, V }, z) => tf.tanh(tf.matMul(tf.matMul(z, U), V)),
  });
  const settings = right(decode(cellCodec, cell.of({ units: 4 })));
  assertEquals("rank" in settings && settings.rank, 2);
  assertEquals(cellOf(settings).parameters(settings).map(({ shape }) => shape), [[4, 2], [2, 4]]);
  const faultOf = (input: unknown) => {
    const decoded = decode(cellCodec, input);
    return E.isLeft(decoded) ? decoded.left[0]!.path : "it was taken";
  };
  assertEquals(faultOf({ ...cell.of({ units: 4 }), rank: 0 }), "$.rank");
  assertEquals(faultOf({ ...cell.of({ units: 4 }), rang: 3 }), "$.rang");
  assertEquals(faultOf({ kind: "defined", units: 4 }), "$.definition");
});

Deno.test("a catalogue takes a cell of defineCell as it takes one of lyap's, with its formula and the meanings of its tensors", () => {
  const cell = defineCell({
    kind: "decay",
    formula: "z' = a ⊙ z",
    meanings: { a: "decay of each unit" },
    options: { rank: optional(positiveInteger, 2) },
    parameters: ({ units }) => ({ a: [units], W: [units, units] }),
    step: ({ a, W }, z) => tf.add(tf.mul(a, z), tf.matMul(z, W)),
  });
  const all = catalogue("decay", [cell, cellKinds.PLRNN]);
  const settings: { readonly kind: "decay"; readonly units: number; readonly rank: number } = {
    kind: "decay",
    units: 3,
    rank: 2,
  };
  assertEquals(decode(all.codec, { kind: "decay", units: 3 }), E.right(settings));
  assertEquals(E.isLeft(decode(all.codec, { kind: "decay", units: 0 })), true);
  assertEquals(all.of(settings), cell);
  assertEquals(all.kinds.decay.formula, "z' = a ⊙ z");
  const network = {
    cell: cell.of({ units: 3 }),
    observation: { kind: "identity" as const },
    observations: 3,
  };
  assertEquals(tensorMeanings(network).map(({ name, meaning }) => [name, meaning]), [
    ["a", "decay of each unit"],
    ["W", ""],
  ]);
});
