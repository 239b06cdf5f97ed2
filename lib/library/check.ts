/**
 * What every kind must do, tried on one of a user's: the checks of `lyap check`.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Read } from "../catalogue.ts";
import { adoptClaim, type Claim, judge } from "../claims/catalogue.ts";
import type { ClaimKind } from "../claims/claim.ts";
import { adoptFigure } from "../figures/catalogue.ts";
import { exponentsOfSystem } from "../lyapunov/exponents.ts";
import { adoptMeasure } from "../measures/catalogue.ts";
import type { Measure, MeasureContext } from "../measures/measure.ts";
import { adoptCell } from "../networks/catalogue.ts";
import type { Cell, CellSettings, Weights } from "../networks/cell.ts";
import { loadTensorFlow, tf } from "../networks/tensorflow.ts";
import { normals, stream } from "../numerics/random.ts";
import { describeError } from "../program/errors.ts";
import type { Series } from "../series/series.ts";
import { wrongEntry } from "../systems/check_jacobian.ts";
import type { System } from "../systems/system.ts";
import { userSystem } from "../systems/user.ts";
import { durationInWords, orbitSeconds } from "../steps/outlook.ts";
import { adoptForcing } from "../training/forcing/catalogue.ts";
import type { ForcingScheme } from "../training/forcing/scheme.ts";
import { countOf } from "../numerics/shape.ts";

/**
 * One thing that was tried.
 *
 * @internal
 */
export interface Check {
  /** What must hold. */
  readonly says: string;
  /** What is wrong; null where it holds. */
  readonly fault: string | null;
}

/** What a value is, and what was tried of it. */
export interface Checked {
  /** "cell", "measure" … */
  readonly sort: string;
  /** Its name. */
  readonly name: string;
  /** All that was tried. */
  readonly checks: readonly Check[];
}

/** Tries something; what it throws is a fault. */
const check = (says: string, fault: () => string | null): Check => {
  try {
    return { says, fault: fault() };
  } catch (error) {
    return { says, fault: `it throws: ${error instanceof Error ? error.message : String(error)}` };
  }
};

/** Settings of a kind from its example, and checks of its codec. */
const decoded = (
  kind: Read & { readonly kind: string; readonly example?: object },
  given: object = {},
): { readonly checks: readonly Check[]; readonly settings: object | null } => {
  const written = { kind: kind.kind, ...given, ...kind.example };
  const read = kind.codec.decode(written);
  const again = (settings: unknown): string | null => {
    const encoded = JSON.parse(JSON.stringify(kind.codec.encode(settings)));
    const back = kind.codec.decode(encoded);
    return E.isRight(back) && JSON.stringify(back.right) === JSON.stringify(settings)
      ? null
      : `${JSON.stringify(encoded)} does not decode to the same settings`;
  };
  return {
    checks: [
      check(
        "its options have defaults, or it brings an example",
        () => E.isRight(read) ? null : `${JSON.stringify(written)} does not decode; give it an \`example\``,
      ),
      ...(E.isRight(read) ? [check("its settings go to JSON and back", () => again(read.right))] : []),
      check(
        "it refuses options that it does not have",
        () => E.isLeft(kind.codec.decode({ ...written, "no such option": 1 })) ? null : "it takes any option",
      ),
    ],
    settings: E.isRight(read) ? read.right as object : null,
  };
};

const isSame = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  a.length === b.length && Array.from(a).every((value, index) => Object.is(value, b[index]));

const far = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number): number =>
  Array.from(a).findIndex((value, index) =>
    !(Math.abs(value - b[index]!) <= tolerance * (1 + Math.abs(b[index]!)))
  );

const UNITS = 5;

const weightsOf = (cell: Cell, settings: CellSettings): Weights =>
  Object.fromEntries(
    cell.parameters(settings).map(({ name, shape }) => [name, {
      shape,
      values: Float32Array.from(
        normals(stream(1, name), countOf(shape)),
        (x) => 0.5 * x,
      ),
    }]),
  );

