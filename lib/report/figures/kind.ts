/**
 * What a kind of figure is: a name for specs, the options that a spec may give, and a pure function from the evidence to
 * a figure. A kind is one file in `kinds/` and one line in `catalogue.ts`.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Result } from "../../results/result.ts";
import { cannotCompute, type LyapError } from "../../core/program/errors.ts";
import { type Defined, type Kind, kind, type KindSettings } from "../../core/catalogue.ts";
import { type Codec, type Fields, type Optional, optional, where } from "../../core/codec/codec.ts";
import type { Figure } from "./plot/figure.ts";

/** A kind of figure; `Spec` is what a spec says of it, with all defaults. */
export interface FigureKind<Spec extends { readonly kind: string } = { readonly kind: string }> {
  /** Its name in specs. */
  readonly kind: Spec["kind"];
  /** Codecs of its options; each has a default. */
  readonly options: Fields;
  /** The figure, or what is missing in the evidence and how to mend it. */
  build(spec: Spec, evidence: Result): E.Either<LyapError, Figure>;
  /** The same figure of a part of the runs, as small multiples show it. Default: as for all runs. */
  forPart?(spec: Spec, part: Result, whole: Result): Spec;
}

/**
 * A kind of figure with these options.
 *
 * @internal
 */
export type FigureKindOf<Name extends string, Options extends Fields> = Defined<
  FigureKind<KindSettings<Name, Options>>,
  Name,
  Options
>;

/** What `build` returns where there is a figure. */
export const drawn = (figure: Figure): E.Either<LyapError, Figure> => E.right(figure);

/**
 * What `build` returns where there is none.
 *
 * @param what "Cannot draw …: …".
 * @param mend What a reader can do.
 */
export const cannotDraw = (what: string, mend: string): E.Either<LyapError, Figure> =>
  E.left(cannotCompute(what, mend));

/** Why a figure over a label is left out of which there is one value only. */
export const onePlace = (what: string, place: string): LyapError =>
  cannotCompute(
    `${what} would be a single point, at ${place}`,
    "sweep over several values to have this figure",
  );

/**
 * A kind of figure from its definition: `kind`, `options`, `build`.
 *
 * @example A figure of one point
 * ```ts
 * import { cannotDraw, defineFigure } from "./kind.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const empty = defineFigure({
 *   kind: "empty",
 *   options: {},
 *   build: () => cannotDraw("There is nothing to draw", "draw something else"),
 * });
 * assertEquals(empty.codec.is({ kind: "empty" }), true);
 * ```
 */
export const defineFigure = <const Name extends string, Options extends Fields>(
  definition: FigureKindOf<Name, Options>,
): Kind<FigureKindOf<Name, Options>> => kind(definition);

/**
 * A kind of figure from its name, its options and the function that builds it.
 *
 * @param forPart As in `FigureKind`.
 */
export const figureKind = <const Name extends string, Options extends Fields>(
  name: Name,
  options: Options,
  build: FigureKindOf<Name, Options>["build"],
  forPart?: FigureKindOf<Name, Options>["forPart"],
): Kind<FigureKindOf<Name, Options>> =>
  kind<FigureKindOf<Name, Options>>({
    kind: name,
    options,
    build,
    ...(forPart === undefined ? {} : { forPart }),
  });

const nameOrNull: Codec<string | null> = where(
  "a text",
  (value): value is string | null => value === null || (typeof value === "string" && value.length > 0),
  { type: ["string", "null"] },
);

/** A name that may be left out; null then. */
export const optionalName: Optional<string | null, string | null> = optional(nameOrNull, null);
