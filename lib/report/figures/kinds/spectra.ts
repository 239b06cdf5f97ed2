/**
 * Lyapunov spectra of the data and of the trained networks, with standard errors: the largest exponent over the forcing
 * interval, and the leading exponents side by side.
 *
 * @module
 */
import { timesIn } from "../../../series/time_unit.ts";
import type { Kind } from "../../../core/catalogue.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { cannotCompute } from "../../../core/program/errors.ts";
import { type Optional, optional, positiveInteger, text } from "../../../core/codec/codec.ts";
import type { Figure, LegendEntry, Table } from "../plot/figure.ts";
import { figureKind, type FigureKindOf, optionalName } from "../kind.ts";
import { shortNumber } from "../../../numerics/format.ts";
import { exponentWords } from "../origin.ts";
import { runNames, seedCount, subjectOf } from "../selection.ts";
import { firstPanel, spectrumPanels } from "../spectra_panels.ts";
import { perStep } from "../../../lyapunov/result.ts";
import { type SpectraView, spectraView } from "../spectra_view.ts";
import { foundAt, labelQuantity } from "../words.ts";

/** Lyapunov spectra of the data and of the networks. */
export const spectraFigure: Kind<
  FigureKindOf<"spectra", {
    /** The label of which each value has a panel. */
    readonly over: Optional<string>;
    /** How many exponents are drawn; the table has all. */
    readonly leading: Optional<number>;
    readonly data: Optional<string | null>;
  }>
> = figureKind(
  "spectra",
  {
    over: optional(text, "τ"),
    leading: optional(positiveInteger, 5),
    data: optionalName,
  },
  ({ over, leading, data }, evidence) =>
    pipe(
      subjectOf(evidence, data),
      E.chain((subject) =>
        subject.runs.some(({ spectrum }) => spectrum !== null)
          ? E.right(draw(spectraView(subject, over), leading))
          : E.left(cannotCompute(
            "Cannot draw Lyapunov spectra: no network has one",
            "let the experiment compute spectra, or leave this figure out",
          ))
      ),
    ),
);

/** Spectra of at most three places are drawn in full: the first, the one closest to the truth, and the last. */
const detailedPlaces = (medians: readonly (number | null)[], truth: number | null): readonly number[] => {
  const all = medians.map((_, index) => index);
  if (all.length <= 3) return all;
  const distance = (index: number): number =>
    medians[index] === null || truth === null ? Infinity : Math.abs(medians[index]! - truth);
  const inner = all.slice(1, -1);
  return [0, inner.reduce((a, b) => distance(b) < distance(a) ? b : a), all.length - 1];
};

const draw = (view: SpectraView, leading: number): Figure => {
  const { places, truth, all } = view;
  const { panel, outsiders } = firstPanel(view);
  const most = Math.min(leading, Math.max(...all.map(({ exponents }) => exponents.length)));
  const detailed = detailedPlaces(places.map(({ median }) => median), truth?.exponents[0] ?? null);
  return {
    kind: "spectra",
    title: "Lyapunov spectra of the data and of the trained networks",
    finding: [findingOf(view)],
    caption: captionOf(view, { most, detailed: detailed.length, outsiders }),
    panels: [panel, ...spectrumPanels(view, detailed, most)],
    columns: 2,
    aspect: 0.55,
    keepAspect: false,
    sharedY: false,
    legend: legendOf(view),
    table: tableOf(view),
  };
};

const findingOf = ({ subject, over, places, truth }: SpectraView): string => {
  const medians = foundAt(over, places.map(({ value, median }) => ({ value, number: median })));
  const ofData = truth === null ? "The" : `The ${exponentWords(subject.data).owner}'s largest exponent is ` +
    `${shortNumber(truth.exponents[0]!)} nats per step; the`;
  return `${ofData} median over the networks is ${medians}.`;
};

/** What the panels leave out. */
interface Shown {
  /** Exponents that are drawn of each spectrum. */
  readonly most: number;
  /** Places whose spectra are drawn. */
  readonly detailed: number;
  /** Runs whose largest exponent lies beyond the first panel. */
  readonly outsiders: number;
}

const captionOf = (
  { subject: { data }, over, levels, places, truth, all }: SpectraView,
  { most, detailed, outsiders }: Shown,
): readonly string[] => {
  const seeds = seedCount(places.flatMap(({ runs }) => runs).filter((count) => count > 0));
  const band = truth === null ? "" : `; band: ± 2 standard errors of the ${exponentWords(data).owner}'s`;
  const unsure = all.filter(({ run }) => run.spectrum?.converged === false).length;
  return [
    `${data.title}; all exponents in nats per step (dt = ${shortNumber(data.series.dt)} ${
      timesIn(data.timeUnit)
    }), ` +
    `${seeds} each, every run shown.`,
    `Bars: ± 1 standard error${band}.`,
    `The first ${most} exponents${detailed < places.length ? ` at three values of ${over}` : ""} ` +
    "are drawn, the table has all.",
    ...(outsiders === 0 ? [] : [`Open markers at the edge of the first panel: ${outsiders} beyond it.`]),
    ...(levels.length === 0
      ? []
      : [`Horizontal lines: medians of the runs without ${over}, for each kind of network.`]),
    ...(unsure === 0 ? [] : [`${unsure} of ${all.length} spectra have not converged.`]),
  ];
};

const legendOf = (
  { subject: { data }, over, groups, levels, truth }: SpectraView,
): readonly LegendEntry[] => [
  ...(truth === null
    ? []
    : [{ label: exponentWords(data).legend, look: "truth", sample: "points" } as const]),
  ...groups.map(({ name, look }) =>
    ({
      label: name === "" ? "networks, each run" : `${name}, each run`,
      name,
      look,
      sample: "points",
    }) as const
  ),
  ...levels.map(({ group: { name, look } }) =>
    ({
      label: `${name === "" ? "" : `${name}: `}median with no ${over}`,
      name,
      look,
      sample: "line",
    }) as const
  ),
];

const tableOf = ({ subject: { data, runs }, over, truth }: SpectraView): Table => {
  const nameOf = runNames(runs);
  return {
    columns: [
      { name: "run", unit: null },
      { name: labelQuantity(over).quantity, unit: labelQuantity(over).unit },
      { name: "λ₁", unit: "nats per step" },
      { name: "standard error", unit: "nats per step" },
      { name: "Kaplan–Yorke dimension", unit: null },
      { name: "converged", unit: null },
      { name: "all exponents", unit: "nats per step" },
    ],
    rows: [
      ...(truth === null || data.spectrum === null ? [] : [[
        exponentWords(data).owner,
        null,
        truth.exponents[0]!,
        truth.standardErrors[0]!,
        data.spectrum.kaplanYorke?.value ?? null,
        data.spectrum.converged ? "yes" : "no",
        truth.exponents.map((value) => shortNumber(value)).join("; "),
      ]]),
      ...runs.map((run) => {
        const own = run.spectrum === null ? null : perStep(run.spectrum, data.series.dt);
        return [
          nameOf(run),
          run.labels[over] ?? null,
          own?.exponents[0] ?? null,
          own?.standardErrors[0] ?? null,
          run.spectrum?.kaplanYorke?.value ?? null,
          run.spectrum === null ? "diverged" : run.spectrum.converged ? "yes" : "no",
          own === null ? "" : own.exponents.map((value) => shortNumber(value)).join("; "),
        ];
      }),
    ],
  };
};
