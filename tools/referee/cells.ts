/**
 * What the referee's record consists of: every series that is judged, in the order in which they are judged.
 *
 * @module
 */
import { certifiedSpectra } from "../../lib/lyapunov/certified_spectra.ts";
import { stream, uniforms } from "../../lib/numerics/random.ts";
import { systems } from "../../lib/systems/catalogue.ts";
import { aliases, nonChaotic, tokerSystems } from "./processes.ts";

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

/** The system behind a name: rows of a table that differ in parameters, or in what is done to the values, share one. */
export const systemOfCell = (name: string): string => aliases[name] ?? name;

const inCatalogue = new Set(catalogueNames);

/** Those of the processes whose system is in no catalogue. */
const others: readonly string[] = [...new Set([...namesOf.toker, ...namesOf.alarms].map(systemOfCell))]
  .filter((system) => !inCatalogue.has(system));

const half = <A>(of: readonly A[], name: string): readonly A[] => drawnOf(of, of.length >> 1, name);

/** Drawn once for each system, for all parts of the record it is in. */
const tuning: ReadonlySet<string> = new Set([
  ...half(catalogueNames, "tuning, catalogue"),
  ...half(others, "tuning, processes"),
]);

/** Whether the method may be tuned on a system; the others are only looked at at the end. */
export const isTuning = ({ name }: Pick<RefereeCell, "name">): boolean => tuning.has(systemOfCell(name));

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

const catalogue = (
  rows: number,
  noises: readonly number[],
  columns: readonly RefereeCell["columns"][] = ["x", "all"],
): readonly RefereeCell[] =>
  noises.flatMap((noise) =>
    columns.flatMap((each) =>
      catalogueNames.map((name): RefereeCell => ({
        part: "catalogue",
        name,
        rows,
        columns: each,
        noise,
        draw: 0,
      }))
    )
  );

const heldOutFirst = (of: readonly RefereeCell[]): readonly RefereeCell[] => [
  ...of.filter((cell) => !isTuning(cell)),
  ...of.filter(isTuning),
];

/** Draws of the first pass, from which every cell of the tables has a few. */
const FIRST = { toker: 3, alarms: 14 } as const;
const NOISES = [0.01, 0.05] as const;
const [SHORT, MIDDLE, LONG] = FULL.catalogueRows;

/** All cells, in the order in which they are judged: first what the aims are about, last what is dear. */
export const refereeCells: readonly RefereeCell[] = [
  ...heldOutFirst(catalogue(LONG, [0], ["x"])),
  ...heldOutFirst(catalogue(LONG, [0], ["all"])),
  ...heldOutFirst(count(FIRST.alarms).flatMap(alarms)),
  ...count(FIRST.toker).flatMap(toker),
  ...catalogue(SHORT, [0]),
  ...count(FULL.tokerDraws).slice(FIRST.toker).flatMap(toker),
  ...count(FULL.alarmDraws).slice(FIRST.alarms).flatMap(alarms),
  ...catalogue(SHORT, NOISES),
  ...catalogue(MIDDLE, [0]),
  ...catalogue(MIDDLE, NOISES),
  ...catalogue(LONG, NOISES),
];

/** A cell's name in the record. */
export const idOf = ({ part, name, rows, columns, noise, draw }: RefereeCell): string =>
  [part, name.replaceAll(",", ";"), rows, columns, noise, draw].join(",");
