/**
 * The true attractor and the generated ones side by side, one for each forcing interval.
 *
 * @module
 */
import type { Kind } from "../../../core/catalogue.ts";
import { listed } from "../../../core/program/text.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { RunResult } from "../../../results/result.ts";
import { type Optional, optional, positiveInteger, text } from "../../../core/codec/codec.ts";
import { cannotCompute } from "../../../core/program/errors.ts";
import type { Figure, Look, Panel } from "../plot/figure.ts";
import { figureKind, type FigureKindOf, optionalName } from "../kind.ts";
import { shortNumber } from "../../../numerics/format.ts";
import {
  drawnOrbit,
  orbitPanel,
  type OrbitPoint,
  outside,
  restNotes,
  sceneOf,
  viewSentence,
} from "../orbit.ts";
import { reservationAt } from "../learned.ts";
import { unitSentence } from "../origin.ts";
import {
  type Ensemble,
  groupsOf,
  hasDiverged,
  type LabelValue,
  labelValues,
  measuredValue,
  medianRun,
  ranked,
  runNames,
  runsWith,
  seedCount,
  shownValues,
  type Subject,
  subjectOf,
} from "../selection.ts";
import { labelled, labelQuantity, type MeasureWords, measureWords, withoutPlace } from "../words.ts";

interface Choice {
  readonly group: Ensemble;
  /** The value of the label; null for runs that have none. */
  readonly value: LabelValue | null;
  readonly runs: readonly RunResult[];
  /** The run with the median measure. */
  readonly run: RunResult;
}

/** Panels beside each other; where there are several groups each has a row of its own. */
const perRow = 4;
/** Points of all panels together, so that a picture does not grow without bound. */
const mostPoints = 24_000;
/** Groups of runs without the label that have a panel: a row of them. */
const MOST_WITHOUT = perRow;

/** At most `most` values: the first, the last, the best, and others in order. */
const someValues = (
  values: readonly LabelValue[],
  best: LabelValue | undefined,
  most: number,
): readonly LabelValue[] => {
  const wanted = [values[0], best, values[values.length - 1], ...values];
  const chosen = new Set(
    wanted.filter((value, index) => value !== undefined && wanted.indexOf(value) === index).slice(0, most),
  );
  return values.filter((value) => chosen.has(value));
};

const choicesOf = (subject: Subject, over: string, measure: MeasureWords): readonly Choice[] => {
  const hasLabel = ({ labels }: RunResult): boolean => labels[over] !== undefined;
  // Each of the two is named by what differs within it.
  const groups = groupsOf(subject.runs.filter(hasLabel), [over], subject.among);
  const others = groupsOf(subject.runs.filter((run) => !hasLabel(run)), [over], subject.among);
  const most = groups.length > 1 ? perRow - 1 : 2 * perRow - 1;
  const placed = groups.flatMap((group) => {
    const choices = labelValues(group.runs, over).map((value): Choice => {
      const runs = runsWith(group.runs, over, value);
      return { group, value, runs, run: medianRun(runs, measure) };
    });
    const best = ranked(choices.map(({ run }) => run), measure)[0];
    const shown = someValues(labelValues(group.runs, over), best?.labels[over], most);
    return choices.filter(({ value }) => shown.includes(value!));
  });
  const without = others.slice(0, MOST_WITHOUT).map((group): Choice => ({
    group,
    value: null,
    runs: group.runs,
    run: medianRun(group.runs, measure),
  }));
  return [...placed, ...without];
};

/**
 * The title of the panel of runs without the label.
 *
 * @param name What the group of these runs is called.
 * @param among What the groups of runs with the label are called.
 */
const titleWithout = (name: string, among: ReadonlySet<string>, over: string): string => {
  if (name === "" || (among.size === 1 && among.has(name))) return `no ${over}`;
  const isShared = [...among].some((other) => other === name || other.startsWith(`${name}, `));
  return isShared ? `${name}, no ${over}` : name;
};

