/**
 * `lyap systems`: the catalogue of dynamical systems.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import type { CertifiedSpectrum } from "../../lyapunov/certified.ts";
import { certifiedSpectra } from "../../lyapunov/certified_spectra.ts";
import { own } from "../../core/codec/own.ts";
import { badUsage, type LyapError } from "../../core/program/errors.ts";
import { type Capabilities, failWith, type Program } from "../../core/program/program.ts";
import { print } from "../../core/program/terminal.ts";
import { systems } from "../../systems/catalogue.ts";
import { dimensionOf, observationOf, type Parameters, type System } from "../../systems/system.ts";
import { plainNumber, shortNumber } from "../../numerics/format.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { systemNamed } from "../named_system.ts";
import { sparseParameters } from "../parameters.ts";
import { jsonOnlyOption } from "../options.ts";
import { wrapped } from "../../core/program/text.ts";
import { tableLines } from "../table.ts";

const WIDTH = 100;

const unitOf = (system: System): string => system.kind === "map" ? "nats/step" : "nats/time";

const kindOf = (system: System): string => system.kind === "delay" ? "delay equation" : system.kind;

/** The certified spectrum at the default parameters, where there is one. */
const certifiedOf = (system: System): CertifiedSpectrum | null => own(certifiedSpectra, system.name) ?? null;

/** What `--json` says of a system. */
export const systemDocument = (system: System): Readonly<Record<string, unknown>> => ({
  name: system.name,
  title: system.title,
  kind: system.kind,
  dimension: system.kind === "delay" ? null : dimensionOf(system, system.parameters),
  equations: system.equations,
  variables: system.variables(system.parameters),
  observed: observationOf(system, system.parameters).variables,
  parameters: system.parameters,
  parameterSets: system.parameterSets ?? {},
  initialState: system.initialState(system.parameters),
  dt: system.dt,
  timeScale: system.timeScale,
  unit: unitOf(system),
  literature: system.referenceExponents.map(({ parameters, exponents, tolerance, source }) => ({
    parameters: { ...system.parameters, ...parameters },
    exponents,
    tolerance,
    source,
  })),
  certified: certifiedOf(system),
  references: system.bibliography,
});

const columns = [
  ...[
    "name",
    "title",
    "kind",
    "dimension",
    "unit",
    "lambda_1",
    "error_1",
    "exponents",
    "errors",
    "divergence",
  ],
  ...["kaplan_yorke", "kaplan_yorke_error", "time_scale", "dt", "time", "method", "reference"],
];

