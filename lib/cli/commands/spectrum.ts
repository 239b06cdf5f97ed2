/**
 * `lyap spectrum`: Lyapunov exponents of a system from its equations.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { convergenceFigure } from "../../report/figures/convergence.ts";
import { shortNumber, wholeNumber, withError } from "../../numerics/format.ts";
import { type ExponentOptions, resolvedParameters, type SystemExponents } from "../../lyapunov/exponents.ts";
import { spectraOfStarts, type StartedExponents } from "../../lyapunov/starts.ts";
import type { SpectrumMethod } from "../../lyapunov/trust/tried_course.ts";
import { examineExponents, type TrustedExponents } from "../../lyapunov/trust/trust.ts";
import { goOnDespite, warningOf } from "../../engine/hopeless.ts";
import { durationInWords, orbitBytes, orbitSeconds } from "../../steps/outlook.ts";
import { badUsage, type LyapError } from "../../core/program/errors.ts";
import { failWith, type Program } from "../../core/program/program.ts";
import { note, print, status } from "../../core/program/terminal.ts";
import { type Parameters, parametersOf, type System } from "../../systems/system.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { systemNamed } from "../named_system.ts";
import { checkPicture, drawInto } from "../output_file.ts";
import { givenParameters, parameterOptions, sparseParameters } from "../parameters.ts";
import { jsonOnlyOption, overwriteOption, type Values } from "../options.ts";
import { sparkline, tableLines } from "../table.ts";

const options = {
  ...parameterOptions,
  dt: {
    takes: "number",
    above: 0,
    value: "DT",
    help: "integration step in time units; default: the system's own",
  },
  time: {
    takes: "number",
    above: 0,
    value: "T",
    help: "length of the orbit in time units, for a map in steps; default: 1000 typical times",
  },
  transient: {
    takes: "number",
    least: 0,
    value: "T",
    help: "time before averaging, half of it before the deviation vectors start; default: 100 typical times",
  },
  start: {
    takes: "text",
    value: "X,Y,…",
    help: "the initial state, a number for each variable; default: the system's own",
  },
  starts: {
    takes: "integer",
    least: 2,
    value: "N",
    help:
      "follow N orbits from starts around the attractor, one of them the system's own, to see which attractors there are",
  },
  "renormalise-every": {
    takes: "integer",
    least: 1,
    value: "N",
    help:
      "steps between two orthonormalisations of the deviation vectors; default: 1, more above 4 variables",
  },
  k: {
    takes: "integer",
    least: 1,
    value: "K",
    help: "how many exponents; default: all, 4 for a delay equation",
  },
  svg: {
    takes: "text",
    value: "FILE",
    group: "Output",
    help: "draw the convergence of the exponents, as .svg or .png",
  },
  ...overwriteOption,
  ...jsonOnlyOption,
  yes: { takes: "nothing", help: "start even what takes more than a day" },
} as const;

/** JSON has no infinite numbers. */
const inJson = (value: number): number | string => value === -Infinity ? "-Infinity" : value;

/** What `--json` says. */
export const spectrumDocument = (found: TrustedExponents): Readonly<Record<string, unknown>> => {
  const { spectrum, predictability } = found;
  return {
    system: found.system,
    parameters: found.parameters,
    unit: spectrum.unit,
    exponents: spectrum.exponents.map(inJson),
    standardErrors: spectrum.standardErrors,
    converged: spectrum.converged,
    trusted: found.doubts.length === 0,
    doubts: found.doubts,
    checks: found.checks,
    notes: found.notes,
    method: found.method,
    kaplanYorke: spectrum.kaplanYorke,
    predictabilityTime: predictability === null ? null : {
      time: predictability.time.value,
      steps: predictability.steps.value,
      standardErrors: {
        time: predictability.time.standardError,
        steps: predictability.steps.standardError,
      },
    },
    dt: found.dt,
    steps: spectrum.steps,
    sum: found.dimension === spectrum.exponents.length
      ? inJson(spectrum.exponents.reduce((a, b) => a + b, 0))
      : null,
    meanLogDeterminant: spectrum.meanLogDeterminant === null ? null : inJson(spectrum.meanLogDeterminant),
    jacobian: found.jacobian,
    history: spectrum.history,
  };
};

/** "(3 ± 2) × 10⁻¹⁹": without brackets the power of ten would seem to be that of the error alone. */
const inBrackets = (text: string): string => text.replace(/^(\S+ ± \S+) × 10/, "($1) × 10");

