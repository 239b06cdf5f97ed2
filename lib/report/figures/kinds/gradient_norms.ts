/**
 * Growth of the gradient norm ‖∂z_T/∂z_1‖ with T along each network's own orbit, with the slope that the network's
 * largest Lyapunov exponent predicts.
 *
 * @module
 */
import type { Kind } from "../../../core/catalogue.ts";
import { capitalised, listed } from "../../../core/program/text.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { RunResult } from "../../../results/result.ts";
import { type Optional, optional, text } from "../../../core/codec/codec.ts";
import { cannotCompute } from "../../../core/program/errors.ts";
import type { Axis, Figure, Mark, Panel } from "../plot/figure.ts";
import { sentenceOf } from "../plot/text.ts";
import { curvesOf, networkGrowth, predicted, slopeOf } from "../gradient_growth.ts";
import { figureKind, type FigureKindOf, optionalName } from "../kind.ts";
import { shortNumber, withError } from "../../../numerics/format.ts";
import {
  type DrawnReference,
  matchReference,
  publishedPoints,
  type Reference,
  referenceCaption,
  type ReferenceInput,
  referenceLegend,
  referenceMarks,
  referenceOption,
} from "../reference.ts";
import { extent } from "../plot/scales.ts";
import {
  type Ensemble,
  groupsOf,
  hasNoSpectrum,
  type LabelValue,
  looksOfPage,
  panelValues,
  runNames,
  runsInPanel,
  seedCount,
  type Subject,
  subjectOf,
} from "../selection.ts";
import { labelQuantity, panelTitle } from "../words.ts";

/** A domain that is not narrower than this many decades: on a torus the norm stays where it is, and must look so. */
const atLeastDecades = (least: number, [low, high]: readonly [number, number]): readonly [number, number] => {
  const missing = Math.max(0, least - (high - low)) / 2;
  return [low - missing, high + missing];
};

/** Gradient norms over the length of the orbit. */
export const gradientNormsFigure: Kind<
  FigureKindOf<"gradientNorms", {
    /** The label of which each value has a panel. */
    readonly over: Optional<string>;
    /** Published curves, each in the panel of its label: decimal logarithms of the norm over the length. */
    readonly reference: Optional<Reference | null, ReferenceInput | null>;
    readonly data: Optional<string | null>;
  }>
> = figureKind(
  "gradientNorms",
  {
    over: optional(text, "τ"),
    reference: referenceOption,
    data: optionalName,
  },
  ({ over, reference, data }, evidence) =>
    pipe(
      subjectOf(evidence, data),
      E.chain((subject) =>
        subject.runs.some((run) => networkGrowth(run, subject.data.series.dt).length > 0)
          ? E.right(draw(subject, over, reference, evidence.data.length > 1))
          : E.left(cannotCompute(
            "Cannot draw gradient norms: no run has any",
            "let the experiment compute them, or leave this figure out",
          ))
      ),
    ),
);

/** How fast published curves grow, in a sentence; none where there are none. */
const growthOfReference = (reference: DrawnReference | null): readonly string[] => {
  if (reference === null) return [];
  const rates = reference.curves.map((curve) =>
    `${curve.label} ${shortNumber(slopeOf(curve))} nats per step`
  );
  return [`${capitalised(reference.title)}: ${listed(rates)}.`];
};

