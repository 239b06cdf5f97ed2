/**
 * An experiment: what is measured, over which sweep, and what must come out.
 *
 * The words that a spec may use (cells, forcing schemes, systems, measures, claims, figures) belong to the catalogues of
 * the layers above; they are handed in as a `Vocabulary`, so that this module knows the grammar only.
 *
 * @module
 */
import { closest } from "../core/codec/closest.ts";
import type { Run } from "../results/result.ts";
import * as E from "fp-ts/Either.js";
import { canonicalJson } from "../core/codec/canonical.ts";
import { listed } from "../core/program/text.ts";
import {
  absent,
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
} from "../core/codec/codec.ts";
import { isFileName } from "../core/codec/file_name.ts";
import { labelsOfAll, runIdOf, type Symbols } from "../core/codec/labels.ts";
import { type Readable, readable } from "../core/codec/readable.ts";
import { faultAt, pointsOf, type Sweep } from "./sweep.ts";

/** The words of a spec. */
export interface Vocabulary<S extends Fields, C, CI, F, FI> {
  /** Settings of one run: dataset, cell, forcing … */
  readonly settings: S;
  readonly claim: Codec<C, CI>;
  readonly figure: Codec<F, FI>;
  /** Symbols of options, by option, in addition to the usual ones. Default: none. */
  readonly symbols?: () => Symbols;
  /**
   * Faults that no single field shows: a window longer than the series, for example. Paths are relative to
   * the settings. It is asked of faulty settings too, so that one fault does not hide another: what did not
   * decode is missing then.
   */
  readonly check: (settings: Readable<Decoded<S>>) => readonly Fault[];
  /** Claims about runs or measures that the experiment does not have. Paths begin with `$.claims`. */
  readonly checkClaims: (claims: readonly C[], runs: readonly Run<Decoded<S>>[]) => readonly Fault[];
}

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
  /** What else a reader of its report should know, a sentence each. Default: nothing. */
  readonly notes?: readonly string[];
  /** What to do after it, for its report. Default: nothing is advised. */
  readonly next?: NextStep;
  /** The unit of time of the data, for its report: "s". Default: none is known. */
  readonly timeUnit?: string;
  /** By name what each profile changes. The profile `quick` is the default and need not be named. */
  readonly profiles?: Readonly<Record<string, ProfileInput<S, CI, FI>>>;
}

/** What to do after an experiment. */
export interface NextStep {
  /** Why, in a sentence. */
  readonly because: string;
  /** Where the command is typed: "In the folder of this page". */
  readonly from: string;
  /** The command. */
  readonly command: string;
}

interface Profile<S extends Fields, C, F> {
  readonly settings?: Partially<S>;
  readonly sweep?: readonly Sweep<S>[];
  readonly claims?: readonly C[];
  readonly figures?: readonly F[];
}

/** An experiment after decoding, with its profiles not yet applied. */
export interface DecodedExperiment<S extends Fields, C, F> extends Profile<S, C, F> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly notes?: readonly string[];
  readonly next?: NextStep;
  readonly timeUnit?: string;
  readonly profiles: Readonly<Record<string, Profile<S, C, F>>>;
}

/**
 * An experiment in one profile: complete, nothing left to default.
 *
 * @internal
 */
export interface ResolvedExperiment<S extends Fields, C, F> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly notes?: readonly string[];
  readonly next?: NextStep;
  readonly timeUnit?: string;
  readonly profile: string;
  readonly runs: readonly Run<Decoded<S>>[];
  readonly claims: readonly C[];
  readonly figures: readonly F[];
}

/** The profile that holds where none is asked for. */
export const DEFAULT_PROFILE = "quick";

/** Characters of the name of an experiment or a profile: both together name a folder. */
const LONGEST_NAME = 100;

const nameCodec: Codec<string> = where(
  `a name of lower-case letters, digits and hyphens, at most ${LONGEST_NAME} of them`,
  (value): value is string =>
    typeof value === "string" && value.length <= LONGEST_NAME && /^[a-z0-9][a-z0-9-]*$/.test(value),
  { type: "string", pattern: "^[a-z0-9][a-z0-9-]*$", maxLength: LONGEST_NAME },
);

const profileName: Codec<string> = where(
  `the name of a file of at most ${LONGEST_NAME} bytes: no separators, not . or ..`,
  (value): value is string => isFileName(value) && new TextEncoder().encode(value).length <= LONGEST_NAME,
  { type: "string" },
);

/** The codec of experiments that use a vocabulary. */
export const experimentCodec = <S extends Fields, C, CI, F, FI>(
  vocabulary: Vocabulary<S, C, CI, F, FI>,
): Codec<DecodedExperiment<S, C, F>, ExperimentInput<S, CI, FI>> => {
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
  return record({
    name: nameCodec,
    title: text,
    description: optional(text, ""),
    notes: absent(list(text)),
    next: absent(record({ because: text, from: text, command: text })),
    timeUnit: absent(text),
    settings: absent(profileFields.settings),
    sweep: absent(profileFields.sweep),
    claims: absent(profileFields.claims),
    figures: absent(profileFields.figures),
    profiles: optional(dictionary(profile, profileName), {}),
  }) as Codec<DecodedExperiment<S, C, F>, ExperimentInput<S, CI, FI>>;
};

