/**
 * What a spec says of a series that comes from equations, and how it is read.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import * as t from "io-ts/index.js";
import {
  type Codec,
  dictionary,
  finiteNumber,
  integer,
  list,
  nonNegativeInteger,
  nonNegativeNumber,
  oneOf,
  optional,
  positiveInteger,
  positiveNumber,
  type SayingError,
  text,
  variant,
} from "../core/codec/codec.ts";
import { shaped } from "../core/codec/schema.ts";
import { closest } from "../core/codec/closest.ts";
import type { ModuleChoice } from "../core/catalogue.ts";
import { systemOf, systems } from "../systems/catalogue.ts";
import { observationOf, type Parameters, parametersOf, type System } from "../systems/system.ts";

/** A series from equations, with nothing left open. */
export interface SystemSource {
  /** Distinguishes this source of a series from others. */
  readonly kind: "system";
  /** Name in the catalogue of systems, or of a user's. */
  readonly system: string;
  /** Where the equations are a user's, the digest of their sources. */
  readonly module?: string;
  /** All parameters. What a user leaves out is the system's default. */
  readonly parameters: Parameters;
  /** Sampling interval in time units; 1 for maps. Default: the system's own step. */
  readonly dt: number;
  /** T, the number of samples. */
  readonly steps: number;
  /** Samples that are computed and dropped before the first one. Default: 1000. */
  readonly transient: number;
  /** Names of the observed variables, in this order. Default: all. */
  readonly observe: readonly string[];
  /** Standard deviation of observation noise, in standard deviations of each variable. Default: 0. */
  readonly noise: number;
  /** Integration steps per sample. Default: as many as keep them at or below the system's own step. */
  readonly substeps: number;
  /**
   * "rk4" with its fixed steps, or "dormand-prince" with steps by tolerance, for flows. Default: "rk4".
   */
  readonly solver: "rk4" | "dormand-prince";
  /** Error per step that "dormand-prince" allows, relative and absolute. Default: 1e-9. */
  readonly tolerance: number;
  /** Initial state; for a delay equation the constant history. Default: the system's own. */
  readonly initialState: readonly number[];
  /** Seed of the noise. Default: 0. */
  readonly seed: number;
}

/** What a user writes for a `SystemSource`. */
export type SystemSourceInput =
  & Pick<SystemSource, "kind" | "system" | "steps">
  & Partial<Omit<SystemSource, "kind" | "system" | "steps" | "module">>;

/**
 * What a user writes for a series from equations in a file of their own.
 *
 * @internal
 */
export type ModuleSourceInput = Omit<SystemSourceInput, "kind" | "system"> & ModuleChoice;

/** An entry that is left out; what then holds depends on the system. */
const UNSET = 0;

const options = {
  parameters: optional(dictionary(finiteNumber), {}),
  dt: optional(positiveNumber, UNSET),
  steps: positiveInteger,
  transient: optional(nonNegativeInteger, 1000),
  observe: optional(list(text, 1), []),
  noise: optional(nonNegativeNumber, 0),
  substeps: optional(positiveInteger, UNSET),
  solver: optional(oneOf("rk4", "dormand-prince"), "rk4"),
  tolerance: optional(positiveNumber, 1e-9),
  initialState: optional(list(finiteNumber, 1), []),
  seed: optional(integer, 0),
};

const ours = variant("system", { system: oneOf(...Object.keys(systems)), ...options });
const users = variant("system", { system: text, module: text, ...options });

const shapeOf = (value: unknown): Codec<SystemSource, unknown> =>
  typeof value === "object" && value !== null && "module" in value
    ? users as Codec<SystemSource, unknown>
    : ours;

/**
 * Integration steps per sample: enough to stay at or below the system's own step and, for a delay equation, such that
 * a whole number of them makes one delay; undefined when there is no such number.
 */
const substepsFor = (system: System, parameters: Parameters, dt: number): number | undefined => {
  if (system.kind === "map") return 1;
  const enough = Math.max(1, Math.ceil(dt / system.dt - 1e-9));
  if (system.kind === "flow") return enough;
  const { delay } = system.field(parameters);
  for (let substeps = enough; substeps < enough + 1000; substeps++) {
    if (dividesDelay(delay, dt / substeps)) return substeps;
  }
  return undefined;
};

const dividesDelay = (delay: number, step: number): boolean => {
  const ratio = delay / step;
  return ratio > 0.5 && Math.abs(ratio - Math.round(ratio)) < 1e-9 * ratio;
};

