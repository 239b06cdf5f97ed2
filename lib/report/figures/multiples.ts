/**
 * Small multiples: any figure once for each value of a label, on the same axes.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { Result } from "../../results/result.ts";
import { cannotCompute, describeError, type LyapError } from "../../core/program/errors.ts";
import type { Axis, Figure, LegendEntry, Panel, Sentence } from "./plot/figure.ts";
import { textOf } from "./plot/text.ts";
import { type LabelValue, labelValues, runsWith, shownValues } from "./selection.ts";
import { labelled, labelQuantity } from "./words.ts";

interface Multiple {
  readonly value: LabelValue;
  /** The value in words, for titles. */
  readonly name: string;
  readonly figure: Figure;
}

/** The ticks of all axes, in order; null if the layout chooses. */
const allTicks = (axes: readonly Axis[]): Axis["ticks"] => {
  if (axes.some(({ ticks }) => ticks === null)) return null;
  const all = axes.flatMap(({ ticks }) => ticks ?? []);
  return all.filter(({ at }, index) => all.findIndex((other) => other.at === at) === index)
    .sort((a, b) => a.at - b.at);
};

const union = (axes: readonly Axis[]): Axis => ({
  ...axes[0]!,
  ticks: allTicks(axes),
  domain: [
    Math.min(...axes.map(({ domain }) => domain[0])),
    Math.max(...axes.map(({ domain }) => domain[1])),
  ],
});

/** Whether the axes can be one: the same quantity and scale, and no place with two names. */
const comparable = (axes: readonly Axis[]): boolean => {
  const names = new Map<number, string>();
  const sameNames = axes.flatMap(({ ticks }) => ticks ?? []).every(({ at, label }) => {
    if (!names.has(at)) names.set(at, label);
    return names.get(at) === label;
  });
  const [first] = axes;
  return sameNames &&
    axes.every(({ quantity, scale, ticks }) =>
      quantity === first!.quantity && scale === first!.scale && (ticks === null) === (first!.ticks === null)
    );
};

/** One title for all: a title that names one part must not be the title of all. */
const jointTitle = (multiples: readonly Multiple[]): string => {
  const [{ figure: first }] = multiples as readonly [Multiple];
  const same = multiples.every(({ figure: { title } }) => title === first.title);
  return same ? first.title : first.jointTitle ?? first.title;
};

/** What all captions say, once, after what each says of its own part. */
const jointCaption = (multiples: readonly Multiple[]): readonly string[] => {
  const captions = multiples.map(({ figure }) => figure.caption);
  const shared = captions[0]!.filter((sentence) => captions.every((other) => other.includes(sentence)));
  const own = multiples.flatMap(({ name }, index) => {
    const rest = captions[index]!.filter((sentence) => !shared.includes(sentence));
    return rest.length === 0 ? [] : [`${name}: ${rest.join(" ")}`];
  });
  return [...own, ...shared];
};

/** What is found in a part, of which the first sentence names the part, unless it is of that already. */
export const findingOfPart = (part: string, [first, ...rest]: readonly Sentence[]): readonly Sentence[] =>
  first === undefined || (typeof first === "object" && first.of === part)
    ? [...first === undefined ? [] : [first], ...rest]
    : [{ of: part, says: textOf([first]) }, ...rest];

/** All entries, each once; where two looks have one name, each bears the name of its part. */
const jointLegend = (multiples: readonly Multiple[]): readonly LegendEntry[] => {
  const entries = multiples.flatMap(({ name, figure }) => figure.legend.map((entry) => ({ name, entry })));
  const twice = (label: string): boolean =>
    new Set(entries.filter(({ entry }) => entry.label === label).map(({ entry }) => entry.look)).size > 1;
  const ofPart = (name: string, entry: LegendEntry): LegendEntry => {
    const own = entry.name ?? entry.label;
    return { ...entry, label: `${name}: ${entry.label}`, name: own === "" ? name : `${name}: ${own}` };
  };
  return entries
    .filter(({ entry }, index) =>
      entries.findIndex(({ entry: { label, look } }) => label === entry.label && look === entry.look) ===
        index
    )
    .map(({ name, entry }) => twice(entry.label) ? ofPart(name, entry) : entry);
};

