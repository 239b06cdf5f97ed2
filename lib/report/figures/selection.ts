/**
 * Which runs belong together in a figure, and the statistics over them.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { partsOfValue, valueOfParts, withoutFollowers } from "../../core/codec/labels.ts";
import { own } from "../../core/codec/own.ts";
import type { DataResult, Result, RunResult } from "../../results/result.ts";
import { divergenceOf } from "../../results/sample.ts";
import { worstOf } from "../../numerics/statistics.ts";
import { quantileOfSorted } from "../../numerics/statistics.ts";
import { cannotCompute, type LyapError } from "../../core/program/errors.ts";
import { looksAmong } from "./looks.ts";
import { isSymbol, labelled, type MeasureWords } from "./words.ts";

/** A value of a label. */
export type LabelValue = string | number;

/** Runs that differ in their seed, and in what the figure spreads out, only. */
export interface Ensemble {
  /** What distinguishes the group from others, "PLRNN"; empty where there is only one. */
  readonly name: string;
  /** The same in every figure: that of its cell, for the first group of a cell. */
  readonly look: number;
  /** Its runs, in the order of the evidence. */
  readonly runs: readonly RunResult[];
}

const byValue = (a: LabelValue, b: LabelValue): number =>
  typeof a === "number" && typeof b === "number"
    ? a - b
    : typeof a === "number"
    ? -1
    : typeof b === "number"
    ? 1
    : 0;

/** Values of a label, each once, numbers in ascending order before texts as they come. */
export const sortedValues = (values: readonly LabelValue[]): readonly LabelValue[] =>
  [...new Set(values)].sort(byValue);

/** The values that a label takes among runs. */
export const labelValues = (
  runs: readonly Pick<RunResult, "labels">[],
  label: string,
): readonly LabelValue[] => sortedValues(runs.flatMap((run) => own(run.labels, label) ?? []));

/** The runs that have a value of a label. */
export const runsWith = (
  runs: readonly RunResult[],
  label: string,
  value: LabelValue,
): readonly RunResult[] => runs.filter((run) => own(run.labels, label) === value);

/** The values of a label of which each has a panel; null means the runs without it. */
export const panelValues = (runs: readonly RunResult[], label: string): readonly (LabelValue | null)[] => {
  const values = labelValues(runs, label);
  return runs.every((run) => own(run.labels, label) !== undefined) ? values : [...values, null];
};

/** The runs of a panel. */
export const runsInPanel = (
  runs: readonly RunResult[],
  label: string,
  value: LabelValue | null,
): readonly RunResult[] => runs.filter((run) => (own(run.labels, label) ?? null) === value);

/**
 * How the values of a label are shown: without the parts that all of them share, so that "adam, learning rate 0.001,
 * beta1 0.9" and "adam, learning rate 0.01, beta1 0.9" become "learning rate 0.001" and "learning rate 0.01".
 *
 * @example Only what differs
 * ```ts
 * import { shownValues } from "./selection.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const shown = shownValues(["norm, threshold 1", "norm, threshold 10", "none"]);
 * assertEquals(shown("norm, threshold 1"), "norm, threshold 1");
 * assertEquals(shownValues(["norm, threshold 1", "norm, threshold 10"])("norm, threshold 10"), "threshold 10");
 * ```
 */
export const shownValues = (values: readonly LabelValue[]): (value: LabelValue) => string => {
  const parts = [...new Set(values)].map(partsOfValue);
  const shared = parts.length < 2
    ? new Set<string>()
    : new Set(parts[0]!.filter((part) => parts.every((other) => other.includes(part))));
  return (value) => {
    const own = partsOfValue(value).filter((part) => !shared.has(part));
    return own.length === 0 ? String(value) : valueOfParts(own);
  };
};

/** Labels that often follow from others, as the observation model from the forcing, and are then left out. */
const followers: readonly string[] = ["observation", "forcing", "units"];

/**
 * Labels without options that all runs of one forcing scheme share and no other run has: the scheme, which stays among the
 * labels then, says as much. An option with a symbol stays too, as τ does.
 */
const withoutFixedOptions = (
  runs: readonly Pick<NamedRun, "labels">[],
  varying: readonly string[],
): readonly string[] =>
  varying.filter((name) => {
    const own = runs.filter(({ labels }) => labels[name] !== undefined);
    const [first] = own;
    const scheme = first?.labels.forcing;
    return isSymbol(name) || scheme === undefined || own.length === runs.length ||
      own.some(({ labels }) => labels[name] !== first!.labels[name] || labels.forcing !== scheme) ||
      runs.filter(({ labels }) => labels.forcing === scheme).length > own.length;
  });

