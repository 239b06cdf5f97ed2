/**
 * Parameters of systems on the command line.
 *
 * @module
 */
import { plainNumber } from "../numerics/format.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { badUsage, type LyapError } from "../core/program/errors.ts";
import type { Parameters, System } from "../systems/system.ts";
import type { Options, Values } from "./options.ts";

/** Options of the commands that take a system. */
export const parameterOptions = {
  param: { takes: "texts", value: "NAME=NUMBER", help: "a parameter of the system; as often as needed" },
  set: { takes: "text", value: "NAME", help: "a named parameter set of the system; see lyap systems <name>" },
} as const satisfies Options;

/**
 * Parameters from texts such as "rho=38", each once.
 *
 * @example Two parameters
 * ```ts
 * import { parseParameters } from "./parameters.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(parseParameters(["rho=38", "beta=4"]), { _tag: "Right", right: { rho: 38, beta: 4 } });
 * assertEquals(parseParameters(["rho:38"])._tag, "Left");
 * assertEquals(parseParameters(["rho=38", "rho=28"])._tag, "Left");
 * ```
 */
export const parseParameters = (texts: readonly string[]): E.Either<LyapError, Parameters> => {
  const parameters: Record<string, number> = {};
  for (const text of texts) {
    const [, name, value] = /^\s*([^=\s]+)\s*=\s*(\S+)\s*$/.exec(text) ?? [];
    const number = Number(value);
    if (name === undefined || value === undefined || !Number.isFinite(number)) {
      return E.left(
        badUsage(`--param is "${text}"`, "write a name and a number, for example --param rho=38"),
      );
    }
    if (Object.hasOwn(parameters, name)) {
      return E.left(badUsage(`--param gives ${name} twice`, "give each parameter once"));
    }
    parameters[name] = number;
  }
  return E.right(parameters);
};

const parameterSet = (system: System, name: string | undefined): E.Either<LyapError, Parameters> => {
  if (name === undefined) return E.right({});
  const sets = (system.parameterSets ?? {}) as Readonly<Record<string, Parameters>>;
  if (Object.hasOwn(sets, name)) return E.right(sets[name]!);
  const names = Object.keys(sets).join(", ");
  return E.left(badUsage(
    `${system.title} has no parameter set "${name}"`,
    names === "" ? "it has none; use --param" : `it has ${names}`,
  ));
};

/** The parameters that a call gives: a set, and changes to it. */
export const givenParameters = (
  system: System,
  { param, set }: Values<typeof parameterOptions>,
): E.Either<LyapError, Parameters> =>
  pipe(
    E.Do,
    E.bindW("given", () => parseParameters(param)),
    E.bindW("ofSet", () => parameterSet(system, set)),
    E.map(({ given, ofSet }) => ({ ...ofSet, ...given })),
  );

/** "sigma = 10, rho = 38, beta = 2.6667": at most five significant digits. */
export const sparseParameters = (parameters: Parameters): string =>
  Object.entries(parameters).map(([name, value]) => `${name} = ${plainNumber(value, 5)}`).join(", ");
