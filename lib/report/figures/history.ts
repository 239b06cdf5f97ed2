/**
 * Figures of what a training recorded epoch by epoch.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { RunResult } from "../../results/result.ts";
import { pow } from "../../numerics/elementary.ts";
import { shortNumber } from "../../numerics/format.ts";
import { quantileOfSorted } from "../../numerics/statistics.ts";
import { cannotCompute, type LyapError } from "../../core/program/errors.ts";
import { curveEntry, curveMarks, type CurveStyle } from "./curves.ts";
import type { Axis, Figure, Mark, Panel } from "./plot/figure.ts";
import { extent } from "./plot/scales.ts";
import {
  type Ensemble,
  groupsOf,
  type LabelValue,
  panelValues,
  quantileWithLosses,
  runNames,
  runsInPanel,
  seedsIn,
  type Subject,
} from "./selection.ts";
import { divergedTrainings, foundAt, labelQuantity, panelTitle } from "./words.ts";

/** One recorded quantity. */
export interface Recorded {
  /** The kind of the figure. */
  readonly kind: string;
  /** The title of the figure. */
  readonly title: string;
  /** In a word or two, for findings and tables. */
  readonly short: string;
  /** The quantity of the y axis. */
  readonly axis: Pick<Axis, "quantity" | "unit">;
  /** What the quantity is, for the caption. */
  readonly meaning: string;
  /** One value per recorded epoch. */
  readonly values: (run: RunResult) => readonly number[];
  /** Whether rare values far above all others are drawn at the upper edge, so that they do not squeeze the others. */
  readonly cutsSpikes: boolean;
}

/** Spikes: values more than this many times the one below which 99 % lie. */
const SPIKE = 1000;

/**
 * The upper end of the values to be seen: the largest, or a hundred times that below which 99 % lie if the largest is a
 * spike.
 */
const upperEnd = (values: readonly number[]): number => {
  const sorted = Float64Array.from(values.filter(Number.isFinite)).sort();
  const [usual, largest] = [quantileOfSorted(sorted, 0.99), sorted[sorted.length - 1]!];
  return largest > SPIKE * usual ? (SPIKE / 10) * usual : largest;
};

/** What a caption says of spikes; nothing where there are none. */
const spikeSentence = (beyond: readonly number[], end: number): readonly string[] => {
  if (beyond.length === 0) return [];
  const largest = beyond.reduce((a, b) => Math.max(a, b));
  return [
    `Values above ${shortNumber(end, 2)} are drawn at the upper edge; the largest is ${
      shortNumber(largest, 2)
    }.`,
  ];
};

/** As many points as the eye can tell in a panel. */
const mostPoints = 120;

/** Epochs that are averaged into one point. */
const epochsPerPoint = (runs: readonly RunResult[]): number =>
  Math.max(1, Math.ceil(Math.max(...runs.map((run) => run.history.epochs.length)) / mostPoints));

/** Means over `size` epochs each, at the middle of those epochs. */
const averaged = (
  epochs: readonly number[],
  values: readonly number[],
  size: number,
): readonly (readonly [number, number])[] => {
  const points: (readonly [number, number])[] = [];
  for (let from = 0; from < Math.min(epochs.length, values.length); from += size) {
    const to = Math.min(from + size, epochs.length, values.length);
    let [epoch, value] = [0, 0];
    for (let i = from; i < to; i++) {
      epoch += epochs[i]! / (to - from);
      value += values[i]! / (to - from);
    }
    points.push([epoch, value]);
  }
  return points;
};

const lastFinite = (values: readonly number[]): number | null => {
  for (let i = values.length - 1; i >= 0; i--) if (Number.isFinite(values[i])) return values[i]!;
  return null;
};

/** The last tenth of a history, averaged, as the noise of single epochs says little. */
const finalValue = (run: RunResult, values: readonly number[]): number | null => {
  if (run.outcome.kind === "diverged" || values.length === 0) return null;
  const from = Math.floor(values.length * 0.9);
  let sum = 0;
  for (let i = from; i < values.length; i++) sum += values[i]!;
  const mean = sum / (values.length - from);
  return Number.isFinite(mean) ? mean : null;
};

const styleOf = (groups: readonly Ensemble[]): CurveStyle => ({ marked: groups.length > 1, opacity: 0.7 });

const marksOf = (
  groups: readonly Ensemble[],
  recorded: Recorded,
  [low, high]: readonly [number, number],
  end: number,
  size: number,
  nameOf: (run: RunResult) => string,
): readonly Mark[] =>
  groups.flatMap((group) => {
    const lines = group.runs.flatMap((run) =>
      curveMarks(
        averaged(run.history.epochs, recorded.values(run), size)
          .map(([epoch, value]) =>
            [
              epoch,
              value > 0 || Number.isNaN(value) ? (value > end && value < Infinity ? end : value) : low,
            ] as const
          ),
        group.look,
        styleOf(groups),
        nameOf(run),
      )
    );
    const ends = group.runs.flatMap((run) => {
      // A training that never had a finite value has its cross just below the upper edge.
      const value = Math.min(lastFinite(recorded.values(run)) ?? high * pow(low / high, 0.05), end);
      return run.outcome.kind === "diverged" ? [[run.outcome.epoch, value] as const] : [];
    });
    return [
      ...lines,
      ...(ends.length === 0
        ? []
        : [{ type: "points", points: ends, look: "truth", filled: true, crossed: true, size: 5 } as const]),
    ];
  });