const distinct = <A>(values: readonly A[]): readonly A[] => {
  const seen = new Set<string>();
  return values.filter((value) => {
    const name = canonicalJson(value);
    return !seen.has(name) && seen.add(name) !== undefined;
  });
};

/**
 * Applies a profile and expands the sweep.
 *
 * @param options.profile Default: `quick`.
 * @param options.seed First seed: a sweep over n seeds uses seed … seed + n − 1. Default: as the spec says.
 * @returns The experiment with all its runs, or everything that is wrong with it.
 */
const resolveExperiment = <S extends Fields, C, CI, F, FI>(
  vocabulary: Vocabulary<S, C, CI, F, FI>,
  experiment: DecodedExperiment<S, C, F>,
  options: { readonly profile?: string; readonly seed?: number } = {},
): E.Either<readonly Fault[], ResolvedExperiment<S, C, F>> => {
  const profileName = options.profile ?? DEFAULT_PROFILE;
  const profile = Object.hasOwn(experiment.profiles, profileName)
    ? experiment.profiles[profileName]
    : undefined;
  if (profile === undefined && profileName !== DEFAULT_PROFILE) {
    const names = [...new Set([DEFAULT_PROFILE, ...Object.keys(experiment.profiles)])].map((name) =>
      `"${name}"`
    );
    const near = closest(profileName, Object.keys(experiment.profiles).concat(DEFAULT_PROFILE));
    // A profile is typed and is not in the spec: the fault has no path there.
    return E.left([{
      path: "",
      found: `"${profileName}"`,
      expected: `one of ${names.join(", ")}`,
      says: `${experiment.name} has no profile "${profileName}"; it has ${listed(names)}` +
        (near === undefined ? "" : `; did you mean "${near}"?`),
    }]);
  }
  const { points, swept, tooMany } = pointsOf(
    Object.keys(vocabulary.settings),
    experiment,
    [profileName, profile],
    options.seed,
  );
  if (tooMany !== null) return E.left([tooMany]);
  const complete = record(vocabulary.settings);
  const faults: Fault[] = [];
  const settings: Decoded<S>[] = [];
  for (const point of points) {
    const decoded = decode(complete, point.settings);
    const found = E.isLeft(decoded) ? decoded.left : vocabulary.check(decoded.right as Readable<Decoded<S>>);
    faults.push(...found.map((fault) => faultAt(point, fault)));
    if (E.isRight(decoded)) settings.push(decoded.right);
  }
  if (faults.length > 0) return E.left(distinct(faults));
  const different = distinct(settings);
  const labels = labelsOfAll(different, swept, vocabulary.symbols?.());
  const labelled = different.map((each, index) => ({ labels: labels[index]!, settings: each }));
  const ids = labelled.map(({ labels }) => runIdOf(labels));
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, 1 + (counts.get(id) ?? 0));
  const runs = labelled.map((run, index) => ({
    id: counts.get(ids[index]!) === 1 ? ids[index]! : `${ids[index]}-${index + 1}`,
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
    ...(experiment.notes === undefined ? {} : { notes: experiment.notes }),
    ...(experiment.next === undefined ? {} : { next: experiment.next }),
    ...(experiment.timeUnit === undefined ? {} : { timeUnit: experiment.timeUnit }),
    profile: profileName,
    runs,
    claims,
    figures: profile?.figures ?? experiment.figures ?? [],
  });
};

/** The faults between settings, in a spec that does not decode. */
const faultsBesides = <S extends Fields, C, CI, F, FI>(
  vocabulary: Vocabulary<S, C, CI, F, FI>,
  written: unknown,
  profile: string,
): readonly Fault[] => {
  const read = readable(experimentCodec(vocabulary), written) as
    | Partial<DecodedExperiment<S, C, F>>
    | undefined;
  const { points } = pointsOf(
    Object.keys(vocabulary.settings),
    read ?? {},
    [profile, Object.hasOwn(read?.profiles ?? {}, profile) ? read?.profiles?.[profile] : undefined],
  );
  return points.flatMap((point) => {
    const settings = Object.fromEntries(
      Object.entries(vocabulary.settings).map(([key, field]) => {
        const value = (point.settings as Readonly<Record<string, unknown>>)[key];
        if (!("codec" in field)) return [key, readable(field as Codec<unknown>, value)];
        return [key, value === undefined ? field.fallback : readable(field.codec, value)];
      }),
    );
    return vocabulary.check(settings as Readable<Decoded<S>>).map((fault) => faultAt(point, fault));
  });
};

/**
 * Reads an experiment: decodes it, applies a profile, expands the sweep.
 *
 * @param written What the spec says.
 * @param options As of `resolveExperiment`.
 * @returns The experiment with all its runs, or everything that is wrong with it.
 */
export const readExperiment = <S extends Fields, C, CI, F, FI>(
  vocabulary: Vocabulary<S, C, CI, F, FI>,
  written: unknown,
  options: { readonly profile?: string; readonly seed?: number } = {},
): E.Either<readonly Fault[], ResolvedExperiment<S, C, F>> => {
  const decoded = decode(experimentCodec(vocabulary), written);
  return E.isRight(decoded) ? resolveExperiment(vocabulary, decoded.right, options) : E.left(
    distinct([
      ...decoded.left,
      ...faultsBesides(vocabulary, written, options.profile ?? DEFAULT_PROFILE),
    ]),
  );
};