/** Of labels that vary, those that tell runs apart. */
const tellingAmong = (
  runs: readonly Pick<NamedRun, "labels">[],
  varying: readonly string[],
): readonly string[] => {
  const free = withoutFixedOptions(runs, varying);
  const mayFollow = free.length < varying.length ? followers.filter((name) => name !== "forcing") : followers;
  return withoutFollowers(runs.map(({ labels }) => labels), free, mayFollow);
};

/** A name begins with what it names: the cell. */
const cellFirst = (names: readonly string[]): readonly string[] => [
  ...names.filter((name) => name === "cell"),
  ...names.filter((name) => name !== "cell"),
];

/** A run as far as its name is concerned. */
export type NamedRun = Pick<RunResult, "id" | "labels">;

/** A run in words, by some of its labels, without options of theirs that all runs share. */
const worded = (
  runs: readonly Pick<NamedRun, "labels">[],
  names: readonly string[],
): (run: Pick<NamedRun, "labels">) => string => {
  const texts = new Map(names.map((name) => [name, shownValues(labelValues(runs, name))]));
  return ({ labels }) =>
    names.flatMap((name) => {
      const value = labels[name];
      if (value === undefined) return [];
      if (name === "seed") return [`seed ${value}`];
      return [labelled(name, typeof value === "number" ? value : texts.get(name)!(value))];
    }).join(", ");
};

/** The labels that tell runs apart, the cell first; the cell is among them also where all runs have the same. */
const tellingLabels = (runs: readonly Pick<NamedRun, "labels">[]): readonly string[] => {
  const all = [...new Set(runs.flatMap(({ labels }) => Object.keys(labels)))];
  const varying = all.filter((name) => new Set(runs.map(({ labels }) => labels[name])).size > 1);
  const telling = tellingAmong(runs, varying);
  // A run without forcing has no interval that would tell it: that it has none is what there is to say.
  const isToldOf = (name: string): boolean =>
    name === "forcing" && varying.includes(name) && runs.some(({ labels }) => labels[name] === "none");
  return cellFirst(all.filter((name) => name === "cell" || telling.includes(name) || isToldOf(name)));
};

/**
 * What a setting, all seeds of it together, is called in tables and lists: what tells it from the others.
 *
 * @param runs All runs among which its name must be unique.
 */
export const settingNames = (runs: readonly NamedRun[]): (run: NamedRun) => string => {
  const names = tellingLabels(runs).filter((name) => name !== "seed");
  const nameOf = worded(runs, names);
  return (run) => nameOf(run) || "all runs";
};

/**
 * What a run is called in tables and lists: the labels that tell it from the others, without those that follow from these
 * and without options that all runs share.
 *
 * @param runs All runs among which its name must be unique.
 */
export const runNames = (runs: readonly NamedRun[]): (run: NamedRun) => string => {
  const telling = tellingLabels(runs);
  const seeds = runs.some(({ labels }) => labels.seed !== undefined) ? ["seed"] : [];
  const words = worded(runs, [...telling.filter((name) => name !== "seed"), ...seeds]);
  const nameOf = (run: NamedRun): string => words(run) || run.id;
  const names = runs.map(nameOf);
  return (run) => names.filter((name) => name === nameOf(run)).length > 1 ? run.id : nameOf(run);
};

/** The labels of runs by which they are put into groups: all but the seed, the dataset and what is spread out. */
const groupingLabels = (runs: readonly RunResult[], spread: readonly string[]): readonly string[] =>
  [...new Set(runs.flatMap((run) => Object.keys(run.labels)))]
    .filter((name) => name !== "seed" && name !== "dataset" && !spread.includes(name));

/** The look of each run's group, where all runs of a page are put into groups. */
const lookOfGroup = (among: readonly RunResult[], spread: readonly string[]): (run: RunResult) => number => {
  const names = groupingLabels(among, spread);
  const key = ({ labels }: RunResult): string => JSON.stringify(names.map((name) => labels[name] ?? null));
  const groups = Map.groupBy(among, key);
  const looks = looksAmong([...groups.values()], among);
  const byKey = new Map([...groups.keys()].map((each, index) => [each, looks[index]!]));
  return (run) => byKey.get(key(run)) ?? 0;
};

/**
 * Runs in groups that share all labels but the seed and `spread`. A run has the same colour in every figure of a page, and
 * a cell on every page: where there are several cells, all groups of a cell have its colour and differ in dash and marker.
 *
 * @param runs The runs to group.
 * @param spread Labels that the figure spreads out over an axis or over panels.
 * @param among All runs of the page, of which these may be a part. Default: these.
 */
