/**
 * What the figure of a measure says of its points: legend, caption and table.
 *
 * @module
 */
import type { DataResult } from "../../results/result.ts";
import { counted } from "../../core/program/text.ts";
import type { LegendEntry, Table } from "./plot/figure.ts";
import type { Choices, Guides } from "./measure_marks.ts";
import { shortNumber } from "../../numerics/format.ts";
import { baselineSentence, exponentWords, scaleSentence } from "./origin.ts";
import type { DrawnReference } from "./reference.ts";
import { type Ensemble, seedCount } from "./selection.ts";
import type { Statistic, SweepPoint } from "./sweep.ts";
import { labelQuantity, withoutValue } from "./words.ts";

/** The legend's line for one group of runs. */
export const entryOf = (group: Ensemble, statistic: Statistic, many: boolean): LegendEntry => {
  const spread = statistic === "mean" ? "standard error" : many ? "5–95 % band" : "every seed";
  return {
    label: `${group.name === "" ? "" : `${group.name}: `}${statistic} and ${spread}`,
    name: group.name,
    look: group.look,
    sample: many && statistic === "median" ? "line" : "line and points",
  };
};

/** The legend's line for a level: runs without the label. */
export const levelEntry = ({ group, value }: SweepPoint, statistic: Statistic): LegendEntry => ({
  label: `${group.name === "" ? "" : `${group.name}: `}${statistic} with ${value}`,
  name: group.name === "" ? String(value) : `${group.name}, ${value}`,
  look: group.look,
  sample: "line",
});

/** What the lines, points and guides are. */
export const captionOf = (
  data: DataResult,
  { points, levels }: { readonly points: readonly SweepPoint[]; readonly levels: readonly SweepPoint[] },
  { over, statistic }: Choices,
  many: boolean,
  guides: Guides,
  hasBand: boolean,
): readonly string[] => {
  const compared = levels.reduce((sum, { values }) => sum + values.length, 0);
  const unmeasured = [...points, ...levels].reduce((sum, point) => sum + point.unmeasured, 0);
  return [
    `${data.title}; ${seedCount(points.map(({ values }) => values.length))} per point.`,
    ...(statistic === "mean"
      ? [
        "Lines: mean over the seeds that have a value, as in the paper, bars ± 1 standard error" +
        `${many ? "" : "; small points: single seeds"}.`,
      ]
      : [
        "Lines: median over the seeds, in which a run without a value counts as the worst.",
        many
          ? "Bands: 5–95 % of the seeds, to the edge of the panel where too many have no value."
          : "Points: single seeds.",
      ]),
    ...withoutValue(unmeasured),
    ...(compared === 0
      ? []
      : [`Horizontal lines: ${statistic} of the ${counted(compared, "run")} without ${over}.`]),
    ...(guides.predictability === null ? [] : [
      `Vertical line: τ_pred = ln 2 / λ₁ of the ${exponentWords(data).legend}; ${
        hasBand ? "band ± 2 standard errors" : "two standard errors reach beyond both ends of the axis"
      }.`,
    ]),
    ...scaleSentence(data, guides),
    ...baselineSentence(guides.baselines.map(({ kind }) => kind)),
  ];
};

/** All numbers of the figure, and those of published curves. */
export const tableOf = (
  points: readonly SweepPoint[],
  reference: DrawnReference | null,
  { measure, over }: Choices,
  baselines: Guides["baselines"] = [],
): Table => {
  const { unit, called } = measure;
  return {
    columns: [
      { name: "runs", unit: null },
      { name: labelQuantity(over).quantity, unit: labelQuantity(over).unit },
      { name: `median ${called}`, unit },
      { name: "5 %", unit },
      { name: "95 %", unit },
      { name: "mean", unit },
      { name: "standard error", unit },
      { name: "seeds", unit: null },
      { name: "diverged", unit: null },
      { name: `${called} of each seed`, unit },
    ],
    rows: [
      ...points.map((point) => [
        point.group.name,
        point.value,
        point.median,
        point.low,
        point.high,
        point.mean,
        point.standardError,
        point.values.length,
        point.diverged,
        point.values.map((value) => value === null ? "none" : shortNumber(value, 4)).join("; "),
      ]),
      ...(reference?.curves ?? []).flatMap(({ label, points: published }) =>
        published.map(({ at, value, error }) => [
          `${label}: ${reference!.title}`,
          at,
          null,
          null,
          null,
          value,
          error,
          null,
          null,
          "",
        ])
      ),
      ...baselines.map(({ kind, at }) => [
        `${kind} (baseline)`,
        `no ${over}`,
        at,
        null,
        null,
        at,
        null,
        null,
        null,
        "",
      ]),
    ],
  };
};
