/**
 * An experiment: what is measured, over which sweep, and what must come out.
 *
 * The words that a spec may use (cells, forcing schemes, systems, measures, claims, figures) belong to the catalogues of
 * the layers above; they are handed in as a `Vocabulary`, so that this module knows the grammar only.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { canonicalJson } from "./canonical.ts";
import {
  type Codec,
  decode,
  type Decoded,
  dictionary,
  type Fault,
  type Fields,
  list,
  optional,
  partial,
  type PartialInput,
  type Partially,
  record,
  text,
  where,
} from "./codec.ts";
import { type Labels, labelsOfAll, runIdOf } from "./labels.ts";

/** The words of a spec. */
export interface Vocabulary<S extends Fields, C, CI, F, FI> {
  /** Settings of one run: dataset, cell, forcing … */
  readonly settings: S;
  readonly claim: Codec<C, CI>;
  readonly figure: Codec<F, FI>;
  /** What no single field can tell: a window longer than the series, say. Paths are relative to the settings. */
  readonly check: (settings: Decoded<S>) => readonly Fault[];
  /** Claims about runs or measures that the experiment does not have. Paths begin with `$.claims`. */
  readonly checkClaims: (claims: readonly C[], runs: readonly Run<S>[]) => readonly Fault[];
}

/** Lists of values for some of the settings; the runs are their product. */
export type Sweep<S extends Fields> = { readonly [K in keyof S]?: readonly Decoded<S>[K][] };
/**
 * A sweep as its author writes it.
 *
 * @internal
 */
type SweepInput<S extends Fields> = {
  readonly [K in keyof S]?: readonly NonNullable<PartialInput<S>[K]>[];
};

/** What a profile changes: settings key by key, sweep, claims and figures as a whole. */
export interface ProfileInput<S extends Fields, CI, FI> {
  /** Settings of all runs. */
  readonly settings?: PartialInput<S>;
  /** Lists of values for some of the settings; the runs of a block are their product. Default: one run. */
  readonly sweep?: readonly SweepInput<S>[];
  /** What must come out. Default: nothing is claimed. */
  readonly claims?: readonly CI[];
  /** What is drawn. Default: nothing. */
  readonly figures?: readonly FI[];
}

/** An experiment as its author writes it. */
export interface ExperimentInput<S extends Fields, CI, FI> extends ProfileInput<S, CI, FI> {
  /** Lower-case letters, digits and hyphens; names folders and reports. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** What it is about, in a few sentences. Default: empty. */
  readonly description?: string;
  /** By name what each profile changes. The profile `quick` is the default and need not be named. */
  readonly profiles?: Readonly<Record<string, ProfileInput<S, CI, FI>>>;
}

interface Profile<S extends Fields, C, F> {
  readonly settings?: Partially<S>;
  readonly sweep?: readonly Sweep<S>[];
  readonly claims?: readonly C[];
  readonly figures?: readonly F[];
}

/** An experiment after decoding, with its profiles not yet applied. */
export interface Experiment<S extends Fields, C, F> extends Profile<S, C, F> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly profiles: Readonly<Record<string, Profile<S, C, F>>>;
}

/** One fully resolved point of a sweep. */
export interface Run<S extends Fields> {
  readonly id: string;
  readonly labels: Labels;
  readonly settings: Decoded<S>;
}

/** An experiment in one profile: complete, nothing left to default. */
export interface ResolvedExperiment<S extends Fields, C, F> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly profile: string;
  readonly runs: readonly Run<S>[];
  readonly claims: readonly C[];
  readonly figures: readonly F[];
}

/** The profile that holds where none is asked for. */
export const DEFAULT_PROFILE = "quick";

const nameCodec: Codec<string> = where(
  "a name of lower-case letters, digits and hyphens",
  (value): value is string => typeof value === "string" && /^[a-z0-9][a-z0-9-]*$/.test(value),
);

/** The codec of experiments that use a vocabulary. */
export const experimentCodec = <S extends Fields, C, CI, F, FI>(
  vocabulary: Vocabulary<S, C, CI, F, FI>,
): Codec<Experiment<S, C, F>, ExperimentInput<S, CI, FI>> => {
  const lists = Object.fromEntries(
    Object.entries(vocabulary.settings).map(([name, field]) => [
      name,
      list<unknown, unknown>("codec" in field ? field.codec as Codec<unknown> : field as Codec<unknown>, 1),
    ]),
  );
  const profileFields = {
    settings: partial(vocabulary.settings),
    sweep: list(partial(lists)),
    claims: list(vocabulary.claim),
    figures: list(vocabulary.figure),
  };
  const profile = partial(profileFields);
  const absent = <A, O>(codec: Codec<A, O>) => optional(codec as Codec<A | undefined, O>, undefined);
  return record({
    name: nameCodec,
    title: text,
    description: optional(text, ""),
    settings: absent(profileFields.settings),
    sweep: absent(profileFields.sweep),
    claims: absent(profileFields.claims),
    figures: absent(profileFields.figures),
    profiles: optional(dictionary(profile), {}),
  }) as unknown as Codec<Experiment<S, C, F>, ExperimentInput<S, CI, FI>>;
};