/** Fills in what depends on the system, or says what does not go with it. */
const completeOf = (system: System, given: SystemSource, context: t.Context): t.Validation<SystemSource> => {
  const fault = (
    path: readonly string[],
    actual: unknown,
    expected: string,
    says?: string,
  ): SayingError => ({
    value: actual,
    context: path.reduce((above, key) => t.appendContext(above, key, t.unknown, actual), context),
    message: expected,
    ...(says === undefined ? {} : { says }),
  });
  const resolved = parametersOf(system, given.parameters);
  if (E.isLeft(resolved)) {
    return t.failures(resolved.left.map(({ path, expected, says }) => {
      const name = path.slice("$.".length);
      return fault(["parameters", name], given.parameters[name], expected, says);
    }));
  }
  const parameters = resolved.right;
  const { variables } = observationOf(system, parameters);
  const start = system.initialState(parameters);
  const dt = given.dt === UNSET ? system.dt : given.dt;
  const substeps = given.substeps === UNSET ? substepsFor(system, parameters, dt) : given.substeps;
  const errors: t.ValidationError[] = [];
  if (system.kind !== "flow" && given.solver !== "rk4") {
    errors.push(fault(["solver"], given.solver, `"rk4", because ${system.title} is not a flow`));
  }
  if (system.kind === "map" && dt !== 1) errors.push(fault(["dt"], dt, "1, because a map has only steps"));
  if (
    substeps === undefined ||
    (system.kind === "delay" && !dividesDelay(system.field(parameters).delay, dt / substeps))
  ) {
    errors.push(
      fault(
        ["dt"],
        dt,
        "an interval that, divided by substeps, fits a whole number of times into the delay",
      ),
    );
  }
  if (given.initialState.length > 0 && given.initialState.length !== start.length) {
    errors.push(
      fault(["initialState"], given.initialState, `${start.length} numbers, one for each variable`),
    );
  }
  given.observe.forEach((name, i) => {
    if (variables.includes(name)) return;
    const near = closest(name, variables);
    const suggestion = near === undefined ? "" : `; did you mean "${near}"?`;
    errors.push(fault(["observe", String(i)], name, `one of ${variables.join(", ")}${suggestion}`));
  });
  return errors.length > 0 ? t.failures(errors) : t.success({
    ...given,
    parameters,
    dt,
    substeps: substeps ?? 1,
    observe: given.observe.length > 0 ? given.observe : variables,
    initialState: given.initialState.length > 0 ? given.initialState : start,
  });
};

const complete = (given: SystemSource, context: t.Context): t.Validation<SystemSource> => {
  const found = systemOf(given);
  return E.isLeft(found)
    ? t.failure(given.module, t.appendContext(context, "module", t.unknown, given.module), found.left)
    : completeOf(found.right, given, context);
};

const ofAny = variant("system", { system: text, ...options }) as Codec<SystemSource, unknown>;

/** The same for a system that is at hand. */
export const sourceOfSystem = (system: System): Codec<SystemSource, unknown> =>
  new t.Type<SystemSource, unknown, unknown>(
    "a series from a system",
    ofAny.is,
    (value, context) => {
      const decoded = ofAny.validate(value, context);
      return E.isLeft(decoded) ? decoded : completeOf(system, decoded.right, context);
    },
    t.identity,
  );

/**
 * The codec of `{kind: "system", system, steps, …}`. What decodes is complete, even if the user left options out; an
 * unknown system, parameter or variable is refused with its path and what was probably meant.
 *
 * @example A misspelt parameter
 * ```ts
 * import { systemSource } from "./generate_settings.ts";
 * import { decode } from "../core/codec/codec.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const given = { kind: "system", system: "lorenz", steps: 100, parameters: { roh: 38 } };
 * const faults = decode(systemSource, given);
 * assertEquals(faults._tag === "Left" && faults.left[0]!.path, "$.parameters.roh");
 * ```
 */
export const systemSource: Codec<SystemSource, SystemSourceInput> = new t.Type<
  SystemSource,
  SystemSourceInput,
  unknown
>(
  "a series from a system",
  (value): value is SystemSource => shapeOf(value).is(value),
  (value, context) => {
    const decoded = shapeOf(value).validate(value, context);
    return E.isLeft(decoded) ? decoded : complete(decoded.right, context);
  },
  t.identity,
);
shaped(systemSource, (visit) => visit(ours));