const quoted = (value: string | number | null): string =>
  value === null
    ? ""
    : /[",\n]/.test(String(value))
    ? `"${String(value).replaceAll('"', '""')}"`
    : String(value);

/** The table of certified spectra: a line for each system, lists with spaces between their numbers. */
const csvOf = (all: readonly System[]): readonly string[] => [
  columns.join(","),
  ...all.map((system) => {
    const found = certifiedOf(system);
    return [
      system.name,
      system.title,
      system.kind,
      system.kind === "delay" ? null : dimensionOf(system, system.parameters),
      unitOf(system),
      found?.exponents[0] ?? null,
      found?.standardErrors[0] ?? null,
      found?.exponents.join(" ") ?? null,
      found?.standardErrors.join(" ") ?? null,
      found?.divergence ?? null,
      found?.kaplanYorke?.value ?? null,
      found?.kaplanYorke?.standardError ?? null,
      system.timeScale,
      found?.dt ?? system.dt,
      found?.time ?? null,
      found?.method ?? null,
      system.bibliography.join("; "),
    ].map(quoted).join(",");
  }),
];

const shown = (parameters: Parameters): string => sparseParameters(parameters) || "none";

const overview = (all: readonly System[]): readonly string[] => [
  ...tableLines([
    ["name", "kind", "D", "parameters", "dt", "exponents"],
    ...all.map((system) => {
      const known = certifiedOf(system) ??
        system.referenceExponents.find(({ parameters }) => Object.keys(parameters).length === 0);
      return [
        system.name,
        kindOf(system),
        system.kind === "delay" ? "∞" : String(dimensionOf(system, system.parameters)),
        shown(system.parameters),
        String(system.dt),
        known === undefined ? "" : known.exponents.slice(0, 4).map((each) => shortNumber(each)).join(", "),
      ];
    }),
  ], [2]),
  "",
  "Exponents in nats per time unit, those of maps in nats per step.",
  "With a name: the equations, parameter sets and sources of one system.",
];

const certifiedLines = (system: System): readonly string[] => {
  const found = certifiedOf(system);
  if (found === null) return [];
  const { exponents, standardErrors, kaplanYorke, time, dt, method } = found;
  return [
    `certified exponents at the default parameters, in ${unitOf(system)}:`,
    ...exponents.map((each, i) => `  ${shortNumber(each, 5)} ± ${shortNumber(standardErrors[i]!, 2)}`),
    ...(kaplanYorke === null ? [] : [
      `  Kaplan–Yorke dimension ${shortNumber(kaplanYorke.value, 4)} ± ${
        shortNumber(kaplanYorke.standardError, 2)
      }`,
    ]),
    `  ${method}, dt ${plainNumber(dt, 4)}, over ${shortNumber(time)} ${
      system.kind === "map" ? "steps" : "time units"
    }`,
    "",
  ];
};

const details = (system: System): readonly string[] => {
  const indented = (text: string) => wrapped(text, WIDTH - 2).map((line) => `  ${line}`);
  const sets = Object.entries(system.parameterSets ?? {});
  const found = certifiedLines(system);
  return [
    `${system.title} (${system.name}), a ${kindOf(system)}`,
    "",
    ...(system.equations.length === 0
      ? ["  equations: see the function in its file"]
      : system.equations.map((line) => `  ${line}`)),
    "",
    `parameters: ${shown(system.parameters)}`,
    ...sets.map(([name, given]) => `  ${name}: ${sparseParameters(given as Parameters) || "as above"}`),
    `observed: ${observationOf(system, system.parameters).variables.slice(0, 10).join(", ")}`,
    `dt: ${system.dt}; typical time: ${system.timeScale}`,
    ...(found.length + system.referenceExponents.length === 0 ? [] : [""]),
    ...found,
    ...(system.referenceExponents.length === 0 ? [] : [`known exponents, in ${unitOf(system)}:`]),
    ...system.referenceExponents.flatMap(({ parameters, exponents, source }) => [
      `  ${shown({ ...system.parameters, ...parameters })}: ${
        exponents.map((each) => shortNumber(each, 5)).join(", ")
      }`,
      ...indented(source).map((line) => `  ${line}`),
    ]),
    ...(system.bibliography.length === 0
      ? []
      : ["", "references:", ...system.bibliography.flatMap(indented)]),
  ];
};

const options = {
  csv: {
    takes: "nothing",
    group: "Output",
    help: "the certified spectra as a table of comma-separated values",
  },
  ...jsonOnlyOption,
} as const;

const run = ({ operands, values }: Call<typeof options>): Program<ExitCode> => {
  if (values.csv && values.json) {
    return failWith(badUsage("--csv and --json ask for two forms of one output", "give one of them"));
  }
  return pipe(
    operands.length === 0
      ? RTE.right<Capabilities, LyapError, readonly System[]>(Object.values(systems))
      : pipe(operands, RTE.traverseSeqArray((operand) => systemNamed(operand))),
    RTE.chain((chosen) =>
      values.csv
        ? print(...csvOf(chosen))
        : values.json
        ? print(JSON.stringify({ systems: chosen.map(systemDocument) }))
        : operands.length === 0
        ? print(...overview(chosen))
        : print(...chosen.flatMap((system, i) => [...(i > 0 ? ["", ""] : []), ...details(system)]))
    ),
    RTE.map((): ExitCode => 0),
  );
};

/** Lists the catalogue of systems. */
export const systemsCommand = command({
  options,
  examples: ["systems lorenz", "systems --csv"],
  run,
});
