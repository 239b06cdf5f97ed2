/**
 * What a kind of figure is: a name for specs, the options that a spec may give, and a pure function from the evidence to
 * a figure. A kind is one file in `kinds/` and one line in `catalogue.ts`.
 *
 * @module
 */
import type * as E from "fp-ts/Either.js";
import type { Evidence } from "../results/evidence.ts";
import type { LyapError } from "../program/errors.ts";
import {
  type Codec,
  type Decoded,
  type Fields,
  type Input,
  type Optional,
  optional,
  variant,
  where,
} from "../codec/codec.ts";
import type { Figure } from "./plot/figure.ts";

/** A kind of figure; `Spec` is what a spec says of it, with all defaults, and `Written` what it may say. */
export interface FigureKind<Spec, Written> {
  /** Its name in specs. */
  readonly kind: string;
  /** Decodes what a spec says of it. */
  readonly codec: Codec<Spec, Written>;
  /** The figure, or what is missing in the evidence and how to mend it. */
  readonly build: (spec: Spec, evidence: Evidence) => E.Either<LyapError, Figure>;
}

/** A kind of figure from its name, its options and the function that builds it. */
export const figureKind = <Kind extends string, F extends Fields>(
  kind: Kind,
  options: F,
  build: (
    spec: { readonly kind: Kind } & Decoded<F>,
    evidence: Evidence,
  ) => E.Either<LyapError, Figure>,
): FigureKind<{ readonly kind: Kind } & Decoded<F>, { readonly kind: Kind } & Input<F>> => ({
  kind,
  codec: variant(kind, options),
  build,
});

const nameOrNull: Codec<string | null> = where(
  "a text",
  (value): value is string | null => value === null || (typeof value === "string" && value.length > 0),
);

/** A name that may be left out; null then. */
export const optionalName: Optional<string | null, string | null> = optional(nameOrNull, null);
