/**
 * The kinds of figures. To add one: a file in `kinds/` and a line here.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { Evidence } from "../results/evidence.ts";
import { badUsage, type LyapError } from "../program/errors.ts";
import { choice, type Codec, optional, text } from "../codec/codec.ts";
import type { Figure } from "./plot/figure.ts";
import { type FigureKind, figureKind } from "./kind.ts";
import { missingFigure } from "./missing.ts";
import { multiplesOf } from "./multiples.ts";
import { referenceOfPart } from "./reference.ts";
import { attractorFigure } from "./kinds/attractor.ts";
import { chosenFigure } from "./kinds/chosen.ts";
import { comparisonFigure } from "./kinds/comparison.ts";
import { convergenceKind } from "./kinds/convergence.ts";
import { forecastFigure } from "./kinds/forecast.ts";
import { gradientNormsFigure } from "./kinds/gradient_norms.ts";
import { gradientNormEpochsFigure } from "./kinds/gradient_norm_epochs.ts";
import { heatMapFigure } from "./kinds/heat_map.ts";
import { jacobianNormEpochsFigure } from "./kinds/jacobian_norm_epochs.ts";
import { lossFigure } from "./kinds/loss.ts";
import { measureFigure } from "./kinds/measure.ts";
import { powerSpectraFigure } from "./kinds/power_spectra.ts";
import { spectraFigure } from "./kinds/spectra.ts";

const singleKinds = [
  attractorFigure,
  chosenFigure,
  measureFigure,
  comparisonFigure,
  lossFigure,
  spectraFigure,
  gradientNormsFigure,
  gradientNormEpochsFigure,
  jacobianNormEpochsFigure,
  convergenceKind,
  powerSpectraFigure,
  forecastFigure,
  heatMapFigure,
] as const;

/**
 * What a kind decodes to.
 *
 * @internal
 */
type SpecOf<K> = K extends FigureKind<infer Spec, infer _> ? Spec : never;
/**
 * What a user writes for a kind.
 *
 * @internal
 */
type WrittenOf<K> = K extends FigureKind<infer _, infer Written> ? Written : never;
type SingleKind = (typeof singleKinds)[number];
/** What a spec says of a figure that is not split, with all defaults. */
export type SingleSpec = SpecOf<SingleKind>;
/** What a spec may write for a figure that is not split. */
export type SingleInput = WrittenOf<SingleKind>;

type AnyKind = FigureKind<{ readonly kind: string }, unknown>;

const buildWith = (
  kinds: readonly unknown[],
  spec: { readonly kind: string },
  evidence: Evidence,
): E.Either<LyapError, Figure> => {
  const kind = (kinds as readonly AnyKind[]).find((each) => each.kind === spec.kind);
  return kind === undefined
    ? E.left(badUsage(
      `Cannot draw a figure of kind "${spec.kind}"`,
      `use one of: ${(kinds as readonly AnyKind[]).map((each) => each.kind).join(", ")}`,
    ))
    : kind.build(spec, evidence);
};

const singleCodec: Codec<SingleSpec, SingleInput> = choice(
  "figure",
  Object.fromEntries(singleKinds.map(({ kind, codec }) => [kind, codec as Codec<SingleSpec, SingleInput>])),
);

const forPart = (figure: SingleSpec, part: Evidence, whole: Evidence): SingleSpec =>
  figure.kind === "measure"
    ? { ...figure, reference: referenceOfPart(figure.reference, part.runs, whole.runs) }
    : figure;

/** Small multiples of any other figure. */
const multiplesFigure = figureKind(
  "multiples",
  {
    /** The label of which each value has a part of the figure. */
    by: optional(text, "cell"),
    /** The figure that is split; a measure over τ if left out. */
    figure: optional(singleCodec, {
      kind: "measure",
      measure: "D_stsp",
      over: "τ",
      statistic: "median",
      reference: null,
      data: null,
    }),
  },
  ({ by, figure }, evidence) =>
    multiplesOf(by, evidence, (part) => buildWith(singleKinds, forPart(figure, part, evidence), part)),
);

const kinds = [...singleKinds, multiplesFigure] as const;
/**
 * A kind of figure.
 *
 * @internal
 */
type Kind = (typeof kinds)[number];

/** What a spec says of a figure, with all defaults. */
export type FigureSpec = SpecOf<Kind>;
/** What a spec may write for a figure: its kind and the options that differ from the defaults. */
export type FigureSpecInput = WrittenOf<Kind>;

/** The kinds of figures by name. */
export const figureKinds: Readonly<Record<string, Kind>> = Object.fromEntries(
  kinds.map((kind) => [kind.kind, kind]),
);

/** The codec of figures in specs: `{kind, …options}`. */
export const figureCodec: Codec<FigureSpec, FigureSpecInput> = choice(
  "figure",
  Object.fromEntries(kinds.map(({ kind, codec }) => [kind, codec as Codec<FigureSpec, FigureSpecInput>])),
);

/**
 * Builds a figure from the evidence.
 *
 * @param spec The figure as the spec has it, decoded.
 * @param evidence What the experiment found.
 * @errors CannotCompute when the evidence lacks what the figure shows.
 */
export const figureOf = (spec: FigureSpec, evidence: Evidence): E.Either<LyapError, Figure> =>
  buildWith(kinds, spec, evidence);

/**
 * The same, with a sentence in the place of a picture that the evidence cannot give: a report has all its other figures
 * even so.
 */
export const figureOrReason = (spec: FigureSpec, evidence: Evidence): Figure =>
  pipe(figureOf(spec, evidence), E.getOrElse((error) => missingFigure(spec.kind, error)));
