/**
 * The points of a sweep: which settings each run has, and where in the spec each of them is.
 *
 * @module
 */
import { wholeNumber } from "../numerics/format.ts";
import type { Decoded, Fault, Fields, Partially } from "../core/codec/codec.ts";

/** Lists of values for some of the settings; the runs are their product. */
export type Sweep<S extends Fields> = { readonly [K in keyof S]?: readonly Decoded<S>[K][] };

/** The settings that make one run, as far as the spec gives them. */
export interface GridPoint<S extends Fields> {
  readonly settings: Partially<S>;
  /** Where in the spec each of them is: `$.sweep[0].forcing[1]`. */
  readonly places: Readonly<Record<string, string>>;
}

/** What an experiment or a profile says of its runs. */
export interface Swept<S extends Fields> {
  readonly settings?: Partially<S>;
  readonly sweep?: readonly Sweep<S>[];
}

const pointOf = <S extends Fields>(settings: Partially<S>, root: string): GridPoint<S> => ({
  settings,
  places: Object.fromEntries(Object.keys(settings).map((key) => [key, `${root}.${key}`])),
});

const over = <S extends Fields>(below: GridPoint<S>, above: GridPoint<S>): GridPoint<S> => ({
  settings: { ...below.settings, ...above.settings },
  places: { ...below.places, ...above.places },
});

const seedsFrom = <S extends Fields>(blocks: readonly Sweep<S>[], first: number): readonly Sweep<S>[] =>
  blocks.map((block) =>
    block?.seed === undefined
      ? block
      : { ...block, seed: block.seed.map((_, index) => first + index) } as Sweep<S>
  );

/** All points of a sweep block, the last key varying fastest; keys in the order of the settings. */
const pointsOfBlock = <S extends Fields>(
  keys: readonly string[],
  block: Sweep<S>,
  root: string,
): readonly GridPoint<S>[] =>
  keys.reduce<readonly GridPoint<S>[]>((points, key) => {
    const values = block?.[key as keyof S];
    return values === undefined ? points : points.flatMap((point) =>
      values.map((value, index) =>
        over(point, {
          settings: { [key]: value } as Partially<S>,
          places: { [key]: `${root}.${key}[${index}]` },
        })
      )
    );
  }, [{ settings: {}, places: {} }]);

/** No machine finishes an experiment of more runs than this: it is refused, with their number, before any of them is made. */
const MOST_RUNS = 10_000;

/** Points of a sweep, counted without making them. */
const countOf = <S extends Fields>(keys: readonly string[], blocks: readonly Sweep<S>[]): number =>
  blocks.reduce(
    (sum, block) => sum + keys.reduce((product, key) => product * (block?.[key as keyof S]?.length ?? 1), 1),
    0,
  );

/**
 * All points of an experiment in one profile.
 *
 * @param keys The settings that there are, in their order.
 * @param experiment What the experiment says.
 * @param profile Name of the profile and what it says.
 * @param seed First seed. Default: as the spec says.
 * @returns The points, and which settings are swept; a fault alone where there are more than `MOST_RUNS`.
 */
export const pointsOf = <S extends Fields>(
  keys: readonly string[],
  experiment: Swept<S>,
  [name, profile]: readonly [name: string, profile: Swept<S> | undefined],
  seed?: number,
): {
  readonly points: readonly GridPoint<S>[];
  readonly swept: ReadonlySet<string>;
  readonly tooMany: Fault | null;
} => {
  const ofProfile = `$.profiles.${name}`;
  const base = [
    pointOf<S>(profile?.settings ?? {}, `${ofProfile}.settings`),
    ...(seed === undefined ? [] : [{ settings: { seed } as Partially<S>, places: {} }]),
  ].reduce(over, pointOf<S>(experiment.settings ?? {}, "$.settings"));
  const written = profile?.sweep ?? experiment.sweep ?? [];
  const root = `${profile?.sweep === undefined ? "$" : ofProfile}.sweep`;
  const blocks = seed === undefined ? written : seedsFrom(written, seed);
  const count = countOf(keys, blocks);
  if (count > MOST_RUNS) {
    const tooMany = {
      path: root,
      found: `${wholeNumber(count)} runs`,
      expected: `at most ${wholeNumber(MOST_RUNS)}: give fewer values, or make several experiments of it`,
    };
    return { points: [], swept: new Set(), tooMany };
  }
  return {
    tooMany: null,
    points: blocks.length === 0
      ? [base]
      : blocks.flatMap((block, index) =>
        pointsOfBlock(keys, block, `${root}[${index}]`).map((point) => over(base, point))
      ),
    swept: new Set(blocks.flatMap((block) => Object.keys(block ?? {}))),
  };
};

/** A fault of the settings of a point, with its path in the spec. */
export const faultAt = ({ places }: GridPoint<Fields>, fault: Fault): Fault => {
  const [, key, rest] = /^\$\.([^.[]+)(.*)$/.exec(fault.path) ?? [];
  return {
    ...fault,
    path: key === undefined
      ? `$.settings${fault.path.slice(1)}`
      : `${places[key] ?? `$.settings.${key}`}${rest}`,
  };
};
