/**
 * The points of a sweep: which settings each run has, and where in the spec each of them stands.
 *
 * @module
 */
import type { Fault, Fields, Partially } from "../codec/codec.ts";
import type { Sweep } from "./experiment.ts";

/** The settings that make one run, as far as the spec gives them. */
export interface Point<S extends Fields> {
  readonly settings: Partially<S>;
  /** Where in the spec each of them stands: `$.sweep[0].forcing[1]`. */
  readonly places: Readonly<Record<string, string>>;
}

/** What an experiment or a profile says of its runs. */
export interface Swept<S extends Fields> {
  readonly settings?: Partially<S>;
  readonly sweep?: readonly Sweep<S>[];
}

const pointOf = <S extends Fields>(settings: Partially<S>, root: string): Point<S> => ({
  settings,
  places: Object.fromEntries(Object.keys(settings).map((key) => [key, `${root}.${key}`])),
});

const over = <S extends Fields>(below: Point<S>, above: Point<S>): Point<S> => ({
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
): readonly Point<S>[] =>
  keys.reduce<readonly Point<S>[]>((points, key) => {
    const values = block?.[key as keyof S];
    return values === undefined ? points : points.flatMap((point) =>
      values.map((value, index) =>
        over(point, {
          settings: { [key]: value } as unknown as Partially<S>,
          places: { [key]: `${root}.${key}[${index}]` },
        })
      )
    );
  }, [{ settings: {}, places: {} }]);

/**
 * All points of an experiment in one profile.
 *
 * @param keys The settings that there are, in their order.
 * @param experiment What the experiment says.
 * @param profile Name of the profile and what it says.
 * @param seed First seed. Default: as the spec says.
 * @returns The points, and which settings are swept.
 */
export const pointsOf = <S extends Fields>(
  keys: readonly string[],
  experiment: Swept<S>,
  [name, profile]: readonly [name: string, profile: Swept<S> | undefined],
  seed?: number,
): { readonly points: readonly Point<S>[]; readonly swept: ReadonlySet<string> } => {
  const ofProfile = `$.profiles.${name}`;
  const base = [
    pointOf<S>(profile?.settings ?? {}, `${ofProfile}.settings`),
    ...(seed === undefined ? [] : [{ settings: { seed } as unknown as Partially<S>, places: {} }]),
  ].reduce(over, pointOf<S>(experiment.settings ?? {}, "$.settings"));
  const written = profile?.sweep ?? experiment.sweep ?? [];
  const root = `${profile?.sweep === undefined ? "$" : ofProfile}.sweep`;
  const blocks = seed === undefined ? written : seedsFrom(written, seed);
  return {
    points: blocks.length === 0
      ? [base]
      : blocks.flatMap((block, index) =>
        pointsOfBlock(keys, block, `${root}[${index}]`).map((point) => over(base, point))
      ),
    swept: new Set(blocks.flatMap((block) => Object.keys(block ?? {}))),
  };
};

/** Runs that an experiment may have: the points of a sweep are all held in memory. */
export const MOST_RUNS = 200_000;

/** How many points an experiment has in one profile, without making them. */
export const countPoints = <S extends Fields>(
  experiment: Swept<S>,
  profile: Swept<S> | undefined,
): number => {
  const blocks = profile?.sweep ?? experiment.sweep ?? [];
  const sizes = blocks.map((block) =>
    Object.values(block ?? {}).reduce<number>(
      (product, values) => product * (values as readonly unknown[]).length,
      1,
    )
  );
  return blocks.length === 0 ? 1 : sizes.reduce((sum, size) => sum + size, 0);
};

/** A fault of the settings of a point, with its path in the spec. */
export const placed = ({ places }: Point<Fields>, fault: Fault): Fault => {
  const [, key, rest] = /^\$\.([^.[]+)(.*)$/.exec(fault.path) ?? [];
  return {
    ...fault,
    path: key === undefined
      ? `$.settings${fault.path.slice(1)}`
      : `${places[key] ?? `$.settings.${key}`}${rest}`,
  };
};
