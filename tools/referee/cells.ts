/**
 * What the referee's record consists of: every series that is judged, in the order in which they are judged.
 *
 * @module
 */
import { certifiedSpectra } from "../../lib/lyapunov/certified_spectra.ts";
import { stream, uniforms } from "../../lib/numerics/random.ts";
import { systems } from "../../lib/systems/catalogue.ts";
import { nonChaotic, tokerSystems } from "./processes.ts";

/** Where a series belongs: Toker's table, the catalogue's exponents, or the false alarms. */
export type Part = "toker" | "catalogue" | "alarms";

/** A series to be judged. */
export interface RefereeCell {
  readonly part: Part;
  readonly name: string;
  readonly rows: number;
  readonly columns: "x" | "all";
  /** Standard deviation of the observation noise, in standard deviations of the series. */
  readonly noise: number;
  /** Counts the series of a kind, from 0. */
  readonly draw: number;
}

/** How many series the whole record has. */
export const FULL = {
  tokerDraws: 25,
  tokerRows: 1000,
  catalogueSystems: 100,
  catalogueRows: [1000, 5000, 20_000],
  alarmDraws: 50,
  alarmRows: 1000,
} as const;

/** Seed of everything that is drawn. */
export const SEED = 17;

/** Some of a list, the same in every run, in the order of their draw. */
export const drawnOf = <A>(from: readonly A[], count: number, name: string): readonly A[] => {
  const keys = uniforms(stream(SEED, name), from.length, 0, 1);
  return from.map((value, i) => ({ value, key: keys[i]! })).sort((a, b) => a.key - b.key).slice(0, count)
    .map(({ value }) => value);
};

/** Exponents below so many standard errors prove no chaos. */
const SURE = 5;

const catalogueNames: readonly string[] = drawnOf(
  Object.keys(certifiedSpectra).filter((name) => {
    const { exponents, standardErrors } = certifiedSpectra[name]!;
    return systems[name] !== undefined && exponents[0]! > SURE * standardErrors[0]!;
  }),
  FULL.catalogueSystems,
  "referee's systems",
);

const namesOf: Readonly<Record<Part, readonly string[]>> = {
  toker: Object.keys(tokerSystems),
  catalogue: catalogueNames,
  alarms: Object.keys(nonChaotic),
};

const tuning: Readonly<Record<Part, ReadonlySet<string>>> = {
  toker: new Set(drawnOf(namesOf.toker, Math.floor(namesOf.toker.length / 2), "tuning, toker")),
  catalogue: new Set(drawnOf(namesOf.catalogue, FULL.catalogueSystems / 2, "tuning, catalogue")),
  alarms: new Set(drawnOf(namesOf.alarms, namesOf.alarms.length / 2, "tuning, alarms")),
};

/** Whether the method may be tuned on a system; the others are only looked at at the end. */
export const isTuning = ({ part, name }: Pick<RefereeCell, "part" | "name">): boolean =>
  tuning[part].has(name);

const count = (length: number): readonly number[] => Array.from({ length }, (_, i) => i);

const toker = (draw: number): readonly RefereeCell[] =>
  Object.entries(tokerSystems).flatMap(([name, { published }]) =>
    published.map((_, level): RefereeCell => ({
      part: "toker",
      name,
      rows: FULL.tokerRows,
      columns: "x",
      noise: level / 10,
      draw,
    }))
  );

const alarms = (draw: number): readonly RefereeCell[] =>
  namesOf.alarms.map((name) => ({
    part: "alarms",
    name,
    rows: FULL.alarmRows,
    columns: "x",
    noise: 0,
    draw,
  }));

const catalogue = (rows: number): readonly RefereeCell[] =>
  ([0, 0.01, 0.05] as const).flatMap((noise) =>
    (["x", "all"] as const).flatMap((columns) =>
      catalogueNames.map((name): RefereeCell => ({ part: "catalogue", name, rows, columns, noise, draw: 0 }))
    )
  );

/** All cells. What comes first makes a small record of everything; the dear ones come last. */
export const cells: readonly RefereeCell[] = [
  ...toker(0),
  ...alarms(0),
  ...catalogue(FULL.catalogueRows[0]),
  ...count(FULL.tokerDraws).slice(1).flatMap(toker),
  ...count(FULL.alarmDraws).slice(1).flatMap(alarms),
  ...FULL.catalogueRows.slice(1).flatMap(catalogue),
];

/** A cell's name in the record. */
export const idOf = ({ part, name, rows, columns, noise, draw }: RefereeCell): string =>
  [part, name.replaceAll(",", ";"), rows, columns, noise, draw].join(",");