/** A value with its error, unless that is a matter of rounding only. */
const shownExponent = (value: number, error: number): string =>
  error <= 1e-7 * Math.abs(value) ? shortNumber(value, 7) : inBrackets(withError(value, error));

const titleOf = (system: System, { parameters }: SystemExponents): string => {
  const shown = sparseParameters(parameters);
  return shown === "" ? system.title : `${system.title} (${shown})`;
};

const literatureLines = (system: System, { parameters }: SystemExponents): readonly string[] =>
  system.referenceExponents
    .filter((reference) =>
      Object.entries({ ...system.parameters, ...reference.parameters }).every(([name, value]) =>
        Math.abs(value - parameters[name]!) <= 1e-9 * Math.abs(value)
      )
    )
    .map(({ exponents, source }) =>
      `known: ${exponents.map((each) => shortNumber(each, 5)).join(", ")} (${source})`
    );

/** How deviations were followed, where it is not the usual way. */
const methodWords: Readonly<Record<SpectrumMethod, string>> = {
  "tangent map": "",
  "tangent map with saltation matrices": "saltation matrices where the field jumps; ",
  "neighbouring orbits": "neighbouring orbits at finite distance; ",
  "exponential of the Jacobian along an implicit solution":
    "an implicit solver, deviations by the exponential of the Jacobian; ",
};

const markOf = (passed: boolean | null): string => passed === null ? "–" : passed ? "✓" : "✗";

/** The checks, in a line each, and what else is to be known. */
const trustLines = ({ checks, notes, doubts }: TrustedExponents): readonly string[] => [
  "",
  ...tableLines(checks.map(({ name, passed, says }) => [markOf(passed), name, says])),
  ...notes.map((note) => `note: ${note}`),
  ...doubts.map((doubt) => `not to be trusted: ${doubt}`),
];

/** What a person reads. */
export const spectrumLines = (system: System, found: TrustedExponents): readonly string[] => {
  const { spectrum, predictability, dt } = found;
  const { exponents, standardErrors, history, unit } = spectrum;
  const ofMap = unit === "nats/step";
  const total = exponents.reduce((a, b) => a + b, 0);
  const solver = found.method.startsWith("exponential") ? "Rosenbrock's method" : "RK4";
  const how = ofMap ? "" : `${solver} with dt ${dt}, `;
  return [
    titleOf(system, found),
    `${how}${wholeNumber(spectrum.steps)} steps; ${methodWords[found.method]}Jacobian: ${found.jacobian}`,
    "",
    ...tableLines([
      ["", unit, "convergence"],
      ...exponents.map((value, i) => [
        `λ${i + 1}`,
        shownExponent(value, standardErrors[i]!),
        sparkline(history.exponents.map((row) => row[i]!)),
      ]),
    ]),
    "",
    ...(spectrum.meanLogDeterminant === null || exponents.length < system.variables(found.parameters).length
      ? []
      : [
        `sum ${shortNumber(total, 6)}, and without the exponents ${
          ofMap ? "mean ln |det J|" : "mean divergence"
        } ` +
        shortNumber(spectrum.meanLogDeterminant, 6),
      ]),
    spectrum.kaplanYorke === null
      ? "Kaplan–Yorke dimension: needs more exponents, see --k"
      : `Kaplan–Yorke dimension ${withError(spectrum.kaplanYorke.value, spectrum.kaplanYorke.standardError)}`,
    predictability === null
      ? `predictability time: none, since ${
        exponents[0]! > 0 && found.doubts.length > 0
          ? "λ1 is not that of an attractor"
          : "λ1 is not above zero"
      }`
      : `predictability time ln 2 / λ1: ` +
        (ofMap
          ? ""
          : `${withError(predictability.time.value, predictability.time.standardError)} time units, `) +
        `${withError(predictability.steps.value, predictability.steps.standardError)} steps`,
    spectrum.converged
      ? "converged"
      : "not converged: the orbit is too short or the estimates still move; give a longer --time",
    ...trustLines(found),
    "",
    ...literatureLines(system, found),
    ...system.bibliography.map((reference) => `system: ${reference}`),
    "method: G. Benettin et al. (1980), Meccanica 15, 9–30; I. Shimada & T. Nagashima (1979), Prog. Theor. Phys. 61, 1605–1616",
  ];
};

/** A user's system, as the help shows it. */
const example = [
  "export default {",
  '  variables: ["x", "y", "z"],',
  "  parameters: { a: 0.2, b: 0.2, c: 5.7 },",
  "  initialState: [1, 1, 1],",
  "  dt: 0.05,",
  "  timeScale: 6, // a typical time of the orbit",
  "  equations: ([x, y, z], { a, b, c }) => [-y - z, x + a * y, b + z * (x - c)],",
  "};",
];

