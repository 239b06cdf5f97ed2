/**
 * A system by its name, or from a file of the user's.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { badUsage } from "../program/errors.ts";
import { failWith, type Program } from "../program/program.ts";
import { closest } from "../codec/closest.ts";
import { systems } from "../systems/catalogue.ts";
import type { System } from "../systems/system.ts";
import { userSystem } from "../systems/user.ts";
import { loadModule } from "./load.ts";

const looksLikeFile = (operand: string): boolean => /\.(ts|js|mjs)$/.test(operand);

/**
 * The system that an operand of a command names.
 *
 * @param store The store that remembers which programs the user was told of.
 */
export const systemNamed = (operand: string, store = ".lyap"): Program<System> => {
  if (Object.hasOwn(systems, operand)) return RTE.right(systems[operand]!);
  if (looksLikeFile(operand)) {
    const example =
      "export default { variables: […], initialState: […], equations: (state, parameters) => […] }";
    return pipe(
      loadModule(operand, example, { store }),
      RTE.chainEitherK((value) => userSystem(value, operand)),
    );
  }
  const near = closest(operand, Object.keys(systems));
  return failWith(badUsage(
    `There is no system "${operand}"`,
    near === undefined
      ? "lyap systems lists all; a system of your own is a .ts file"
      : `did you mean "${near}"?`,
  ));
};