/** The label of the checkpoint at which a training is looked at. */
const CHECKPOINT = "epoch";

/** One run of each training: runs that differ in their checkpoint only have one. */
const trainingsOf = (runs: readonly RunResult[]): readonly RunResult[] => {
  const ofTraining = ({ labels }: RunResult): string =>
    JSON.stringify(Object.entries(labels).filter(([name]) => name !== CHECKPOINT));
  return [...Map.groupBy(runs, ofTraining).values()].map(([first]) => first!);
};

/** A recorded quantity over the epochs: one panel per value of `over`, one line per training. */
export const historyFigure = (
  given: Subject,
  over: string,
  recorded: Recorded,
): E.Either<LyapError, Figure> => {
  const subject = over === CHECKPOINT ? given : { ...given, runs: trainingsOf(given.runs) };
  const split = panelValues(subject.runs, over);
  const all = subject.runs.flatMap((run) => recorded.values(run).filter((value) => value > 0));
  if (all.length === 0) {
    return E.left(cannotCompute(
      `Cannot draw ${recorded.short} over epochs: no run has a history of it`,
      "train at least one run, or leave this figure out",
    ));
  }
  const groups = groupsOf(subject.runs, [over, CHECKPOINT], subject.among);
  const nameOf = runNames(subject.runs);
  const end = recorded.cutsSpikes ? upperEnd(all) : Infinity;
  const beyond = all.filter((value) => Number.isFinite(value) && value > end);
  const seen = beyond.length === 0 ? all : [...all.filter((value) => value <= end), end];
  const y: Axis = { ...recorded.axis, scale: "log", domain: extent(seen, "log", 0.05), ticks: null };
  const epochs = subject.runs.flatMap((run) => run.history.epochs);
  const x: Axis = {
    quantity: "epoch",
    unit: null,
    scale: "linear",
    domain: [Math.min(0, ...[extent(epochs, "linear", 0)[0]]), extent(epochs, "linear", 0)[1]],
    ticks: null,
  };
  const size = epochsPerPoint(subject.runs);
  const inPanel = (value: LabelValue | null): readonly RunResult[] => runsInPanel(subject.runs, over, value);
  const panels = split.map((value): Panel => {
    const runs = inPanel(value);
    const lost = runs.filter((run) => run.outcome.kind === "diverged").length;
    return {
      title: panelTitle(over, value, split),
      note: lost > 0 ? `${lost} of ${runs.length} diverged` : "",
      x,
      y,
      marks: marksOf(
        groups.map((group) => ({ ...group, runs: group.runs.filter((run) => runs.includes(run)) })),
        recorded,
        y.domain,
        end,
        size,
        nameOf,
      ),
      above: [],
      empty: null,
    };
  });
  const ends = foundAt(
    over,
    split.map((value) => ({
      value,
      number: quantileWithLosses(inPanel(value).map((run) => finalValue(run, recorded.values(run))), 0.5),
    })),
  );
  const lostAll = subject.runs.filter((run) => run.outcome.kind === "diverged").length;
  return E.right({
    kind: recorded.kind,
    title: recorded.title,
    finding: [
      `The median ${recorded.short} at the end is ${ends}; ${
        divergedTrainings(lostAll, subject.runs.length)
      }`,
    ],
    caption: [
      `${subject.data.title}; ${recorded.meaning}, one line per run, ` +
      `${seedsIn(split.map(inPanel), groups)} each` +
      `${lostAll === 0 ? "" : "; a cross where a training diverged"}.`,
      ...(size === 1 ? [] : [`Each point is the mean over ${size} epochs.`]),
      ...spikeSentence(beyond, end),
      "The end is the mean of the last tenth of the epochs.",
    ],
    panels,
    columns: Math.min(3, panels.length),
    aspect: panels.length === 1 ? 0.45 : 0.85,
    keepAspect: false,
    sharedY: true,
    // A group without a name is named by the titles of its panels.
    legend: groups.filter(({ name }) => name !== "")
      .map((group) => curveEntry(group, group.name, styleOf(groups))),
    table: {
      columns: [
        { name: "run", unit: null },
        { name: labelQuantity(over).quantity, unit: labelQuantity(over).unit },
        { name: "epochs", unit: null },
        { name: `first ${recorded.short}`, unit: recorded.axis.unit },
        { name: `${recorded.short} at the end`, unit: recorded.axis.unit },
        { name: "outcome", unit: null },
      ],
      rows: subject.runs.map((run) => [
        nameOf(run),
        run.labels[over] ?? null,
        run.history.epochs.length,
        recorded.values(run)[0] ?? null,
        finalValue(run, recorded.values(run)),
        run.outcome.kind === "diverged" ? `diverged at epoch ${run.outcome.epoch}` : "trained",
      ]),
    },
  });
};