/** The initial state of `--start`, held to the variables that a system has at its parameters. */
const startOf = (
  text: string | undefined,
  system: System,
  parameters: Parameters,
): E.Either<LyapError, Pick<ExponentOptions, "initialState">> => {
  if (text === undefined) return E.right({});
  const numbers = text.split(",").map((part) => part.trim() === "" ? NaN : Number(part));
  const variables = system.variables(parameters);
  return numbers.length === variables.length && numbers.every(Number.isFinite)
    ? E.right({ initialState: numbers })
    : E.left(badUsage(
      `--start is "${text}"`,
      `${system.title} has ${variables.length === 1 ? "the variable" : "the variables"} ${
        variables.slice(0, 6).join(", ")
      }${variables.length > 6 ? ", …" : ""}: give ${
        variables.length === 1 ? "a number" : `${variables.length} numbers with commas between them`
      }`,
    ));
};

const howOf = (
  values: Values<Pick<typeof options, "dt" | "time" | "transient" | "k" | "renormalise-every">>,
): ExponentOptions => {
  const { dt, time, transient, k, "renormalise-every": every } = values;
  return {
    ...(dt === undefined ? {} : { dt }),
    ...(time === undefined ? {} : { time }),
    ...(transient === undefined ? {} : { transient }),
    ...(k === undefined ? {} : { k }),
    ...(every === undefined ? {} : { orthonormaliseEvery: every }),
  };
};

/** Seconds of work after which nothing is begun without a word. */
const LONG_SILENCE = 60;

/** Fails where the orbit would take more than a day, or more memory than there is; says how long it takes where that is long. */
const refuseLong = (
  system: System,
  values: Call<typeof options>["values"],
): Program<void> =>
(capabilities) => {
  const { timeScale, variables } = system;
  const { dt = system.dt, time, transient, k } = howOf(values);
  const parameters = pipe(
    givenParameters(system, values),
    E.chainW((given) => parametersOf(system, given)),
  );
  // What is wrong with them is said where the exponents are found.
  if (values.yes || E.isLeft(parameters)) return TE.right(undefined);
  const count = variables(parameters.right).length;
  const steps = ((time ?? 1000 * timeScale) + (transient ?? 100 * timeScale)) / dt;
  const outlook = {
    seconds: (values.starts ?? 1) * orbitSeconds(steps, count, Math.min(k ?? count, count)),
    bytes: orbitBytes(count),
  };
  const warning = warningOf(outlook, `The spectrum of ${system.title}`, {
    cores: 1,
    memory: capabilities.memory(),
  });
  if (warning !== null) return goOnDespite(warning)(capabilities);
  const work = `${Math.round(steps)} steps of ${count} variables`;
  return outlook.seconds < LONG_SILENCE
    ? TE.right(undefined)
    : note(`${work}: ${durationInWords(outlook.seconds)}`)(capabilities);
};

/** A map goes in steps of its own; a dt for it is a mistake. */
const stepFor = (system: System, { dt }: ExponentOptions): E.Either<LyapError, void> =>
  system.kind === "map" && dt !== undefined
    ? E.left(
      badUsage(`--dt is ${dt}, but ${system.title} is a map`, "leave it out: its exponents are per step"),
    )
    : E.right(undefined);

/** The exponents that a call asks for: the checked spectrum of one orbit, or the spectra of several. */
const computed = (
  system: System,
  values: Call<typeof options>["values"],
): E.Either<LyapError, TrustedExponents | StartedExponents> => {
  const how = howOf(values);
  return pipe(
    E.Do,
    E.chainFirst(() => stepFor(system, how)),
    E.chainFirstW(() =>
      values.starts !== undefined && values.svg !== undefined
        ? E.left(badUsage("--svg draws the exponents of one orbit", "leave out --svg or --starts"))
        : E.right(undefined)
    ),
    E.bindW("given", () => givenParameters(system, values)),
    E.bindW("parameters", ({ given }) => resolvedParameters(system, given)),
    E.bindW("start", ({ parameters }) => startOf(values.start, system, parameters)),
    E.chain(({ given, start }): E.Either<LyapError, TrustedExponents | StartedExponents> =>
      values.starts === undefined
        ? examineExponents(system, given, { ...how, ...start })
        : spectraOfStarts(system, given, values.starts, { ...how, ...start })
    ),
  );
};

