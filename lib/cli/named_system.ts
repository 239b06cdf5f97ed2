/**
 * A system by its name, or from a file of the user's.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { badUsage, type LyapError } from "../program/errors.ts";
import { failWith, type Program } from "../program/program.ts";
import { ownExperiments } from "../program/typed.ts";
import { nearest } from "../codec/closest.ts";
import { systems } from "../systems/catalogue.ts";
import type { System } from "../systems/system.ts";

const isExperiment = (value: unknown): boolean =>
  typeof value === "object" && value !== null &&
  ["settings", "sweep", "profiles", "claims"].some((key) => key in value);

const experimentNot = (operand: string): LyapError =>
  badUsage(`"${operand}" is an experiment, not a system`, `lyap run ${operand} runs it`);

/** What a person probably meant who named something that is no system. */
const noSystem = (operand: string): LyapError => {
  if (ownExperiments.includes(operand)) return experimentNot(operand);
  if (operand.endsWith(".json")) {
    return badUsage(
      `"${operand}" is JSON, and a system of your own is a .ts file`,
      `if it holds an experiment, lyap run ${operand} runs it`,
    );
  }
  if (/\.(csv|tsv|txt|dat|npy)(\.gz)?$/i.test(operand)) {
    return badUsage(
      `"${operand}" is a recording, not a system`,
      `lyap estimate ${operand} finds its largest exponent`,
    );
  }
  const near = nearest(operand, Object.keys(systems));
  return badUsage(
    `There is no system "${operand}"`,
    near.length === 0
      ? "lyap systems lists all; a system of your own is a .ts file"
      : `did you mean ${near.map((name) => `"${name}"`).join(" or ")}?`,
  );
};

/** What is said of a cell, a measure … of a user's in the place of a system; undefined for anything else. */
const anotherKind = async (path: string, value: unknown): Promise<LyapError | undefined> => {
  const sort = (await import("../library/check.ts")).sortOfKind(value);
  return sort === undefined
    ? undefined
    : badUsage(`"${path}" is a ${sort}, not a system`, `lyap check ${path} tries it`);
};

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
            async (): Promise<E.Either<LyapError, System>> => {
              if (isExperiment(value)) return E.left(experimentNot(path));
              const system = userSystem(value, path);
              return E.isRight(system) ? system : E.left(await anotherKind(path, value) ?? system.left);
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
    : failWith(noSystem(operand));