/** The title of the panel of a value: a network is named by its cell first. */
const titleOf = (
  name: string,
  over: string,
  value: LabelValue,
  shownValue: (value: LabelValue) => string,
): string => {
  const worded = labelled(over, typeof value === "number" ? value : shownValue(value));
  const parts = over === "cell" ? [worded, name] : [name, worded];
  return parts.filter((part) => part !== "").join(", ");
};

/** Which labels `over` could name instead. */
const labelAdvice = (runs: readonly RunResult[]): string => {
  const names = [...new Set(runs.flatMap(({ labels }) => Object.keys(labels)))];
  return names.length === 0
    ? "make runs first"
    : `let \`over\` name a label that the runs have: ${names.join(", ")}`;
};

/** True and generated attractors side by side. */
export const attractorFigure: Kind<
  FigureKindOf<"attractor", {
    /** The label of which each value has a panel. */
    readonly over: Optional<string>;
    /** The measure by which the run with the median is chosen. */
    readonly chosenBy: Optional<string>;
    /** How much of each series is drawn, in steps. */
    readonly samples: Optional<number>;
    readonly data: Optional<string | null>;
  }>
> = figureKind(
  "attractor",
  {
    over: optional(text, "τ"),
    chosenBy: optional(text, "D_stsp"),
    samples: optional(positiveInteger, 5000),
    data: optionalName,
  },
  ({ over, chosenBy, samples, data }, evidence) =>
    pipe(
      subjectOf(evidence, data),
      E.chain((subject) => {
        const measure = measureWords(chosenBy);
        const choices = choicesOf(subject, over, measure);
        if (subject.data.series.rows < 2 && !subject.runs.some(({ generated }) => generated !== null)) {
          return E.left(cannotCompute(
            "Cannot draw attractors: neither the series nor what the networks generated is at hand",
            "run the experiment to have them",
          ));
        }
        return choices.every(({ value }) => value === null)
          ? E.left(cannotCompute(
            `Cannot draw attractors over ${over}: no run on dataset "${subject.data.id}" has that label`,
            labelAdvice(subject.runs),
          ))
          : E.right(
            draw(
              subject,
              choices,
              over,
              measure,
              Math.min(
                samples,
                Math.floor(mostPoints / (choices.length + 1)),
                // Of a network no more than of the truth, or the denser drawing would pass for a larger attractor.
                subject.data.series.rows < 2 ? samples : subject.data.series.rows,
              ),
            ),
          );
      }),
    ),
);