const someState = (size: number, seed: number): Float64Array =>
  Float64Array.from(Float32Array.from(normals(stream(seed, "state"), size)));

const checksOfCell = (cell: Cell & Read): readonly Check[] => {
  const { checks, settings: read } = decoded(cell, { units: UNITS });
  if (read === null) return checks;
  const settings = read as CellSettings;
  const size = cell.stateSize(settings);
  const stepped = (weights: Weights, state: Float64Array): Float64Array => {
    const out = new Float64Array(size);
    cell.map(weights, settings).step(state, out);
    return out;
  };
  return [
    ...checks,
    check("its parameters have different names, none of them B", () => {
      const names = cell.parameters(settings).map(({ name }) => name);
      return names.includes("B")
        ? "B is the observation model's"
        : new Set(names).size < names.length
        ? `${names.join(", ")} are not different`
        : null;
    }),
    check("its parameters start as finite numbers, as many as their shapes say", () => {
      const wrong = cell.parameters(settings).find(({ name, shape, initialise }) => {
        const values = initialise(stream(1, "init", name));
        return values.length !== countOf(shape) ||
          !values.every(Number.isFinite);
      });
      return wrong === undefined ? null : `those of ${wrong.name} do not`;
    }),
    check(
      "its state is at least as long as its units",
      () =>
        size >= UNITS && cell.map(weightsOf(cell, settings), settings).dimension === size
          ? null
          : `stateSize is ${size} for ${UNITS} units, and the map has ${
            cell.map(weightsOf(cell, settings), settings).dimension
          }`,
    ),
    check("its step in tf ops and its float64 map agree", () => {
      const weights = weightsOf(cell, settings);
      const states = [1, 2, 3].map((seed) => someState(size, seed));
      const rows = tf.tidy(() =>
        cell.step(
          Object.fromEntries(
            Object.entries(weights).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
          ),
          tf.tensor2d(states.map((state) => [...state])),
          settings,
        ).arraySync()
      );
      const wrong = states.findIndex((state, index) => far(stepped(weights, state), rows[index]!, 1e-5) >= 0);
      if (wrong < 0) return null;
      const found = stepped(weights, states[wrong]!);
      const entry = far(found, rows[wrong]!, 1e-5);
      return `entry ${entry + 1} of the new state is ${found[entry]} by the map and ${
        rows[wrong]![entry]
      } by the step`;
    }),
    check("its Jacobian is the derivative of its map", () => {
      const map = cell.map(weightsOf(cell, settings), settings);
      const wrong = wrongEntry(map.step, map.jacobian, [...someState(size, 4)]);
      return wrong === null
        ? null
        : `row ${wrong.row + 1}, column ${
          wrong.column + 1
        } is ${wrong.written}, and differences give ${wrong.found}`;
    }),
    check("a step leaves its input alone, and the same state has the same next one", () => {
      const map = cell.map(weightsOf(cell, settings), settings);
      const state = someState(size, 5);
      const copy = state.slice();
      const [first, second] = [new Float64Array(size), new Float64Array(size)];
      map.step(state, first);
      map.step(someState(size, 6), second);
      map.step(state, second);
      return !isSame(state, copy)
        ? "it changes the state"
        : isSame(first, second)
        ? null
        : "it remembers states before";
    }),
    check("every parameter has an influence on the step", () => {
      const weights = weightsOf(cell, settings);
      const state = someState(size, 8).map(Math.abs);
      const before = stepped(weights, state);
      const without = Object.entries(weights).find(([name, { shape, values }]) =>
        isSame(
          stepped({ ...weights, [name]: { shape, values: values.map((value) => value + 0.1) } }, state),
          before,
        )
      );
      return without === undefined ? null : `${without[0]} has none`;
    }),
  ];
};

