/**
 * What to do after a fit: the same with more time, as a command that is typed beside its page.
 *
 * @module
 */
import { basename, dirname, join, relative } from "@std/path/mod.js";
import type { NextStep } from "../../experiment/experiment.ts";
import type { CellInput } from "../../networks/catalogue.ts";
import { besideThePage, shellQuoted } from "../../program/typed.ts";
import { type Sizes, sizesFor } from "./budget.ts";
import { DEFAULT_MINUTES, type FitOptions } from "./options.ts";
import type { Decision } from "./workplace.ts";

/** Budgets that are advised, in minutes. */
const BUDGETS = [2, 4, 10, 20, 40, 60, 120, 240];
/** With this many epochs trainings have come to rest. */
const ENOUGH_EPOCHS = 3000;
/** So many times the budget is not too much to advise. */
const LONGEST = 20;

const cellText = (cell: CellInput | undefined): string | undefined =>
  cell === undefined
    ? undefined
    : "units" in cell && cell.units !== undefined
    ? `${cell.kind}:${cell.units}`
    : cell.kind;

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
    ["columns", columns?.join(",")],
    ["variable", variable?.join(",")],
    ["group", group?.join(",")],
    ["dates", dates],
    ["missing", missing?.join(",")],
    ["time", time],
    ["gaps", gaps],
    ["separator", separator === "\t" ? "\\t" : separator],
    ["decimal", decimal],
    ["smooth", preparation.smoothing],
    ["input", preparation.inputs?.join(",")],
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

const networksOf = ({ intervals, strengths, seeds }: Sizes): number => intervals + strengths * seeds;

/**
 * What more time would buy; undefined where no budget buys more.
 *
 * @param decision What was decided, at the costs of this machine.
 * @param jobs Steps that run side by side.
 */
export const adviceOf = (
  options: FitOptions,
  { costs, purchase: { sizes } }: Decision,
  jobs: number,
): NextStep | undefined => {
  const { minutes = DEFAULT_MINUTES } = options;
  const offers = BUDGETS.filter((budget) => budget > minutes)
    .map((budget) => ({ budget, sizes: sizesFor(budget, costs, jobs).sizes }))
    .filter((offer) => offer.sizes.epochs > sizes.epochs || networksOf(offer.sizes) > networksOf(sizes));
  const near = offers.filter(({ budget }) => budget <= LONGEST * minutes);
  const offer = near.find((each) => each.sizes.epochs >= ENOUGH_EPOCHS) ?? near[near.length - 1] ?? offers[0];
  if (offer === undefined) return undefined;
  return {
    because:
      `It looked at ${
        networksOf(sizes)
      } networks, each for ${sizes.epochs} epochs, and went on with the best, since ` +
      `it had ${minutes} min; in ${offer.budget} min on this machine it would look at ${
        networksOf(offer.sizes)
      } for ${offer.sizes.epochs}, and go on for longer.`,
    ...besideThePage(commandOf(options, offer.budget)),
  };
};
