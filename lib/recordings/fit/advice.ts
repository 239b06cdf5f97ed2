/**
 * What to do after a fit: the same with more time, as a command that is typed beside its page.
 *
 * @module
 */
import { basename, dirname, join, relative } from "@std/path/mod.js";
import type { NextStep } from "../../experiment/experiment.ts";
import type { CellInput } from "../../networks/catalogue.ts";
import { listOfNames } from "../../core/program/name_list.ts";
import { counted, listed as listedInWords } from "../../core/program/text.ts";
import { besideThePage, shellQuoted } from "../../core/program/typed.ts";
import { sizesFor } from "./budget.ts";
import { networksOf } from "./sizes.ts";
import { type FitTraining, isByRegression } from "./compose.ts";
import { DEFAULT_MINUTES, type FitOptions } from "./options.ts";
import type { Decision } from "./state_folder.ts";

/** Budgets that are advised, in minutes. */
const BUDGETS = [2, 4, 10, 20, 40, 60, 120, 240];
/** With this many epochs trainings have come to rest. */
const ENOUGH_EPOCHS = 3000;
/** The advised budget is at most this many times the given one. */
const LONGEST = 20;

const cellText = (cell: CellInput | undefined): string | undefined =>
  cell === undefined
    ? undefined
    : "units" in cell && cell.units !== undefined
    ? `${cell.kind}:${cell.units}`
    : cell.kind;

const listed = (names: readonly string[] | undefined): string | undefined =>
  names === undefined ? undefined : listOfNames(names);

/**
 * What is typed after "lyap", in the folder of the page, to fit the same recording with another budget; its result goes
 * into a folder beside that one.
 *
 * @example A recording beside the folder of its fit
 * ```ts
 * import { commandOf } from "./advice.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(
 *   commandOf({ files: ["data/rec.csv"], out: "rec-fit", minutes: 1, import: { dt: 0.1 } }, 10),
 *   "fit ../data/rec.csv --minutes 10 --dt 0.1 --out ../rec-fit-10min",
 * );
 * assertEquals(
 *   commandOf({ files: ["rec.csv"], out: "rec-fit", preparation: { inputs: ["Temp, outside"] } }, 2),
 *   `fit ../rec.csv --minutes 2 --input '"Temp, outside"' --out ../rec-fit-2min`,
 * );
 * ```
 */
export const commandOf = (options: FitOptions, minutes: number): string => {
  const { files, out, test, seed, import: reading = {}, preparation = {}, cells = {} } = options;
  const { dt, columns, variable, group, dates, missing, time, gaps, separator, decimal } = reading;
  const given: readonly (readonly [name: string, value: string | number | undefined])[] = [
    ["minutes", minutes],
    ["test", test === undefined ? undefined : relative(out, test)],
    ["seed", seed],
    ["dt", dt],
    ["columns", listed(columns)],
    ["variable", listed(variable)],
    ["group", listed(group)],
    ["dates", dates],
    ["missing", missing?.join(",")],
    ["time", time],
    ["gaps", gaps],
    ["separator", separator === "\t" ? "\\t" : separator],
    ["decimal", decimal],
    ["smooth", preparation.smoothing],
    ["input", listed(preparation.inputs)],
    ["sparse", cellText(cells.sparse)],
    ["generalized", cellText(cells.generalized)],
    ["out", join(relative(out, dirname(out)), `${basename(out)}-${minutes}min`)],
  ];
  return [
    "fit",
    ...files.map((file) => shellQuoted(relative(out, file))),
    ...given.flatMap(([name, value]) => value === undefined ? [] : [`--${name}`, shellQuoted(String(value))]),
    ...(preparation.detrend === true ? ["--detrend"] : []),
  ].join(" ");
};

/**
 * How many networks were trained, and for how long: all that a page shows are counted.
 *
 * @example A first look, and the best of it for longer
 * ```ts
 * import { trainedText } from "./advice.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const forcing = { kind: "generalized", alpha: 0.1 } as const;
 * const of = (epochs: number, seed: number) => ({ forcing, epochs, seed });
 * assertEquals(trainedText([of(100, 1)]), "1 network for 100 epochs");
 * assertEquals(
 *   trainedText([of(100, 1), of(100, 2), of(400, 2)]),
 *   "3 networks, 2 for 100 epochs and 1 for 400",
 * );
 * const byRegression = { forcing: { kind: "none" }, epochs: 0, seed: 1, start: { scale: 1, ridge: 1e-9 } } as const;
 * assertEquals(trainedText([byRegression, of(100, 1)]), "2 networks, 1 by regression and 1 for 100 epochs");
 * ```
 */
export const trainedText = (trainings: readonly FitTraining[]): string => {
  const trained = trainings.filter((each) => !isByRegression(each));
  const byEpochs = [...Map.groupBy(trained, ({ epochs }) => epochs)].sort(([a], [b]) => a - b);
  const found = trainings.length - trained.length;
  const ways = [
    ...(found === 0 ? [] : [{ count: found, how: "by regression" }]),
    ...byEpochs.map(([epochs, own], index) => ({
      count: own.length,
      how: `for ${epochs}${index === 0 ? " epochs" : ""}`,
    })),
  ];
  const all = counted(trainings.length, "network");
  return ways.length < 2
    ? [all, ...ways.map(({ how }) => how)].join(" ")
    : `${all}, ${listedInWords(ways.map(({ count, how }) => `${count} ${how}`))}`;
};

/**
 * What more time would buy; undefined if no budget buys more.
 *
 * @param decision What was decided, at the costs of this machine.
 * @param trainings What was trained.
 * @param jobs Steps that run side by side.
 * @param starts How many starts by regression there are to try.
 */
export const adviceOf = (
  options: FitOptions,
  { costs, allocation: { sizes } }: Decision,
  trainings: readonly FitTraining[],
  jobs: number,
  starts: number,
): NextStep | undefined => {
  const { minutes = DEFAULT_MINUTES } = options;
  const offers = BUDGETS.filter((budget) => budget > minutes)
    .map((budget) => ({ budget, sizes: sizesFor(budget, costs, jobs, starts).sizes }))
    .filter((offer) => offer.sizes.epochs > sizes.epochs || networksOf(offer.sizes) > networksOf(sizes));
  const near = offers.filter(({ budget }) => budget <= LONGEST * minutes);
  const offer = near.find((each) => each.sizes.epochs >= ENOUGH_EPOCHS) ?? near[near.length - 1] ?? offers[0];
  if (offer === undefined) return undefined;
  return {
    because:
      `It trained ${trainedText(trainings)} in ${minutes} min; in ${offer.budget} min on this machine ` +
      `it would start with ${
        networksOf(offer.sizes)
      } for ${offer.sizes.epochs} epochs, and train the best for longer.`,
    ...besideThePage(commandOf(options, offer.budget)),
  };
};
