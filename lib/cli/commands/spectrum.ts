/**
 * `lyap spectrum`: Lyapunov exponents of a system from its equations.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import type * as TE from "fp-ts/TaskEither.js";
import { convergenceFigure } from "../../figures/convergence.ts";
import { shortNumber, withError } from "../../numerics/format.ts";
import { type ExponentOptions, exponentsOfSystem, type SystemExponents } from "../../lyapunov/exponents.ts";
import { warningOf } from "../../engine/hopeless.ts";
import { orbitSeconds } from "../../steps/outlook.ts";
import { badUsage, type LyapError } from "../../program/errors.ts";
import { failWith, type Program } from "../../program/program.ts";
import { print, status } from "../../program/terminal.ts";
import type { System } from "../../systems/system.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { systemNamed } from "../named_system.ts";
import { checkPicture, drawInto } from "../output_file.ts";
import type { Values } from "../options.ts";
import { givenParameters, parameterOptions, sparseParameters } from "../parameters.ts";
import { jsonOnlyOption, overwriteOption } from "../shared_options.ts";
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
  yes: { takes: "nothing", help: "start also what takes more than a day" },
} as const;

/** What `--json` says. */
export const spectrumDocument = (found: SystemExponents): Readonly<Record<string, unknown>> => {
  const { spectrum, predictability } = found;
  return {
    system: found.system,
    parameters: found.parameters,
    unit: spectrum.unit,
    exponents: spectrum.exponents,
    standardErrors: spectrum.standardErrors,
    converged: spectrum.converged,
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
    sum: found.dimension === spectrum.exponents.length ? spectrum.exponents.reduce((a, b) => a + b, 0) : null,
    meanLogDeterminant: spectrum.meanLogDeterminant,
    jacobian: found.jacobian,
    history: spectrum.history,
  };
};

/** A value with its error, unless that is a matter of rounding only. */
const told = (value: number, error: number): string =>
  error <= 1e-7 * Math.abs(value) ? shortNumber(value, 7) : withError(value, error);

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

/** What a person reads. */
export const spectrumLines = (system: System, found: SystemExponents): readonly string[] => {
  const { spectrum, predictability, dt } = found;
  const { exponents, standardErrors, history, unit } = spectrum;
  const ofMap = unit === "nats/step";
  const total = exponents.reduce((a, b) => a + b, 0);
  const how = ofMap ? "" : `RK4 with dt ${dt}, `;
  return [
    titleOf(system, found),
    `${how}${spectrum.steps.toLocaleString("en")} steps; Jacobian: ${found.jacobian}`,
    "",
    ...tableLines([
      ["", unit, "convergence"],
      ...exponents.map((value, i) => [
        `λ${i + 1}`,
        told(value, standardErrors[i]!),
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
      ? "predictability time: none, since λ1 is not above zero"
      : `predictability time ln 2 / λ1: ` +
        (ofMap
          ? ""
          : `${withError(predictability.time.value, predictability.time.standardError)} time units, `) +
        `${withError(predictability.steps.value, predictability.steps.standardError)} steps`,
    spectrum.converged
      ? "converged"
      : "not converged: the orbit is too short or the estimates still move; give a longer --time",
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

const howOf = (
  { dt, time, transient, k }: Values<Pick<typeof options, "dt" | "time" | "transient" | "k">>,
): ExponentOptions => ({
  ...(dt === undefined ? {} : { dt }),
  ...(time === undefined ? {} : { time }),
  ...(transient === undefined ? {} : { transient }),
  ...(k === undefined ? {} : { k }),
});

/** Fails where the orbit would take more than a day. */
const refuseLong = (
  system: System,
  { dt = system.dt, time, transient }: ExponentOptions,
): E.Either<LyapError, void> => {
  const { timeScale, variables, parameters } = system;
  const steps = ((time ?? 1000 * timeScale) + (transient ?? 100 * timeScale)) / dt;
  const seconds = orbitSeconds(steps, variables(parameters).length);
  const warning = warningOf({ seconds, bytes: 0 }, `The spectrum of ${system.title}`, {
    cores: 1,
    memory: 1,
  });
  return warning === null ? E.right(undefined) : E.left(warning);
};

/** A map goes in steps of its own; a dt for it is a mistake. */
const stepFor = (system: System, { dt }: ExponentOptions): E.Either<LyapError, void> =>
  system.kind === "map" && dt !== undefined
    ? E.left(
      badUsage(`--dt is ${dt}, but ${system.title} is a map`, "leave it out: its exponents are per step"),
    )
    : E.right(undefined);

/** The exponents that a call asks for. */
const computed = (
  system: System,
  values: Call<typeof options>["values"],
): E.Either<LyapError, SystemExponents> => {
  const how = howOf(values);
  return pipe(
    E.Do,
    E.chainFirst(() => stepFor(system, how)),
    E.chainFirst(() => values.yes ? E.right(undefined) : refuseLong(system, how)),
    E.chain(() => givenParameters(system, values)),
    E.chain((given) => exponentsOfSystem(system, given, how)),
  );
};

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
    RTE.chainFirst(({ system }) => status(`follows an orbit of ${system.title} and its deviations …`)),
    RTE.bindW(
      "found",
      ({ system }) => (): TE.TaskEither<LyapError, SystemExponents> => () =>
        Promise.resolve(computed(system, values)),
    ),
    RTE.chainFirst(() => status("")),
    RTE.chainFirst(({ system, found }) =>
      drawInto(values, () => convergenceFigure(titleOf(system, found), found.spectrum))
    ),
    RTE.chain(({ system, found }) =>
      values.json ? print(JSON.stringify(spectrumDocument(found))) : print(...spectrumLines(system, found))
    ),
    RTE.map((): ExitCode => 0),
  );
};

/** Finds Lyapunov exponents from equations. */
export const spectrumCommand = command({
  examples: ["spectrum lorenz --param rho=38", "spectrum my_system.ts --time 5000 --svg convergence.svg"],
  explanation: [
    "A system of your own is a .ts file. Rössler's, for example:",
    "",
    ...example.map((line) => `  ${line}`),
    "",
    'For a map add kind: "map" (the equations then give the next state); for a delay equation kind: "delay" and',
    "equations: (state, delayed, parameters) => […], with the delay as the parameter tau. A jacobian of the same form",
    "makes it faster. A system that is driven has its phase as one more variable, which grows at the rate 1:",
    '  variables: ["x", "v", "t"], equations: ([x, v, t], { d }) => [v, x - x ** 3 - d * v + Math.cos(t), 1]',
  ],
  options,
  run,
});