const checksOfForcing = (scheme: ForcingScheme & Read): readonly Check[] => {
  const { checks, settings: read } = decoded(scheme);
  if (read === null) return checks;
  const settings = read as { readonly kind: string };
  const made = (length: number) =>
    scheme.schedule(settings, {
      length,
      epoch: 2,
      epochs: 5,
      batch: 0,
      stream: stream(1, "forcing"),
      strength: 0.25,
    }, 4);
  return [
    ...checks,
    ...[1, 2, 9, 30].map((length) =>
      check(`its schedule of ${length} steps starts a window, with strengths from 0 to 1`, () => {
        const { strength, reset, detach } = made(length);
        return [strength, reset, detach].some((each) => each.length !== length)
          ? `it has ${strength.length} steps`
          : !strength.every((alpha) => alpha >= 0 && alpha <= 1)
          ? "a strength is outside"
          : strength[0] === 1 || reset[0] === 1
          ? null
          : "step 0 neither forces with strength 1 nor resets";
      })
    ),
    check(
      "the same random numbers give the same schedule",
      () => isSame(made(30).strength, made(30).strength) ? null : "it draws numbers from elsewhere",
    ),
  ];
};

const noisy = (seed: number, rows = 3000): Series => ({
  values: Float64Array.from(normals(stream(seed, "series"), 2 * rows), (x, i) => x + (i % 2)),
  rows,
  columns: 2,
  dt: 0.1,
});

const checksOfMeasure = (measure: Measure & Read): readonly Check[] => {
  const { checks, settings: read } = decoded(measure);
  if (read === null) return checks;
  const settings = read as { readonly kind: string; readonly preset: string };
  const truth = noisy(1);
  const context = (generated: Series): MeasureContext => ({
    truth,
    generated,
    forecast: (row, steps) => generated.values.slice(2 * (row + 1), 2 * (row + 1 + steps)),
  });
  const needsSpectra = measure.needs.some((part) => part.endsWith("Spectrum"));
  const diverged = { ...truth, values: truth.values.map((value, index) => index > 100 ? NaN : value) };
  return [
    ...checks,
    check(
      "it has a preset `default`",
      () => "default" in measure.presets ? null : "it has none of that name",
    ),
    check(
      "it says what is missing",
      () =>
        measure.needs.length === 0 || measure.evaluate(settings, { truth }).value === null
          ? null
          : "it has a value without what it needs",
    ),
    ...(needsSpectra ? [] : [
      check("a series against itself has the ideal value", () => {
        const { value, why } = measure.evaluate(settings, context(truth));
        if (value === null) return `it has none: ${why}`;
        return measure.ideal === null || Math.abs(value - measure.ideal) < 1e-9
          ? null
          : `${value}, and the ideal is ${measure.ideal}`;
      }),
      check("another series is not better", () => {
        const { value } = measure.evaluate(settings, context(noisy(2)));
        if (value === null || measure.ideal === null) return null;
        return (measure.better === "smaller" ? value >= measure.ideal : value <= measure.ideal)
          ? null
          : `${value} is better than the ideal, ${measure.ideal}`;
      }),
      check("it has a value or a reason for a free run that diverged", () => {
        const { value, why } = measure.evaluate(settings, context(diverged));
        return value === null
          ? why ? null : "no value and no reason"
          : Number.isFinite(value)
          ? null
          : `${value}`;
      }),
      check("the same series have the same value", () => {
        const [a, b] = [0, 1].map(() => measure.evaluate(settings, context(noisy(2))).value);
        return Object.is(a, b) ? null : `${a} and ${b}`;
      }),
    ]),
  ];
};

