/**
 * What every kind must do, tried on one of a user's: the checks of `lyap check`. The conformance tests try the same ones on
 * every kind of the catalogues.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { adoptClaim } from "../results/claims/catalogue.ts";
import { adoptFigure } from "../report/figures/catalogue.ts";
import { adoptMeasure } from "../measures/catalogue.ts";
import { adoptCell } from "../networks/catalogue.ts";
import { loadTensorFlow } from "../networks/tensorflow.ts";
import { describeError } from "../core/program/errors.ts";
import { userSystem } from "../systems/user.ts";
import { adoptForcing } from "../training/forcing/catalogue.ts";
import { checksOfCell } from "./checks/cell.ts";
import { type Check, faultOf, type TriedSize } from "./checks/check.ts";
import { checksOfClaim } from "./checks/claim.ts";
import { checksOfFigure } from "./checks/figure.ts";
import { checksOfForcing } from "./checks/forcing.ts";
import { checksOfMeasure } from "./checks/measure.ts";
import { checksOfSource } from "./checks/source.ts";
import { checksOfSystem } from "./checks/system.ts";

/**
 * One thing that was tried.
 *
 * @internal
 */
export interface CheckedPart {
  /** What must hold. */
  readonly says: string;
  /** With which size, where it is tried with several. */
  readonly size?: TriedSize;
  /** What is wrong; null if it holds. */
  readonly fault: string | null;
}

/** What a value is, and what was tried of it. */
export interface Checked {
  /** "cell", "measure" … */
  readonly sort: string;
  /** Its name. */
  readonly name: string;
  /** All that was tried. */
  readonly checks: readonly CheckedPart[];
}

const tried = (checks: readonly Check[]): readonly CheckedPart[] =>
  checks.map((check) => ({
    says: check.says,
    ...(check.size === undefined ? {} : { size: check.size }),
    fault: faultOf(check),
  }));

/** A sort of kinds: the functions that show a value to be one, and what must hold of it. */
interface Sort {
  readonly sort: string;
  readonly functions: readonly string[];
  /** The name and the checks of a value, or what it should be. */
  readonly checksOf: (
    value: unknown,
    name: string,
  ) => Promise<E.Either<string, readonly [string, readonly Check[]]>>;
}

const sortOf = <K extends { readonly kind: string }>(
  sort: string,
  functions: readonly string[],
  adopt: (value: unknown, name: string) => E.Either<string, K>,
  checks: (kind: K) => readonly Check[],
  prepare: () => Promise<unknown> = () => Promise.resolve(),
): Sort => ({
  sort,
  functions,
  checksOf: async (value, name) => {
    await prepare();
    const kind = adopt(value, name);
    return E.isLeft(kind) ? kind : E.right([kind.right.kind, checks(kind.right)]);
  },
});

const sorts: readonly Sort[] = [
  sortOf("cell", ["step", "parameters"], adoptCell, checksOfCell, loadTensorFlow),
  sortOf("measure", ["evaluate"], adoptMeasure, checksOfMeasure),
  sortOf("forcing scheme", ["schedule"], adoptForcing, checksOfForcing),
  sortOf("claim", ["judge"], adoptClaim, checksOfClaim),
  sortOf("figure", ["build"], adoptFigure, (kind) => checksOfFigure(kind)),
];

const isOf = (value: unknown) => ({ functions }: Sort): boolean =>
  functions.every((name) =>
    typeof (value as Readonly<Record<string, unknown>> | null)?.[name] === "function"
  );

/**
 * Tries what a module exports, of any kind.
 *
 * @param value The default export.
 * @param name The name of its file, for messages and as the name of a system.
 * @param source The text of the file. Default: only what it exports is tried.
 */
export const checkKind = async (value: unknown, name: string, source = ""): Promise<Checked> => {
  const ofSource = tried(checksOfSource(source));
  const found = sorts.find(isOf(value));
  if (found !== undefined) {
    const { sort } = found;
    const checks = await found.checksOf(value, name);
    return E.isLeft(checks)
      ? { sort, name: "", checks: [{ says: `it is a ${sort}`, fault: `expected ${checks.left}` }] }
      : { sort, name: checks.right[0], checks: [...ofSource, ...tried(checks.right[1])] };
  }
  const system = userSystem(value, name);
  return E.isRight(system)
    ? {
      sort: "system",
      name: system.right.name,
      checks: [...ofSource, ...tried(checksOfSystem(system.right))],
    }
    : {
      sort: "system",
      name,
      checks: [{
        says: "it is a system, cell, measure, forcing scheme, claim or figure",
        fault: describeError(system.left).join("; "),
      }],
    };
};