const draw = (
  subject: Subject,
  choices: readonly Choice[],
  over: string,
  measure: MeasureWords,
  samples: number,
): Figure => {
  const { series } = subject.data;
  const framing = series.rows < 2
    ? subject.runs.flatMap(({ generated }) => generated ?? [])[0] ?? series
    : series;
  const scene = sceneOf(subject.data, framing);
  const { x, y } = scene;
  const panel = (
    title: string,
    note: string,
    points: readonly OrbitPoint[],
    look: Look,
    lost: boolean,
  ): Panel => orbitPanel(scene, { title, note, points, look, empty: lost ? "diverged" : "not at hand" });
  const nameOf = runNames(subject.runs);
  const shownValue = shownValues(labelValues(subject.runs, over));
  const named = new Set(choices.filter(({ value }) => value !== null).map(({ group }) => group.name));
  const several = new Set(choices.map(({ group }) => group.name)).size > 1;
  const drawn = choices.map((choice) => {
    const points = choice.run.generated === null ? [] : drawnOrbit(choice.run.generated, scene, samples);
    const value = measuredValue(choice.run, measure);
    const lost = choice.runs.filter(hasDiverged).length;
    const away = outside(points, x, y);
    const notes = [
      value === null ? `${measure.called}: none` : `${measure.called} ${shortNumber(value, 2)}`,
      ...restNotes(choice.run.generated, framing, points, x, y),
      ...(away > 0.005 ? [`${shortNumber(100 * away, 2)} % outside`] : []),
      ...(lost > 0 ? [`${lost} of ${choice.runs.length} diverged`] : []),
    ];
    const title = choice.value === null
      ? titleWithout(choice.group.name, named, over)
      : titleOf(several ? choice.group.name : "", over, choice.value, shownValue);
    return {
      choice,
      value,
      away,
      lost,
      panel: panel(title, notes.join("; "), points, choice.group.look, hasDiverged(choice.run)),
    };
  });
  const known = drawn.filter(({ value }) => value !== null);
  const { better } = measure;
  const best = known.length === 0
    ? undefined
    : known.reduce((a, b) => (better === "smaller") === (b.value! < a.value!) ? b : a);
  const described = (each: (typeof drawn)[number]): string =>
    `${each.value === null ? "none" : shortNumber(each.value, 2)} at ${each.panel.title}`;
  const rest = drawn.filter((each) => each !== best);
  const finding = best === undefined
    ? "No run generated an attractor that could be measured."
    : `Closest to the true attractor is ${best.panel.title}: ${measure.called} ${
      shortNumber(best.value!, 2)
    }` +
      reservationAt(best.value, subject.data, measure) +
      `${rest.length === 0 || rest.length > 5 ? "" : `, against ${listed(rest.map(described))}`}.`;
  const truth = panel("true data", "", drawnOrbit(series, scene, samples), "truth", false);
  const placed = drawn.filter(({ choice }) => choice.value !== null);
  const without = drawn.filter(({ choice }) => choice.value === null);
  const groups = [...new Set(placed.map(({ choice }) => choice.group))];
  const perGroup = groups.map((group) => placed.filter(({ choice }) => choice.group === group).length);
  const [shown, most] = [Math.max(...perGroup), labelValues(subject.runs, over).length];
  // Each group has a row of its own where all of them have as many panels, and runs without the label a last one.
  const inRows = shown > 1 && perGroup.every((count) => count === shown) &&
    (without.length === 0 || shown + 1 === perRow);
  return {
    kind: "attractor",
    title: `True and generated attractors by ${labelQuantity(over).quantity}`,
    finding: [finding],
    caption: [
      `${subject.data.title}; ${shortNumber(samples)} steps of each.`,
      `Of ${
        seedCount(choices.map(({ runs }) => runs.length))
      } at each ${over} the run with the median ${measure.called} is shown; a diverged run counts as the worst.`,
      ...viewSentence(scene),
      ...(shown === most ? [] : groups.length === 1 ? [`${shown} of ${most} values of ${over} are shown.`] : [
        `Of ${most} values of ${over} each kind of network has ${shown} panels: the first, its best, and the last.`,
      ]),
      ...withoutPlace(
        subject.runs.filter((run) => run.labels[over] === undefined).length -
          without.reduce((sum, { choice }) => sum + choice.runs.length, 0),
        over,
      ),
      ...unitSentence(subject.data),
    ],
    panels: inRows
      ? [
        ...groups.flatMap((group) => [
          truth,
          ...placed.filter(({ choice }) => choice.group === group).map((each) => each.panel),
        ]),
        ...without.map((each) => each.panel),
      ]
      : [truth, ...drawn.map((each) => each.panel)],
    columns: Math.min(perRow, inRows ? shown + 1 : drawn.length + 1),
    aspect: Math.min(1.4, Math.max(0.6, (y.domain[1] - y.domain[0]) / (x.domain[1] - x.domain[0]))),
    keepAspect: true,
    sharedY: true,
    legend: [],
    table: {
      columns: [
        { name: "run shown", unit: null },
        { name: labelQuantity(over).quantity, unit: labelQuantity(over).unit },
        { name: measure.called, unit: measure.unit },
        { name: "outside the frame", unit: "%" },
        { name: "diverged", unit: null },
        { name: "seeds", unit: null },
      ],
      rows: drawn.map(({ choice, value, away, lost }) => [
        nameOf(choice.run),
        choice.value,
        value,
        100 * away,
        lost,
        choice.runs.length,
      ]),
    },
  };
};