const checksOfClaim = (kind: ClaimKind & Read): readonly Check[] => {
  const { checks, settings } = decoded(kind);
  if (settings === null) return checks;
  const claim = settings as Parameters<ClaimKind["statement"]>[0];
  return [
    ...checks,
    check("its statement is a sentence", () => {
      const statement = kind.statement(claim);
      return /^[^a-z].*\.$/.test(statement) ? null : `"${statement}"`;
    }),
    check(
      "it says which groups of runs it needs",
      () =>
        Object.values(kind.groups(claim)).every((group) => typeof group === "object")
          ? null
          : "a group is no record",
    ),
    ...(["upheld", "refuted"] as const).flatMap((expected) => {
      const result = expected === "upheld" ? kind.upheldBy : kind.refutedBy;
      return result === undefined ? [] : [
        check(`its example is ${expected} by the result that it names`, () => {
          const { verdict, because } = judge(claim as Claim, result());
          return verdict === expected ? null : `it is ${verdict}: ${because}`;
        }),
      ];
    }),
  ];
};

const checksOfOrbit = (system: System): readonly Check[] => [
  check("its orbit stays finite, and so do its exponents", () => {
    const found = exponentsOfSystem(system, system.parameters, { time: 100 * system.timeScale });
    return E.isLeft(found)
      ? describeError(found.left).join("; ")
      : found.right.spectrum.exponents.every(Number.isFinite)
      ? null
      : "an exponent is not finite";
  }),
  ...(system.kind === "delay" ? [] : [
    check("its exponents sum to the mean of ln |det J|", () => {
      const found = exponentsOfSystem(system, system.parameters, { time: 100 * system.timeScale });
      if (E.isLeft(found)) return describeError(found.left).join("; ");
      const { exponents, meanLogDeterminant } = found.right.spectrum;
      const sum = exponents.reduce((total, each) => total + each, 0);
      return meanLogDeterminant === null || Math.abs(sum - meanLogDeterminant) <= 1e-2 * (1 + Math.abs(sum))
        ? null
        : `${sum} against ${meanLogDeterminant}`;
    }),
  ]),
];

/** Seconds that the exponents of 100 typical times may take; a system of a user takes a few. */
const PATIENCE = 3600;

const checksOfSystem = (system: System): readonly Check[] => {
  const steps = 100 * system.timeScale / system.dt;
  const seconds = orbitSeconds(steps, system.variables(system.parameters).length);
  return seconds <= PATIENCE ? checksOfOrbit(system) : [
    check(
      "its orbit comes to an end",
      () =>
        `100 typical times would take ${durationInWords(seconds)}: a typical time has ${steps / 100} steps`,
    ),
  ];
};

const has = (value: unknown, ...functions: readonly string[]): boolean =>
  functions.every((name) =>
    typeof (value as Readonly<Record<string, unknown>> | null)?.[name] === "function"
  );

const sortOf = <K extends { readonly kind: string }>(
  sort: string,
  kind: E.Either<string, K>,
  checks: (kind: K) => readonly Check[],
): Checked =>
  E.isLeft(kind)
    ? { sort, name: "", checks: [{ says: `it is a ${sort}`, fault: `expected ${kind.left}` }] }
    : { sort, name: kind.right.kind, checks: checks(kind.right) };

/**
 * Tries what a module exports, whatever kind that is.
 *
 * @param value The default export.
 * @param name The name of its file, for messages and as the name of a system.
 */
export const checkKind = async (value: unknown, name: string): Promise<Checked> => {
  if (has(value, "step", "map")) {
    await loadTensorFlow();
    return sortOf("cell", adoptCell(value, name), checksOfCell);
  }
  if (has(value, "evaluate")) return sortOf("measure", adoptMeasure(value, name), checksOfMeasure);
  if (has(value, "schedule")) return sortOf("forcing scheme", adoptForcing(value, name), checksOfForcing);
  if (has(value, "judge")) return sortOf("claim", adoptClaim(value, name), checksOfClaim);
  if (has(value, "build")) return sortOf("figure", adoptFigure(value, name), (kind) => decoded(kind).checks);
  const system = userSystem(value, name);
  return E.isRight(system)
    ? { sort: "system", name: system.right.name, checks: checksOfSystem(system.right) }
    : {
      sort: "system",
      name,
      checks: [{
        says: "it is a system, cell, measure, forcing scheme, claim or figure",
        fault: describeError(system.left).join("; "),
      }],
    };
};
