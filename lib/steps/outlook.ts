/**
 * What the steps of a plan would take, from their specs alone, before any work begins. Roughly: within a
 * factor of three at the sizes of the paper. It is there to distinguish minutes from months.
 *
 * @module
 */
import { shortNumber, wholeNumber } from "../numerics/format.ts";
import { systems } from "../systems/catalogue.ts";
import type { PlannedStep } from "./plan.ts";

/** What a step, or all of them, would take. */
export interface Outlook {
  /** Seconds of one core. */
  readonly seconds: number;
  /** Bytes of memory, at the most at one time. */
  readonly bytes: number;
}

/** Seconds, as measured on a core of 2024, with V8's checks. */
const COST = {
  /** A process that starts, reads and writes. */
  process: 1,
  /** An integration step of one variable. */
  integration: 2e-8,
  /** An entry of the Jacobian in an integration step. */
  tangent: 1e-7,
  /** The same, times an entry of a deviation vector; it counts where variables are many. */
  product: 1e-9,
  /** A window and time step of a training, at 30 units or fewer. */
  state: 4e-7,
  /** A step of a network, apart from its weights. */
  step: 1e-6,
  /** A weight in a step of a network. */
  weight: 4e-10,
  /** A row of two series that are compared. */
  comparison: 1e-5,
  /** The figures and the page, for each run. */
  drawing: 0.05,
} as const;

/** Bytes of memory that a process of Deno takes by itself. */
const PROCESS_BYTES = 1e8;

/** Units at which trainings are as fast as at fewer. */
const SMALL = 30;

/** Copies of its numbers that a step holds at one time. */
const COPIES = 4;

/** Copies of its weights that a training holds: gradients, moments, checkpoint. */
const WEIGHT_COPIES = 8;

type Spec = Readonly<Record<string, unknown>>;

const specOf = (value: unknown): Spec => typeof value === "object" && value !== null ? value as Spec : {};
const numberOf = (value: unknown, otherwise: number): number => typeof value === "number" ? value : otherwise;

/** Variables of a system; an unknown name has been refused before. */
const variablesOf = (source: Spec): { readonly count: number; readonly timeScale: number } => {
  const name = String(source.system);
  const system = Object.hasOwn(systems, name) ? systems[name]! : undefined;
  return system === undefined ? { count: 3, timeScale: 1 } : {
    count: system.variables(specOf(source.parameters) as Readonly<Record<string, number>>).length,
    timeScale: system.timeScale,
  };
};

/** Seconds in which exponents of an orbit are found, of this many integration steps and variables; all where no number is given. */
export const orbitSeconds = (steps: number, variables: number, exponents = variables): number =>
  steps * variables * variables * (COST.tangent + COST.product * exponents);

/** Bytes of the Jacobian and the deviation vectors of an orbit. */
export const orbitBytes = (variables: number): number => PROCESS_BYTES + COPIES * 8 * variables * variables;

/** What a series from equations would take, without its exponents. */
export const outlookOfSeries = (
  { steps, transient, substeps }: {
    readonly steps: number;
    readonly transient: number;
    readonly substeps: number;
  },
  variables: number,
): Outlook => ({
  seconds: (steps + transient) * substeps * variables * COST.integration,
  // A text takes three times the bytes of its numbers.
  bytes: PROCESS_BYTES + 3 * COPIES * 8 * steps * variables,
});

const ofDataset = (spec: Spec): Outlook => {
  const source = specOf(spec.source);
  if (source.kind !== "system") return { seconds: 10, bytes: 10 * PROCESS_BYTES };
  const { count, timeScale } = variablesOf(source);
  const rows = 2 * numberOf(source.steps, 0) + numberOf(source.transient, 0);
  const substeps = numberOf(source.substeps, 1);
  const tangentSteps = numberOf(spec.exponentTimeScales, 1000) * timeScale * substeps /
    numberOf(source.dt, 1);
  return {
    seconds: COST.process + rows * substeps * count * COST.integration +
      orbitSeconds(tangentSteps, count),
    bytes: orbitBytes(count) + COPIES * 8 * rows * count,
  };
};

const unitsOf = (training: Spec): number => numberOf(specOf(training.cell).units, SMALL);

/** Numbers that a cell has in addition to its units are taken for widths: hidden units, bases, ramps. */
const widthOf = ({ cell }: Spec): number => {
  const { units: _, ...others } = specOf(cell);
  return Object.values(others).reduce<number>((sum, each) => sum + numberOf(each, 0), 0);
};

/** Weights of a cell, roughly. */
const weightsOf = (training: Spec): number => unitsOf(training) * (unitsOf(training) + widthOf(training));