/** The attractors that several starts led to, as `--json` says them. */
const startsDocument = (system: System, found: StartedExponents): Readonly<Record<string, unknown>> => ({
  system: system.name,
  parameters: found.parameters,
  unit: found.unit,
  starts: found.starts,
  escaped: found.escaped,
  attractors: found.attractors.map((each) => ({ ...each, exponents: each.exponents.map(inJson) })),
});

/** The attractors that several starts led to, for people. */
const startLines = (system: System, found: StartedExponents): readonly string[] => {
  const numbers = (values: readonly number[]) =>
    values.slice(0, 4).map((each) => shortNumber(each, 3)).join(", ") + (values.length > 4 ? ", …" : "");
  return [
    `${system.title}: ${found.starts} starts, ${found.attractors.length} ${
      found.attractors.length === 1 ? "attractor" : "attractors"
    }${found.escaped > 0 ? `; ${found.escaped} escaped to infinity` : ""}`,
    "",
    ...tableLines([
      ["starts", `exponents, ${found.unit}`, "centre", "from, for example"],
      ...found.attractors.map(({ count, exponents, standardErrors, centre, start }) => [
        String(count),
        exponents.slice(0, 4).map((value, i) => shownExponent(value, standardErrors[i]!)).join(", "),
        numbers(centre),
        numbers(start),
      ]),
    ]),
    "",
    "Orbits of an eighth of the length: lyap spectrum with --start follows one of them further.",
  ];
};

/** Draws what is to be drawn and prints the result. */
const printSpectrum = (
  system: System,
  found: TrustedExponents,
  values: Call<typeof options>["values"],
): Program<ExitCode> =>
  pipe(
    drawInto(values, () => convergenceFigure(titleOf(system, found), found.spectrum)),
    RTE.chain(() =>
      values.json ? print(JSON.stringify(spectrumDocument(found))) : print(...spectrumLines(system, found))
    ),
    RTE.map((): ExitCode => found.doubts.length === 0 ? 0 : 1),
  );

const run = ({ operands, values }: Call<typeof options>): Program<ExitCode> => {
  const [operand, ...more] = operands;
  if (operand === undefined || more.length > 0) {
    return failWith(
      badUsage("spectrum takes one system", "for example: lyap spectrum lorenz --param rho=38"),
    );
  }
  return pipe(
    RTE.Do,
    RTE.chainFirst(() => checkPicture(values)),
    RTE.bindW("system", () => systemNamed(operand)),
    RTE.chainFirst(({ system }) => refuseLong(system, values)),
    RTE.chainFirst(({ system }) => status(`follows an orbit of ${system.title} and its deviations …`)),
    RTE.bindW(
      "found",
      ({ system }) => (): TE.TaskEither<LyapError, TrustedExponents | StartedExponents> => () =>
        Promise.resolve(computed(system, values)),
    ),
    RTE.chainFirst(() => status("")),
    RTE.chain(({ system, found }) =>
      "attractors" in found
        ? pipe(
          values.json
            ? print(JSON.stringify(startsDocument(system, found)))
            : print(...startLines(system, found)),
          RTE.map((): ExitCode => 0),
        )
        : printSpectrum(system, found, values)
    ),
  );
};

/** Finds Lyapunov exponents from equations. */
export const spectrumCommand = command({
  examples: ["spectrum lorenz --param rho=38", "spectrum my_system.ts --time 5000 --svg convergence.svg"],
  explanation: [
    "Your own system is a .ts file. Rössler's, for example:",
    "",
    ...example.map((line) => `  ${line}`),
    "",
    'For a map add kind: "map" (the equations then give the next state); for a delay equation kind: "delay" and',
    "equations: (state, delayed, parameters) => […], with the delay as the parameter tau. A jacobian of the same form",
    "makes it faster. If the equations or the state of a flow jump, events names the surfaces:",
    '  events: [{ surface: ([x]) => x, direction: "falling", reset: ([x, v], { r }) => [x, -r * v] }]',
    "Equations may also be text, without kind and variables: x' = … for a flow, x(t - tau) in it for a delay equation,",
    "x <- … for a map. lyap then derives the Jacobian, and sin, cos, exp … have the same bits on every machine, which",
    "Math.sin has not. A driven system has its phase as one more variable, which grows at the rate 1:",
    `  equations: ["x' = v", "v' = x - x^3 - d v + cos(t)", "t' = 1"], parameters: { d: 0.2 }, initialState: [1, 0, 0]`,
  ],
  options,
  computes: true,
  run,
});
