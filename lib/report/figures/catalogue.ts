/**
 * The kinds of figures. To add one: a file in `kinds/` and a line here.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { Result } from "../../results/result.ts";
import type { LyapError } from "../../core/program/errors.ts";
import {
  type Catalogue,
  catalogue,
  type ChoiceOf,
  type InputOf,
  type Kind,
  type ModuleChoice,
  type Read,
} from "../../core/catalogue.ts";
import { type Codec, type Optional, optional, text } from "../../core/codec/codec.ts";
import type { Figure } from "./plot/figure.ts";
import { type FigureKind, figureKind, type FigureKindOf } from "./kind.ts";
import { missingFigure } from "./missing.ts";
import { findingOfPart, multiplesOf } from "./multiples.ts";
import { labelValues, subjectOf } from "./selection.ts";
import { optionLabels } from "../../training/forcing/catalogue.ts";
import { labelled } from "./words.ts";
import { attractorFigure } from "./kinds/attractor.ts";
import { chosenFigure } from "./kinds/chosen.ts";
import { comparisonFigure } from "./kinds/comparison.ts";
import { convergenceKind } from "./kinds/convergence.ts";
import { forecastFigure } from "./kinds/forecast.ts";
import { gradientNormsFigure } from "./kinds/gradient_norms.ts";
import { gradientNormEpochsFigure, lossFigure } from "./kinds/over_epochs.ts";
import { heatMapFigure } from "./kinds/heat_map.ts";
import { jacobianNormEpochsFigure } from "./kinds/jacobian_norm_epochs.ts";
import { measureFigure } from "./kinds/measure.ts";
import { powerSpectraFigure } from "./kinds/power_spectra.ts";
import { shareOfRunsFigure } from "./kinds/share_of_runs.ts";
import { spectraFigure } from "./kinds/spectra.ts";

const kinds = [
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
  shareOfRunsFigure,
] as const;

/** A figure that is not split. */
type Single = (typeof kinds)[number];

const singles: Catalogue<Single> = catalogue("figure", kinds, ["build"]);

/** What a spec says of a figure that is not split, with all defaults. */
export type SingleSpec = ChoiceOf<typeof singles>;
/** What a spec may write for a figure that is not split. */
export type SingleInput = InputOf<typeof singles> | ModuleChoice;

const singleOf: (spec: SingleSpec) => FigureKind = singles.of;

/** Small multiples of any other figure. */
const multiplesFigure: Kind<
  FigureKindOf<"multiples", {
    /** The label of which each value has a part of the figure. */
    readonly by: Optional<string>;
    /** The figure that is split; a measure over τ if left out. */
    readonly figure: Optional<SingleSpec, SingleInput>;
  }>
> = figureKind(
  "multiples",
  {
    by: optional(text, "cell"),
    figure: optional(singles.codec as Codec<SingleSpec, SingleInput>, {
      kind: "measure",
      measure: "D_stsp",
      over: "τ",
      statistic: "median",
      reference: null,
      data: null,
    }),
  },
  ({ by, figure }, evidence) => {
    const kind = singleOf(figure);
    return multiplesOf(
      by,
      evidence,
      (part) => kind.build(kind.forPart?.(figure, part, evidence) ?? figure, part),
    );
  },
);

const all: Catalogue<Single | typeof multiplesFigure> = catalogue(
  "figure",
  [...Object.values(singles.kinds), multiplesFigure],
  ["build"],
);

/**
 * The catalogue as a type.
 *
 * @internal
 */
type All = typeof all;

/** What a spec says of a figure, with all defaults. */
export type FigureSpec = ChoiceOf<All>;
/** What a spec may write for a figure: its kind and the options that differ from the defaults. */
export type FigureSpecInput = InputOf<All> | ModuleChoice;

/** The kinds of figures by name. */
export const figureKinds: All["kinds"] = all.kinds;

/** The kind of figures that a value of a user's is, or what it lacks. */
export const adoptFigure: (value: unknown, name: string) => E.Either<string, FigureKind & Read> = all.adopt;

/** The codec of figures in specs: `{kind, …options}`. */
export const figureCodec: Codec<FigureSpec, FigureSpecInput> = all.codec;

const kindOf: (spec: FigureSpec) => FigureKind = all.of;

/** A figure of one dataset among several says which. */
const ofItsDataset = (spec: FigureSpec, evidence: Result, figure: Figure): Figure => {
  if (evidence.data.length < 2 || !("data" in spec) || figure.panels.length === 0) return figure;
  const subject = subjectOf(evidence, spec.data ?? null);
  const label = E.isRight(subject) ? subject.right.runs[0]?.labels.dataset : undefined;
  if (label === undefined) return figure;
  const name = labelled("dataset", label);
  return { ...figure, title: `${figure.title}, ${name}`, finding: findingOfPart(name, figure.finding) };
};

/** The label over which a figure is drawn where it names none and no run has a τ: the first option of their own schemes. */
const inPlaceOfτ = ({ runs }: Result): string =>
  ["τ", ...Object.values(optionLabels()).map(({ symbol }) => symbol)]
    .find((symbol) => labelValues(runs, symbol).length > 0) ?? "τ";

/** τ is the default of a figure's axis, and runs with another forcing scheme may have none. */
const onAnAxis = <Spec extends FigureSpec>(spec: Spec, evidence: Result): Spec => {
  const label = inPlaceOfτ(evidence);
  return label === "τ" ? spec : {
    ...spec,
    ...("over" in spec && spec.over === "τ" ? { over: label } : {}),
    ...("columns" in spec && spec.columns === "τ" ? { columns: label } : {}),
    ...("figure" in spec && typeof spec.figure === "object"
      ? { figure: onAnAxis(spec.figure, evidence) }
      : {}),
  };
};

/**
 * Builds a figure from the evidence.
 *
 * @param spec The figure as the spec has it, decoded.
 * @param evidence What the experiment found.
 * @errors CannotCompute when the evidence lacks what the figure shows.
 */
export const figureOf = (spec: FigureSpec, evidence: Result): E.Either<LyapError, Figure> =>
  pipe(
    kindOf(spec).build(onAnAxis(spec, evidence), evidence),
    E.map((figure) => ofItsDataset(spec, evidence, figure)),
  );

/**
 * The same, with a sentence in the place of a picture that the evidence cannot give: a report has all its other figures
 * even so.
 */
export const figureOrReason = (spec: FigureSpec, evidence: Result): Figure =>
  pipe(figureOf(spec, evidence), E.getOrElse((error) => missingFigure(spec.kind, error)));
