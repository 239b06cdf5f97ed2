/**
 * What a kind of claim is: a statement about results that evidence upholds or refutes.
 *
 * A kind is one file under `kinds/` that exports one `ClaimKind`, and one line in `catalogue.ts`.
 *
 * @module
 */
import type { Stream } from "../../numerics/random.ts";
import { bootstrapInterval } from "../../numerics/bootstrap.ts";
import { type Defined, type Kind, kind } from "../../core/catalogue.ts";
import {
  type Decoded,
  type Fault,
  type Fields,
  type Input,
  type Optional,
  optional,
} from "../../core/codec/codec.ts";
import type { Labels } from "../../core/codec/labels.ts";
import type { Result } from "../result.ts";
import type { Group } from "../group.ts";
import type { Sample } from "../sample.ts";
import { anyText } from "../../core/codec/json.ts";

/**
 * Codecs of what every claim may say in addition: `id`, which names it within the experiment (default: made
 * from its kind and its groups); `restates`, the sentence or the figure of the paper that it restates;
 * `states`, the numbers that those state; `explanation`, why the evidence refutes it where it does, for an
 * honest refutation is a result.
 */
export const commonFields: {
  readonly id: Optional<string>;
  readonly restates: Optional<string>;
  readonly states: Optional<string>;
  readonly explanation: Optional<string>;
} = {
  id: optional(anyText, ""),
  restates: optional(anyText, ""),
  states: optional(anyText, ""),
  explanation: optional(anyText, ""),
} satisfies Fields;

/**
 * What a user may write of every claim.
 *
 * @internal
 */
export type CommonInput = Input<typeof commonFields>;

/**
 * A claim of a kind as a resolved spec holds it.
 *
 * @internal
 */
export type ClaimOf<Name extends string, Options extends Fields> =
  & { readonly kind: Name }
  & Decoded<typeof commonFields>
  & Decoded<Options>;

/** What the evidence says of a claim. */
export interface Finding {
  /** Whether the evidence agrees with the claim. */
  readonly upheld: boolean;
  /**
   * By name; infinite numbers and NaN are allowed here. Pages show `effect`, the number that decided, with its `interval`, say
   * what it is (`effectIs`), and write it with its `effectUnit`: "%" of a share, "×" of a ratio, or a unit.
   */
  readonly evidence: Readonly<Record<string, unknown>>;
  /** The evidence in a sentence, with its numbers. */
  readonly because: string;
}

/** A claim of any kind. */
export interface AnyClaim extends Decoded<typeof commonFields> {
  /** The name of its kind. */
  readonly kind: string;
}

/** A kind of claims; `C` is such a claim. */
export interface ClaimKind<C extends AnyClaim = AnyClaim> {
  /** Its name in a spec. */
  readonly kind: C["kind"];
  /** What claims of this kind say, in a sentence. */
  readonly says: string;
  /** Codecs of its options. */
  readonly options: Fields;
  /** Options by which the conformance tests and `lyap check` try it. Default: none but the defaults. */
  readonly example?: Readonly<Record<string, unknown>>;
  /** A result that upholds the example. Every kind of the catalogue has one. */
  upheldBy?(): Result;
  /** A result that refutes it. */
  refutedBy?(): Result;
  /** Whether it is about the data alone, so that it holds whatever happened to the runs. Default: false. */
  readonly aboutData?: boolean;
  /** The claim in a sentence. */
  statement(claim: C): string;
  /** The groups that must have runs, by their place in the claim: "small", "large[0]". */
  groups(claim: C): Readonly<Record<string, Group>>;
  /** What is wrong with the claim itself, or for runs with these labels; paths begin with `$`, the claim. */
  faults?(claim: C, runs: readonly Labels[]): readonly Fault[];
  /** Judges it; every group has runs. `random` is for resampling. */
  judge(claim: C, evidence: Result, random: Stream): Finding;
}

/**
 * A kind of claims with these options.
 *
 * @internal
 */
export type ClaimKindOf<Name extends string, Options extends Fields> = Defined<
  ClaimKind<ClaimOf<Name, Options>>,
  Name,
  Options
>;

/**
 * The same with what every claim may say, as the catalogue takes it.
 *
 * @internal
 */
export type CataloguedClaim<Name extends string, Options extends Fields> = Kind<
  ClaimKindOf<Name, Options>,
  typeof commonFields
>;

/** A kind of claims for the catalogue. */
export const defineClaim = <const Name extends string, Options extends Fields>(
  definition: ClaimKindOf<Name, Options>,
): CataloguedClaim<Name, Options> => kind(definition, commonFields);

/** What every kind shows of its effect: the number that decides, with a bootstrap interval over the runs. */
export const effectOf = (
  samples: readonly Pick<Sample, "values">[],
  statistic: (values: readonly ArrayLike<number>[]) => number,
  random: Stream,
): Readonly<Record<string, unknown>> => {
  const values = samples.map((sample) => sample.values);
  return { effect: statistic(values), interval: bootstrapInterval(values, statistic, random) };
};