/** What replaces a part that cannot be drawn: the panels of another part, empty, and the reason. */
const withoutMarks = (like: Figure, error: LyapError): Figure => ({
  ...like,
  finding: [`${describeError(error).join(" ")}.`],
  panels: like.panels.map((panel) => ({
    ...panel,
    // What the panels of the other part show is not missing here.
    title: "",
    note: "",
    marks: [],
    above: [],
    beside: [],
    empty: "nothing to draw",
  })),
  legend: [],
  table: { ...like.table, rows: [] },
});

/** A reader takes in what is found in so many parts; of more than that the caption says what is found in all but two. */
const MOST_FOUND = 3;

/** The evidence of some runs: of the data, what they were trained on; looks are those among all runs. */
const partOf = (evidence: Result, by: string, value: LabelValue): Result => {
  const runs = runsWith(evidence.runs, by, value);
  return {
    ...evidence,
    runs,
    among: evidence.among ?? evidence.runs,
    data: evidence.data.filter(({ id }) => runs.some(({ data }) => data === id)),
  };
};

/** Panels at the same place of each figure get the same axes, so that they can be compared. */
const aligned = (multiples: readonly Multiple[]): readonly Multiple[] =>
  multiples.map(({ figure, ...rest }) => ({
    ...rest,
    figure: {
      ...figure,
      panels: figure.panels.map((panel, index): Panel => {
        const peers = multiples.flatMap((other) => other.figure.panels[index] ?? []);
        const [xs, ys] = [peers.map(({ x }) => x), peers.map(({ y }) => y)];
        return {
          ...panel,
          x: comparable(xs) ? union(xs) : panel.x,
          y: comparable(ys) ? union(ys) : panel.y,
        };
      }),
    },
  }));

/**
 * One figure out of many: all panels, one for each value of the label.
 *
 * @param by The label; each of its values has a part of the figure.
 * @param evidence What is split.
 * @param build Builds the figure from one part of the evidence.
 */
export const multiplesOf = (
  by: string,
  evidence: Result,
  build: (part: Result) => E.Either<LyapError, Figure>,
): E.Either<LyapError, Figure> => {
  const values = labelValues(evidence.runs, by);
  if (values.length === 0) {
    return E.left(cannotCompute(
      `Cannot split a figure by ${by}: no run has that label`,
      `name one of: ${[...new Set(evidence.runs.flatMap(({ labels }) => Object.keys(labels)))].join(", ")}`,
    ));
  }
  const shown = shownValues(values);
  const name = (value: LabelValue): string => labelled(by, typeof value === "number" ? value : shown(value));
  const built = values.map((value) => ({ value, figure: build(partOf(evidence, by, value)) }));
  return pipe(
    built.find(({ figure }) => E.isRight(figure))?.figure ?? built[0]!.figure,
    E.map((like) => {
      const multiples = aligned(built.map(({ value, figure }): Multiple => ({
        value,
        name: name(value),
        figure: E.getOrElse((error: LyapError) => withoutMarks(like, error))(figure),
      })));
      const first = multiples[0]!.figure;
      const findings = multiples.map(({ name, figure: { finding } }) => findingOfPart(name, finding));
      const told = findings.length > MOST_FOUND ? 2 : findings.length;
      return {
        ...first,
        kind: "multiples",
        title: `${jointTitle(multiples)}, by ${labelQuantity(by).quantity}`,
        finding: findings.slice(0, told).flat(),
        caption: [
          ...findings.slice(told).map((finding) => textOf(finding)),
          ...jointCaption(multiples),
        ],
        panels: multiples.flatMap(({ name, figure }) =>
          figure.panels.map((panel) => ({
            ...panel,
            title: panel.title === "" ? name : `${name}, ${panel.title}`,
          }))
        ),
        columns: first.panels.length === 1 ? Math.min(3, multiples.length) : first.columns,
        aspect: first.panels.length === 1 ? Math.max(first.aspect, 0.8) : first.aspect,
        sharedY: first.sharedY ||
          (first.panels.length === 1 && comparable(multiples.map(({ figure }) => figure.panels[0]!.y))),
        legend: jointLegend(multiples),
        table: {
          columns: [{ name: by, unit: labelQuantity(by).unit }, ...first.table.columns],
          rows: multiples.flatMap(({ value, figure }) => figure.table.rows.map((row) => [value, ...row])),
        },
      };
    }),
  );
};