export const groupsOf = (
  runs: readonly RunResult[],
  spread: readonly string[],
  among: readonly RunResult[] = runs,
): readonly Ensemble[] => {
  const names = groupingLabels(runs, spread);
  const varying = names.filter((name) => new Set(runs.map((run) => run.labels[name])).size > 1);
  const telling = tellingAmong(runs, varying);
  const shown = telling.length > 0 ? cellFirst(telling) : names.filter((name) => name === "cell");
  const texts = new Map(shown.map((name) => [name, shownValues(labelValues(runs, name))]));
  const nameOf = (run: RunResult): string =>
    shown.flatMap((name) => {
      const value = run.labels[name];
      if (value === undefined) return [];
      return [labelled(name, typeof value === "number" ? value : texts.get(name)!(value))];
    }).join(", ");
  const look = lookOfGroup(among, spread);
  return [...Map.groupBy(runs, nameOf)].map(([name, members]) => ({
    name,
    look: look(members[0]!),
    runs: members,
  }));
};

/** The looks of all groups of a page, those of other parts and of other data too. */
export const looksOfPage = ({ among }: Pick<Subject, "among">, over: string): readonly number[] =>
  groupsOf(among, [over]).map(({ look }) => look);

/** Runs in groups by one label, regardless of how else they differ. */
export const groupsBy = (
  runs: readonly RunResult[],
  label: string,
  among: readonly RunResult[] = runs,
): readonly Ensemble[] =>
  groupsOf(
    runs,
    [...new Set(among.flatMap(({ labels }) => Object.keys(labels)))].filter((each) => each !== label),
    among,
  );

/** What a figure is about: one dataset, and the runs that were trained on it. */
export interface Subject {
  /** The dataset. */
  readonly data: DataResult;
  /** The runs that were trained on it. */
  readonly runs: readonly RunResult[];
  /** All runs of the page, among which colours are given. */
  readonly among: readonly RunResult[];
}

/** The dataset named, or the first one, with its runs. */
export const subjectOf = (evidence: Result, data: string | null): E.Either<LyapError, Subject> => {
  const found = data === null
    ? evidence.data[0]
    : evidence.data.find(({ id, title }) => id === data || title === data);
  if (found === undefined) {
    return E.left(cannotCompute(
      data === null
        ? "Cannot draw a figure: the evidence holds no dataset"
        : `Cannot draw a figure of dataset "${data}"`,
      `name one of: ${evidence.data.map(({ id }) => id).join(", ") || "(none)"}`,
    ));
  }
  return E.right({
    data: found,
    runs: evidence.runs.filter((run) => run.data === found.id),
    among: evidence.among ?? evidence.runs,
  });
};

export { hasDiverged } from "../../results/sample.ts";

/** Whether a training diverged, or the free run along which its spectrum is taken. */
export const hasNoSpectrum = (run: RunResult): boolean => divergenceOf(run) !== null;

/** The value of a measure of a run; null where it has none. */
export const measuredValue = (run: RunResult, { name }: Pick<MeasureWords, "name">): number | null =>
  run.measures[name]?.value ?? null;

/** Runs from the best to the worst by a measure; those without a value are the worst. */
export const ranked = (
  runs: readonly RunResult[],
  measure: MeasureWords,
): readonly RunResult[] => {
  const { better } = measure;
  const worst = worstOf(better);
  const key = (run: RunResult): number => measuredValue(run, measure) ?? worst;
  return [...runs].sort((a, b) => {
    const [first, second] = better === "smaller" ? [key(a), key(b)] : [key(b), key(a)];
    return first === second ? 0 : first < second ? -1 : 1;
  });
};

/** The run in the middle by a measure; the better one of two. */
export const medianRun = (runs: readonly RunResult[], measure: MeasureWords): RunResult =>
  ranked(runs, measure)[(runs.length - 1) >> 1]!;

/**
 * The quantile of values in which null counts as the worst: no run is dropped silently.
 *
 * @param values Values, null for a run that has none.
 * @param share 0.5 for the median.
 * @returns null where the quantile falls among the runs without a value.
 */
export const quantileWithLosses = (
  values: readonly (number | null)[],
  share: number,
  better: "smaller" | "larger" = "smaller",
): number | null => {
  const sorted = values.map((value) => value ?? worstOf(better)).sort((a, b) => a < b ? -1 : a > b ? 1 : 0);
  const value = quantileOfSorted(sorted, share);
  return Number.isFinite(value) ? value : null;
};

/** How many seeds the groups have in the panels, where they have any. */
export const seedsIn = (panels: readonly (readonly RunResult[])[], groups: readonly Ensemble[]): string =>
  seedCount(
    panels.flatMap((runs) => groups.map((group) => group.runs.filter((run) => runs.includes(run)).length))
      .filter((count) => count > 0),
  );

/** How many seeds each point of a sweep has: "3 seeds", "3 to 5 seeds". */
export const seedCount = (counts: readonly number[]): string => {
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  return low === high ? `${low} ${low === 1 ? "seed" : "seeds"}` : `${low} to ${high} seeds`;
};