const draw = (
  subject: Subject,
  over: string,
  published: Reference | null,
  isOneOfSeveral: boolean,
): Figure => {
  const { data, runs } = subject;
  const { dt } = data.series;
  const groups = groupsOf(runs, [over], subject.among);
  const nameOf = runNames(runs);
  const values = panelValues(runs, over);
  const reference = matchReference(curvesOf(published, values), groups, looksOfPage(subject, over));
  const inPanel = (
    value: LabelValue | null,
  ): readonly { readonly group: Ensemble; readonly run: RunResult }[] =>
    groups.flatMap((group) => runsInPanel(group.runs, over, value).map((run) => ({ group, run })));
  const growths = runs.flatMap((run) => networkGrowth(run, dt));
  const lengths = [
    ...growths.flatMap((growth) => growth.lengths),
    ...publishedPoints(reference).map(({ at }) => Number(at)),
  ];
  const x: Axis = {
    quantity: "length T",
    unit: "steps",
    scale: "linear",
    domain: [0, Math.max(...lengths) * 1.03],
    ticks: null,
  };
  const panels = values.map((value): Panel => {
    const members = inPanel(value);
    const beside = curvesOf(reference, [value]);
    const lost = members.filter(({ run }) => hasNoSpectrum(run)).length;
    const own = members.flatMap(({ group, run }) =>
      networkGrowth(run, dt).map((growth) => ({ group, growth }))
    );
    const y: Axis = {
      quantity: "‖∂z_T/∂z_1‖",
      unit: "spectral norm",
      scale: "decades",
      domain: atLeastDecades(
        2,
        extent(
          [
            ...own.flatMap(({ growth }) => [...growth.norms, ...predicted(growth).map(([, norm]) => norm)]),
            ...publishedPoints(beside).map(({ value }) => value),
          ],
          "linear",
          0.06,
        ),
      ),
      ticks: null,
    };
    const marks = own.flatMap(({ group, growth }): readonly Mark[] => [
      {
        type: "errors",
        bars: growth.lengths.map((length, i) =>
          [length, growth.norms[i]! - growth.errors[i]!, growth.norms[i]! + growth.errors[i]!] as const
        ),
        look: group.look,
      },
      {
        type: "points",
        points: growth.lengths.map((length, i) => [length, growth.norms[i]!] as const),
        look: group.look,
        filled: true,
        crossed: false,
        size: 2.8,
        name: nameOf(growth.run),
      },
    ]);
    const lines = own.map(({ growth }): Mark => ({
      type: "line",
      points: predicted(growth),
      look: "truth",
      width: 1.2,
      opacity: 0.9,
      dash: "none",
    }));
    const first = own[0]?.growth;
    const growth = own.length === 1 && first !== undefined
      ? `slope ${withError(first.slope, first.slopeError)}`
      : "";
    return {
      title: panelTitle(over, value, values),
      note: [growth, lost > 0 ? `${lost} of ${members.length} diverged` : ""].filter((each) => each !== "")
        .join("; "),
      x,
      y,
      marks: [...referenceMarks(beside, Number), ...marks, ...lines],
      above: [],
      empty: own.length > 0 ? null : lost > 0 ? "diverged" : "not at hand",
    };
  });
  const chaotic = growths.flatMap((growth) =>
    growth.exponent === null || !growth.chaotic ? [] : [{
      ...growth,
      exponent: growth.exponent,
      ratio: Math.abs(growth.slope - growth.exponent) / Math.abs(growth.exponent),
    }]
  );
  const worst = chaotic.length === 0 ? null : chaotic.reduce((a, b) => b.ratio > a.ratio ? b : a);
  return {
    kind: "gradientNorms",
    title: `Growth of the gradient norm against the Lyapunov exponent${
      isOneOfSeveral ? `: ${data.title}` : ""
    }`,
    finding: [sentenceOf(
      isOneOfSeveral ? data.title : "",
      worst === null
        ? `none of ${growths.length} networks is chaotic, and none of their gradient norms should grow exponentially.`
        : `in ${
          chaotic.length === growths.length
            ? `all ${growths.length}`
            : chaotic.length === 1
            ? `the only chaotic one of ${growths.length}`
            : `the ${chaotic.length} chaotic ones of ${growths.length}`
        } networks the gradient norm grows exponentially at a rate that differs from the network's own ` +
          `largest exponent by ${shortNumber(100 * worst.ratio, 2)} % at most (${
            shortNumber(worst.slope)
          } against ` +
          `${shortNumber(worst.exponent)} nats per step).`,
    )],
    caption: [
      `${data.title}; spectral norm of the product of Jacobians over T steps of each network's free run, geometric ` +
      `mean over the starting points, bars ± 1 standard error; ${
        seedCount(
          values.flatMap((value) =>
            groups.map((group) => inPanel(value).filter((member) => member.group === group).length)
          ).filter((count) => count > 0),
        )
      }${groups.length > 1 ? " of each kind" : ""} per panel.`,
      "Lines: slope λ₁ of the same network, shifted to the middle of its points.",
      "Chaotic: λ₁ above 0 by two standard errors.",
      ...referenceCaption(reference),
      ...growthOfReference(reference),
    ],
    panels,
    columns: Math.min(3, panels.length),
    aspect: panels.length === 1 ? 0.45 : 0.85,
    keepAspect: false,
    sharedY: false,
    legend: [
      ...groups.map((group) => ({
        label: group.name === "" ? "measured" : `${group.name}, measured`,
        name: group.name,
        look: group.look,
        sample: "points" as const,
      })),
      { label: "predicted slope: the network's own λ₁", look: "truth", sample: "line" },
      ...referenceLegend(reference),
    ],
    table: {
      columns: [
        { name: "run", unit: null },
        { name: labelQuantity(over).quantity, unit: labelQuantity(over).unit },
        { name: "slope", unit: "nats per step" },
        { name: "standard error", unit: "nats per step" },
        { name: "λ₁ of the network", unit: "nats per step" },
        { name: "difference", unit: "%" },
      ],
      rows: [
        ...runs.map((run) => {
          const growth = networkGrowth(run, dt)[0];
          return growth === undefined ? [nameOf(run), run.labels[over] ?? null, null, null, null, null] : [
            nameOf(run),
            run.labels[over] ?? null,
            growth.slope,
            growth.slopeError,
            growth.exponent,
            growth.exponent === null
              ? null
              : 100 * Math.abs(growth.slope - growth.exponent) / Math.abs(growth.exponent),
          ];
        }),
        ...(reference?.curves ?? []).map((curve) => [
          `${curve.label}: ${reference!.title}`,
          curve.label,
          slopeOf(curve),
          null,
          null,
          null,
        ]),
      ],
    },
  };
};
