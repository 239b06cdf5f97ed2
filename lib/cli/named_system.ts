/**
 * A system by its name, or from a file of the user's.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { badUsage, type LyapError } from "../core/program/errors.ts";
import { failWith, type Program } from "../core/program/program.ts";
import { systems } from "../systems/catalogue.ts";
import type { System } from "../systems/system.ts";
import { mistaken, natureOf, natureOfValue, unknownOperand } from "./natures.ts";

/** What is said of what is no system. */
const noSystem = (operand: string): Program<LyapError> =>
  pipe(
    natureOf(operand),
    RTE.chain((nature): Program<LyapError> =>
      nature !== null && nature !== "system"
        ? RTE.right(mistaken(operand, nature, "system"))
        : operand.endsWith(".json")
        ? RTE.right(badUsage(
          `"${operand}" is JSON, and your own system must be a .ts file`,
          `if it holds an experiment, lyap run ${operand} runs it`,
        ))
        : unknownOperand(
          operand,
          "system",
          Object.keys(systems),
          "lyap systems lists all; your own system is a .ts file",
        )
    ),
  );

const EXAMPLE = "export default { variables: […], initialState: […], equations: (state, parameters) => […] }";

/** The system of a file. What reads one is loaded only here: names are asked for more often. */
const systemOfFile = (path: string, store: string): Program<System> =>
  pipe(
    RTE.fromTask(async () => ({
      ...await import("./load.ts"),
      ...await import("../systems/user.ts"),
    })),
    RTE.chain(({ loadModule, usingExport, userSystem }): Program<System> =>
      pipe(
        loadModule(path, EXAMPLE, { store }),
        RTE.chain((value) =>
          usingExport(
            path,
            (): E.Either<LyapError, System> => {
              const nature = natureOfValue(value);
              return nature !== null && nature !== "system"
                ? E.left(mistaken(path, nature, "system"))
                : userSystem(value, path);
            },
          )
        ),
        RTE.chainEitherK((system) => system),
      )
    ),
  );

/**
 * The system that an operand of a command names.
 *
 * @param store The store that remembers which programs were announced to the user.
 */
export const systemNamed = (operand: string, store = ".lyap"): Program<System> =>
  Object.hasOwn(systems, operand)
    ? RTE.right(systems[operand]!)
    : /\.(ts|js|mjs)$/.test(operand)
    ? systemOfFile(operand, store)
    : pipe(noSystem(operand), RTE.chain((error) => failWith<System>(error)));
