/**
 * In place of `lib/series/inputs.ts`: the page trains no networks that inputs drive.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { cannotCompute, type LyapError } from "../../../core/program/errors.ts";
import type { NamedSeries } from "../../../series/generate.ts";
import type { Parts } from "../../../series/parts.ts";

/** Refuses inputs. */
export const inputParts = (): E.Either<LyapError, Parts> =>
  E.left(cannotCompute(
    "The page trains no networks that inputs drive",
    "train them in a terminal, with lyap run",
  ));

/** Nothing in the page calls it. */
export const columnsNamed = (): NamedSeries => {
  throw new RangeError("The page has no inputs");
};