/** What a training would take, from its settings. */
export const outlookOfTraining = (spec: Spec): Outlook => {
  const weights = weightsOf(spec);
  const { windows, length, perEpoch } = specOf(spec.batches);
  const states = numberOf(windows, 1) * numberOf(length, 1);
  const updates = numberOf(spec.epochs, 1) * numberOf(perEpoch, 1);
  return {
    seconds: COST.process + updates * states * COST.state * Math.max(1, weights / (SMALL * SMALL)),
    bytes: PROCESS_BYTES + 4 * COPIES * states * (unitsOf(spec) + widthOf(spec)) +
      4 * WEIGHT_COPIES * weights,
  };
};

const ofExponents = (spec: Spec, training: Spec): Outlook => {
  const units = unitsOf(training);
  const exponents = numberOf(spec.exponents, 0) === 0 ? units : Math.min(units, numberOf(spec.exponents, 0));
  const steps = numberOf(spec.steps, 0) + numberOf(spec.transient, 0);
  const gradientSteps = numberOf(spec.longestGradient, 0) * numberOf(spec.gradientStarts, 0);
  const perStep = (vectors: number): number => COST.step + COST.weight * weightsOf(training) * (1 + vectors);
  return {
    seconds: COST.process + steps * perStep(exponents) + gradientSteps * perStep(units),
    bytes: PROCESS_BYTES + 8 * COPIES * (weightsOf(training) + units * exponents),
  };
};

const ofEvaluation = (spec: Spec, training: Spec, observed: number): Outlook => {
  const weights = weightsOf(training);
  const steps = numberOf(spec.steps, 0) + numberOf(spec.transient, 0);
  const measures = Array.isArray(spec.measures) ? spec.measures.length : 1;
  return {
    seconds: COST.process + steps * (COST.step + COST.weight * weights + measures * COST.comparison),
    bytes: PROCESS_BYTES + 8 * COPIES * (steps * observed + weights),
  };
};

/** What a step would take. */
export const outlookOf = ({ step, spec, inputs }: PlannedStep): Outlook => {
  const own = specOf(spec);
  const inputOf = (name: string): Spec => specOf(inputs[name]?.spec);
  switch (step) {
    case "dataset":
      return ofDataset(own);
    case "train":
      return outlookOfTraining(own);
    case "beginning":
      return outlookOfTraining({ ...specOf(own.training), epochs: own.epochs });
    case "lyapunov":
      return ofExponents(own, inputOf("train"));
    case "evaluate":
      return ofEvaluation(own, inputOf("train"), variablesOf(specOf(inputOf("data").source)).count);
    case "report":
      return {
        seconds: COST.process + COST.drawing * Object.keys(inputs).length,
        bytes: 2 * PROCESS_BYTES,
      };
  }
};

/** Seconds of waiting, and the largest memory, where some steps run side by side. */
export const outlookOfAll = (outlooks: readonly Outlook[], jobs: number): Outlook => {
  const largest = outlooks.map(({ bytes }) => bytes).sort((a, b) => b - a).slice(0, jobs);
  return {
    seconds: outlooks.reduce((sum, each) => sum + each.seconds, 0) / jobs,
    bytes: largest.reduce((sum, bytes) => sum + bytes, 0),
  };
};

const UNITS: readonly (readonly [seconds: number, name: string])[] = [
  [365 * 86_400, "years"],
  [86_400, "days"],
  [3600, "hours"],
  [60, "minutes"],
];

/** As many years as the universe is old; whoever asks for more asks for something else. */
const COUNTLESS = 1.4e10 * 365 * 86_400;

/**
 * A duration in the unit that a person would choose.
 *
 * @example From a minute to no end
 * ```ts
 * import { durationInWords } from "./outlook.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals([90, 3.6e6, 3e20].map(durationInWords), ["about 2 minutes", "about 42 days", "longer than the universe is old"]);
 * ```
 */
export const durationInWords = (seconds: number): string => {
  if (!(seconds < COUNTLESS)) return "longer than the universe is old";
  const [unit, name] = UNITS.find(([each]) => seconds >= 1.5 * each) ?? UNITS.at(-1)!;
  const count = Math.max(1, Math.round(seconds / unit));
  return `about ${wholeNumber(count)} ${count === 1 ? name.slice(0, -1) : name}`;
};

/** Bytes in the unit that a person would choose: "2.6 GB". */
export const bytesText = (bytes: number): string =>
  !(bytes < 1e18) ? "more than any machine has" : `${shortNumber(bytes / 1e9)} GB`;