/** All points of a sweep block, the last key varying fastest; keys in the order of the settings. */
const pointsOf = <S extends Fields>(keys: readonly string[], block: Sweep<S>): readonly Partially<S>[] =>
  keys.reduce<readonly Partially<S>[]>((points, key) => {
    const values = block[key as keyof S];
    return values === undefined
      ? points
      : points.flatMap((point) => values.map((value) => ({ ...point, [key]: value })));
  }, [{}]);

const distinct = <A>(values: readonly A[]): readonly A[] => {
  const seen = new Set<string>();
  return values.filter((value) => {
    const name = canonicalJson(value);
    return !seen.has(name) && seen.add(name) !== undefined;
  });
};

const seedsFrom = <S extends Fields>(blocks: readonly Sweep<S>[], first: number): readonly Sweep<S>[] =>
  blocks.map((block) =>
    block.seed === undefined
      ? block
      : { ...block, seed: block.seed.map((_, index) => first + index) } as Sweep<S>
  );

/**
 * Applies a profile and expands the sweep.
 *
 * @param options.profile Default: `quick`.
 * @param options.seed First seed: a sweep over n seeds uses seed … seed + n − 1. Default: as the spec says.
 * @returns The experiment with all its runs, or everything that is wrong with it.
 */
export const resolveExperiment = <S extends Fields, C, CI, F, FI>(
  vocabulary: Vocabulary<S, C, CI, F, FI>,
  experiment: Experiment<S, C, F>,
  options: { readonly profile?: string; readonly seed?: number } = {},
): E.Either<readonly Fault[], ResolvedExperiment<S, C, F>> => {
  const profileName = options.profile ?? DEFAULT_PROFILE;
  const profile = experiment.profiles[profileName];
  if (profile === undefined && profileName !== DEFAULT_PROFILE) {
    const names = [...new Set([DEFAULT_PROFILE, ...Object.keys(experiment.profiles)])].map((name) =>
      `"${name}"`
    );
    return E.left([{
      path: "$.profiles",
      found: `without "${profileName}"`,
      expected: `one of ${names.join(", ")}`,
    }]);
  }
  const base = {
    ...experiment.settings,
    ...profile?.settings,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  };
  const written = profile?.sweep ?? experiment.sweep ?? [];
  const sweep = options.seed === undefined ? written : seedsFrom(written, options.seed);
  const keys = Object.keys(vocabulary.settings);
  const swept = new Set(sweep.flatMap((block) => Object.keys(block)));
  const points = sweep.length === 0 ? [{}] : sweep.flatMap((block) => pointsOf(keys, block));
  const complete = record(vocabulary.settings);
  const faults: Fault[] = [];
  const settings: Decoded<S>[] = [];
  for (const point of points) {
    const decoded = decode(complete, { ...base, ...point });
    const found = E.isLeft(decoded) ? decoded.left : vocabulary.check(decoded.right);
    faults.push(...found.map((fault) => ({ ...fault, path: `$.settings${fault.path.slice(1)}` })));
    if (E.isRight(decoded)) settings.push(decoded.right);
  }
  if (faults.length > 0) return E.left(distinct(faults));
  const different = distinct(settings);
  const labels = labelsOfAll(different, swept);
  const labelled = different.map((each, index) => ({ labels: labels[index]!, settings: each }));
  const ids = labelled.map(({ labels }) => runIdOf(labels));
  const runs = labelled.map((run, index) => ({
    id: ids.indexOf(ids[index]!) === index && ids.lastIndexOf(ids[index]!) === index
      ? ids[index]!
      : `${ids[index]}-${index + 1}`,
    ...run,
  }));
  const claims = profile?.claims ?? experiment.claims ?? [];
  const root = profile?.claims === undefined ? "$" : `$.profiles.${profileName}`;
  const claimFaults = vocabulary.checkClaims(claims, runs);
  if (claimFaults.length > 0) {
    return E.left(claimFaults.map((fault) => ({ ...fault, path: `${root}${fault.path.slice(1)}` })));
  }
  return E.right({
    name: experiment.name,
    title: experiment.title,
    description: experiment.description,
    profile: profileName,
    runs,
    claims,
    figures: profile?.figures ?? experiment.figures ?? [],
  });
};
