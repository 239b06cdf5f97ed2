/**
 * All kinds of trials of the campaign, by name.
 *
 * @module
 */
import type { Chance } from "./chance.ts";
import { canMount, fullDisk, kills, together } from "./processes.ts";
import { readers } from "./readers.ts";
import { fitFolder, store } from "./stores.ts";

/** A kind of trial. */
export interface Kind {
  /** Makes a trial; throws where harm was done. */
  readonly trial: (chance: Chance) => void | Promise<void>;
  /** How many belong into the short campaign. */
  readonly few: number;
  /** How many are made one after the other in the long one. */
  readonly many: number;
  /** Whether this machine can make it. Default: every machine can. */
  readonly possible?: () => Promise<boolean>;
}

/** The kinds. */
export const kinds: Readonly<Record<string, Kind>> = {
  ...Object.fromEntries(
    Object.entries(readers).map(([name, trial]) => [
      name,
      { trial, few: name === "spec" ? 60 : name === "series" ? 200 : 400, many: 1000 },
    ]),
  ),
  store: { trial: store, few: 12, many: 50 },
  "fit folder": { trial: fitFolder, few: 60, many: 200 },
  kills: { trial: kills, few: 1, many: 5 },
  together: { trial: together, few: 1, many: 2 },
  "full disk": { trial: fullDisk, few: 1, many: 3, possible: canMount },
};
