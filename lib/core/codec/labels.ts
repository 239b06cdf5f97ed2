/**
 * Labels tell the runs of a sweep apart, in tables, legends, claims and the names of runs.
 *
 * @module
 */

import { own } from "./own.ts";

/** For example `{"cell": "PLRNN", "τ": 30, "seed": 2}`. */
export type Labels = Readonly<Record<string, string | number>>;

/** Names under which options are known in the field, by option. */
export type Symbols = Readonly<Record<string, string>>;

const usual: Symbols = {
  interval: "τ",
  learningRate: "learning rate",
  checkpoint: "epoch",
};

type Tagged = { readonly kind: string; readonly [option: string]: unknown };

const isTagged = (value: unknown): value is Tagged =>
  typeof value === "object" && value !== null && typeof (value as { kind?: unknown }).kind === "string";

/** What `brief` writes between the parts of a value. */
const BETWEEN = ", ";

/** {kind, …options} in a few words: "norm, threshold 10". */
const brief = (value: unknown, symbols: Symbols = usual): string | number => {
  if (typeof value === "number" || typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return String(value);
  const { kind, ...options } = value as Record<string, unknown>;
  const parts = Object.entries(options)
    .filter(([, option]) => typeof option === "number" || typeof option === "string")
    .map(([name, option]) => `${own(symbols, name) ?? name} ${option}`);
  return [...(kind === undefined ? [] : [String(kind)]), ...parts].join(BETWEEN);
};

/** The parts of a label's value, as `labelsOf` wrote them: "norm" and "threshold 10". */
export const partsOfValue = (value: string | number): readonly string[] => String(value).split(BETWEEN);

/** A value from its parts. */
export const valueOfParts = (parts: readonly string[]): string => parts.join(BETWEEN);

/** A forcing interval of one predictability time, as `labelsOf` writes it. */
const ONE_TIME = "1 τ_pred";

/** The value of a label in a formula: "τ_pred" instead of "1 τ_pred". */
export const withoutFactorOne = (value: string): string => value === ONE_TIME ? "τ_pred" : value;

const intervalOf = (interval: unknown): string | number =>
  typeof interval === "object" && interval !== null && "predictabilityTimes" in interval
    ? `${interval.predictabilityTimes} τ_pred`
    : brief(interval);

const forcingLabels = (forcing: Tagged, mixed: boolean, symbols: Symbols): Labels => {
  const { kind, interval, ...options } = forcing;
  return {
    ...(kind === "sparse" && !mixed ? {} : { forcing: kind }),
    ...(interval === undefined ? {} : { τ: intervalOf(interval) }),
    ...Object.fromEntries(
      Object.entries(options)
        .filter(([, option]) => typeof option === "number")
        .map(([name, option]) => [own(symbols, name) ?? name, option as number]),
    ),
  };
};

/** A dataset as labels read it. */
interface NamedDataset {
  readonly source?: Readonly<Record<string, unknown>>;
}

const datasetLabel = ({ source }: NamedDataset): string => String(source?.system ?? source?.file ?? "data");

/**
 * The name of a dataset in a label, and what the label adds to it.
 *
 * @example Another dataset of the same system observes two variables
 * ```ts
 * import { datasetInLabel } from "./labels.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(datasetInLabel("lorenz (y, z)"), { name: "lorenz", added: " (y, z)" });
 * assertEquals(datasetInLabel("lorenz"), { name: "lorenz", added: "" });
 * ```
 */
export const datasetInLabel = (label: string): { readonly name: string; readonly added: string } => {
  const [, name = label, added = ""] = /^(.*?)( \(.*\))?$/.exec(label) ?? [];
  return { name, added };
};

/** The variables that a dataset observes. */
const observedOf = ({ source }: NamedDataset): string =>
  Array.isArray(source?.observe) ? source.observe.join(", ") : "";

/**
 * What the labels of datasets add to a name that several share: the observed variables of all whose variables are not those
 * of the first.
 */
const observedLabels = (datasets: readonly NamedDataset[]): ReadonlyMap<NamedDataset, string> => {
  const first = new Map<string, string>();
  return new Map(datasets.flatMap((dataset): readonly (readonly [NamedDataset, string])[] => {
    const [name, observed] = [datasetLabel(dataset), observedOf(dataset)];
    if (!first.has(name)) first.set(name, observed);
    return first.get(name) === observed ? [] : [[dataset, `${name} (${observed})`]];
  }));
};

/** Settings that have labels of their own. */
const named: ReadonlySet<string> = new Set(["dataset", "cell", "forcing", "seed"]);

/**
 * The labels of a run.
 *
 * @param settings The resolved settings of the run.
 * @param swept Keys of the settings over which the experiment sweeps. Cell, forcing and seed are always shown.
 * @param mixed Whether the experiment has several forcing schemes: sparse forcing, the usual one, is named only then.
 * @param cellOptions Options of the cell, apart from its units, in which runs with the same cell differ.
 * @param own Symbols of options in addition to the usual ones. Default: none.
 *
 * @example A point of the quickstart's sweep
 * ```ts
 * import { labelsOf, runIdOf } from "./labels.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const settings = { cell: { kind: "PLRNN", units: 30 }, forcing: { kind: "sparse", interval: 30 }, seed: 2 };
 * const labels = labelsOf(settings, new Set(["forcing", "seed"]));
 * assertEquals(labels, { cell: "PLRNN", τ: 30, seed: 2 });
 * assertEquals(runIdOf(labels), "PLRNN-tau30-seed2");
 * ```
 */
export const labelsOf = (
  settings: Readonly<Record<string, unknown>>,
  swept: ReadonlySet<string>,
  mixed = false,
  cellOptions: ReadonlySet<string> = new Set(),
  given: Symbols = {},
): Labels => {
  const symbols = { ...usual, ...given };
  const { dataset, cell, forcing, seed } = settings;
  return {
    ...(swept.has("dataset") ? { dataset: datasetLabel(dataset as NamedDataset) } : {}),
    ...(isTagged(cell) ? { cell: cell.kind } : {}),
    ...(swept.has("cell") && isTagged(cell) && typeof cell.units === "number" ? { units: cell.units } : {}),
    ...(isTagged(cell)
      ? Object.fromEntries([...cellOptions].map((option) => [option, brief(cell[option])]))
      : {}),
    ...(isTagged(forcing) ? forcingLabels(forcing, mixed, symbols) : {}),
    ...Object.fromEntries(
      [...swept].filter((key) => !named.has(key) && settings[key] !== undefined).map((
        key,
      ) => [own(symbols, key) ?? key, brief(settings[key], symbols)]),
    ),
    ...(typeof seed === "number" ? { seed } : {}),
  };
};

/** The options, apart from the units, in which cells of one kind differ. */
const differingOptions = (cells: readonly Tagged[]): ReadonlySet<string> =>
  new Set(
    Object.keys(cells[0] ?? {}).filter((option) =>
      option !== "kind" && option !== "units" && new Set(cells.map((cell) => brief(cell[option]))).size > 1
    ),
  );

/** The most characters of an id: files are named by it, and a name has 255 bytes. */
const LONGEST_ID = 180;

/**
 * Labels by which files can be named: where ids would be too long, the last of the labels that add nothing to
 * the others are left out.
 *
 * @param names Labels that may be left out.
 */
const shortened = (all: readonly Labels[], names: readonly string[]): readonly Labels[] =>
  names.reduceRight((labels, name): readonly Labels[] => {
    const ids = labels.map(runIdOf);
    if (ids.every((id) => id.length <= LONGEST_ID)) return labels;
    const without = labels.map((each): Labels =>
      Object.fromEntries(Object.entries(each).filter(([key]) => key !== name))
    );
    return new Set(without.map(runIdOf)).size === new Set(ids).size ? without : labels;
  }, all);

/**
 * The labels of all runs of an experiment, as `labelsOf` makes them, without some that follow from others where ids would
 * be too long for the names of files.
 */
export const labelsOfAll = (
  runs: readonly Readonly<Record<string, unknown>>[],
  swept: ReadonlySet<string>,
  symbols: Symbols = {},
): readonly Labels[] => {
  const schemes = new Set(runs.map(({ forcing }) => isTagged(forcing) ? forcing.kind : ""));
  const cells = runs.flatMap(({ cell }) => isTagged(cell) ? [cell] : []);
  const options = new Map(
    [...new Set(cells.map(({ kind }) => kind))].map((kind) =>
      [kind, differingOptions(cells.filter((cell) => cell.kind === kind))] as const
    ),
  );
  const labels = runs.map((settings) => {
    const { cell } = settings;
    const differing = isTagged(cell) ? options.get(cell.kind) : undefined;
    return labelsOf(settings, swept, schemes.size > 1, differing, symbols);
  });
  const known = { ...usual, ...symbols };
  const observed = observedLabels(runs.map(({ dataset }) => (dataset ?? {}) as NamedDataset));
  const distinct = labels.map((each, index): Labels => {
    const dataset = observed.get((runs[index]!.dataset ?? {}) as NamedDataset);
    return dataset === undefined || each.dataset === undefined ? each : { ...each, dataset };
  });
  return shortened(
    distinct,
    [...swept].filter((key) => !named.has(key)).map((key) => own(known, key) ?? key),
  );
};

/** Windows of a batch and batches of an epoch that labels leave out: those of the paper, and the defaults of lyap. */
const defaults = { windows: "32", perEpoch: "10" } as const;

/** Words for a value that several settings make up, by the label. */
const phrases: Readonly<Record<string, (parts: Readonly<Record<string, string>>) => string | undefined>> = {
  batches: ({ windows, length, perEpoch }) =>
    length === undefined
      ? undefined
      : (windows === undefined || windows === defaults.windows ? "" : `${windows} `) +
        `windows of ${length} steps` +
        (perEpoch === undefined || perEpoch === defaults.perEpoch
          ? ""
          : `, ${perEpoch} batch${perEpoch === "1" ? "" : "es"} per epoch`),
  start: ({ scale, ridge }) => {
    const parts = [
      ...(scale === undefined ? [] : [`scale ${scale}`]),
      ...(ridge === undefined ? [] : [`ridge ${ridge}`]),
    ];
    return parts.length === 0 ? undefined : `by regression with ${parts.join(" and ")}`;
  },
};

/** "perEpoch 10" as "per epoch 10". */
const spaced = (text: string): string =>
  text.replaceAll(/(\p{Ll})(\p{Lu})(?=\p{Ll})/gu, (_, before, after) => `${before} ${after.toLowerCase()}`);

/** The parts of what `brief` wrote, by their names. */
const partsOf = (value: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    partsOfValue(value).flatMap((part) => {
      const [, name, rest] = /^(\S+) (.+)$/.exec(part) ?? [];
      return name === undefined || rest === undefined ? [] : [[name, rest]];
    }),
  );

/** Whether the values of a label say in words what they are, so that its name need not stand before them. */
export const hasPhrases = (name: string): boolean => own(phrases, name) !== undefined;

/**
 * The value of a label as a sentence has it.
 *
 * @example Batches: their length, and what differs from the defaults
 * ```ts
 * import { labelValueInWords } from "./labels.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(labelValueInWords("batches", "windows 32, length 200, perEpoch 10"), "windows of 200 steps");
 * assertEquals(
 *   labelValueInWords("batches", "windows 16, length 50, perEpoch 1"),
 *   "16 windows of 50 steps, 1 batch per epoch",
 * );
 * assertEquals(labelValueInWords("batches", "length 50"), "windows of 50 steps");
 * assertEquals(labelValueInWords("start", "scale 0.8, ridge 1e-11"), "by regression with scale 0.8 and ridge 1e-11");
 * ```
 */
export const labelValueInWords = (name: string, value: string | number): string =>
  typeof value === "number"
    ? String(value).replace("-", "−")
    : own(phrases, name)?.(partsOf(value)) ?? spaced(value);

const labelInWords = (name: string, value: string | number): string => {
  const words = labelValueInWords(name, value);
  if (name === "cell" || hasPhrases(name)) return words;
  if (name === "dataset") return `on ${words}`;
  if (name === "forcing" || name === "observation") return `${words === "none" ? "no" : words} ${name}`;
  if (name === "units" || name === "epochs") return `${words} ${name}`;
  if (words === "none") return `no ${name}`;
  return /^\p{L}(_.*)?$/u.test(name) ? `${name} = ${words}` : `${name} ${words}`;
};

/** The cell comes first and the seed last, in whichever order a file has them. */
const placeOf = (name: string): number => name === "cell" ? -1 : name === "seed" ? 1 : 0;

/**
 * A run in words: what distinguishes it from the others.
 *
 * @example A point of a sweep
 * ```ts
 * import { runInWords } from "./labels.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(runInWords({ cell: "shPLRNN", "α": 0.27, seed: 1 }), "shPLRNN, α = 0.27, seed 1");
 * assertEquals(runInWords({ cell: "PLRNN", forcing: "none", epochs: 100, seed: 2 }), "PLRNN, no forcing, 100 epochs, seed 2");
 * ```
 */
export const runInWords = (labels: Labels): string =>
  Object.entries(labels)
    .toSorted(([a], [b]) => placeOf(a) - placeOf(b))
    .map(([name, value]) => labelInWords(name, value))
    .join(", ") || "the only run";

/** Labels that often follow from others, as the observation model from the cell. */
const usualFollowers: readonly string[] = ["observation", "units"];

/**
 * Those of some labels that are needed to tell runs apart as well as all of them do.
 *
 * @param all The labels of the runs.
 * @param names Of labels.
 * @param followers Which of them may be left out, in this order. Default: the observation model, and the units.
 */
export const withoutFollowers = (
  all: readonly Labels[],
  names: readonly string[],
  followers: readonly string[] = usualFollowers,
): readonly string[] => {
  const distinguished = (by: readonly string[]): number =>
    new Set(all.map((labels) => JSON.stringify(by.map((name) => labels[name] ?? null)))).size;
  return followers.reduce((kept: readonly string[], name) => {
    const fewer = kept.filter((other) => other !== name);
    return fewer.length < kept.length && distinguished(fewer) === distinguished(kept) ? fewer : kept;
  }, names);
};

/**
 * Runs in words among each other: what all of them share is left out, other than the cell and the seed, and so is an
 * observation model or a number of units that follows from the rest.
 *
 * @param all The labels of all runs.
 *
 * @example Two runs that differ in their forcing
 * ```ts
 * import { runsInWords } from "./labels.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const all = [5, 30].map((interval) => ({ cell: "PLRNN", units: 30, "τ": interval, seed: 1 }));
 * assertEquals(all.map(runsInWords(all)), ["PLRNN, τ = 5, seed 1", "PLRNN, τ = 30, seed 1"]);
 * assertEquals([all[0]!].map(runsInWords([all[0]!])), ["PLRNN, 30 units, τ = 5, seed 1"]);
 *
 * const fitted = [{ cell: "shPLRNN", units: 3, "α": 0.2, seed: 1 }, { cell: "shRNN", observation: "identity", seed: 1 }];
 * assertEquals(fitted.map(runsInWords(fitted)), ["shPLRNN, α = 0.2, seed 1", "shRNN, seed 1"]);
 * ```
 */
export const runsInWords = (all: readonly Labels[]): (labels: Labels) => string => {
  if (all.length < 2) return runInWords;
  const names = [...new Set(all.flatMap((labels) => Object.keys(labels)))].filter((name) =>
    name === "cell" || name === "seed" || all.some((labels) => labels[name] !== all[0]![name])
  );
  const distinguishing = new Set(withoutFollowers(all, names));
  return (labels) =>
    runInWords(Object.fromEntries(Object.entries(labels).filter(([name]) => distinguishing.has(name))));
};

/** The name of a run: its labels, in letters that every file system takes. */
export const runIdOf = (labels: Labels): string =>
  Object.entries(labels)
    .map(([name, value]) => (typeof value === "string" && name === "cell" ? value : `${name}${value}`))
    .join("-")
    .replaceAll("τ", "tau")
    .replaceAll("α", "alpha")
    .replaceAll(/[^A-Za-z0-9.-]+/g, "_");
