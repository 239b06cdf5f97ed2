/**
 * All kinds of claims, and the verdicts on them. To add a kind: a file under `kinds/` and a line in `kinds`.
 *
 * @module
 */
import type * as E from "fp-ts/Either.js";
import { stream } from "../../numerics/random.ts";
import { closest } from "../../core/codec/closest.ts";
import {
  type Catalogue,
  catalogue,
  type ChoiceOf,
  type InputOf,
  type ModuleChoice,
  type Read,
} from "../../core/catalogue.ts";
import type { Codec, Fault } from "../../core/codec/codec.ts";
import { type Labels, runIdOf } from "../../core/codec/labels.ts";
import type { ClaimKind, CommonInput } from "./claim.ts";
import type { Result, Verdict } from "../result.ts";
import { type Group, groupFaults, inWords, selects } from "../group.ts";
import { countedShareNear } from "./kinds/counted_share_near.ts";
import { divergedShare } from "./kinds/diverged_share.ts";
import { exponentNearSystem } from "./kinds/exponent_near_system.ts";
import { exponentSum } from "./kinds/exponent_sum.ts";
import { filesAreEqual } from "./kinds/files_are_equal.ts";
import { floorRatioNear } from "./kinds/floor_ratio_near.ts";
import { gradientGrowth } from "./kinds/gradient_growth.ts";
import { growthRateEquals } from "./kinds/growth_rate_equals.ts";
import { measuresAgree } from "./kinds/measures_agree.ts";
import { minimumWithin } from "./kinds/minimum_within.ts";
import { monotonic } from "./kinds/monotonic.ts";
import { order } from "./kinds/order.ts";
import { predictabilityTimeNear } from "./kinds/predictability_time_near.ts";
import { ratioAtLeast } from "./kinds/ratio_at_least.ts";
import { ratioAtMost } from "./kinds/ratio_at_most.ts";
import { reconstruction } from "./kinds/reconstruction.ts";
import { spectrumNear } from "./kinds/spectrum_near.ts";
import { atLeast, atMost } from "./kinds/threshold.ts";
import { valueNear } from "./kinds/value_near.ts";
import { zeroExponent } from "./kinds/zero_exponent.ts";
import { derivedQuantities } from "../quantity.ts";

const kinds = [
  valueNear,
  atLeast,
  atMost,
  ratioAtLeast,
  ratioAtMost,
  order,
  minimumWithin,
  monotonic,
  measuresAgree,
  exponentNearSystem,
  predictabilityTimeNear,
  countedShareNear,
  floorRatioNear,
  filesAreEqual,
  divergedShare,
  gradientGrowth,
  growthRateEquals,
  exponentSum,
  zeroExponent,
  spectrumNear,
  reconstruction,
] as const;

const all: Catalogue<(typeof kinds)[number]> = catalogue("claim", kinds, ["statement", "groups", "judge"]);

/**
 * The catalogue as a type.
 *
 * @internal
 */
type All = typeof all;

/** Every kind by its name. */
export const claimKinds: All["kinds"] = all.kinds;

/** A claim of a resolved spec, all defaults filled in. */
export type Claim = ChoiceOf<All>;

/** A claim as a user writes it: `{kind, id?, restates?, states?, explanation?, …options}`. */
export type ClaimInput = InputOf<All> | (ModuleChoice & CommonInput);

/** The kind of claims that a value of a user's is, or what it lacks. */
export const adoptClaim: (value: unknown, name: string) => E.Either<string, ClaimKind & Read> = all.adopt;

/** The kind of a claim. */
export const claimKindOf: (claim: Claim) => ClaimKind = all.of;

/**
 * Reads a claim of a spec.
 *
 * @example The fault of a misspelt kind suggests which was probably meant
 * ```ts
 * import { decode } from "../../core/codec/codec.ts";
 * import { claimCodec } from "./catalogue.ts";
 * import { assertMatch } from "@std/assert/mod.js";
 *
 * const wrong = decode(claimCodec, { kind: "gradient grows", group: { "τ": 30 } });
 * assertMatch(wrong._tag === "Left" ? wrong.left[0]!.expected : "", /did you mean "gradient growth"\?/);
 * ```
 */
export const claimCodec: Codec<Claim, ClaimInput> = all.codec;

const inLetters = (group: Group): string =>
  runIdOf(
    Object.fromEntries(
      Object.entries(group).map((
        [name, value],
      ) => [name, typeof value === "object" ? value.join("-") : value]),
    ),
  );

/** The name of a claim that was given none: its kind, its texts and its first group, in letters for files and links. */
const nameOf = (claim: Claim): string => {
  if (claim.id !== "") return claim.id;
  const { kind, id: _id, restates: _restates, states: _states, explanation: _explanation, ...options } =
    claim;
  const texts = Object.entries(options).filter(([name]) => name !== "module").map(([, option]) => option)
    .filter((option) => typeof option === "string");
  const [first = {}] = Object.values(claimKindOf(claim).groups(claim));
  return [kind, ...texts, inLetters(first)].filter((part) => part !== "").join("-").replaceAll(
    /[^\w.-]+/g,
    "-",
  );
};

const refutedFor = (missing: readonly (readonly [string, Group])[], evidence: Result) => ({
  upheld: false,
  evidence: {
    n: 0,
    diverged: 0,
    withoutRuns: missing.map(([, group]) => group),
    labels: evidence.runs.map(({ labels }) => labels),
  },
  because: `There are no runs ${missing.map(([, group]) => inWords(group)).join(", and none ")}.`,
});

/**
 * Judges a claim. Never fails: where something is missing the claim is refuted, and `because` says so.
 *
 * @returns The verdict. A number of its evidence is infinite or NaN where a run has none.
 */
export const judge = (claim: Claim, evidence: Result): Verdict => {
  const kind = claimKindOf(claim);
  const id = nameOf(claim);
  const missing = Object.entries(kind.groups(claim))
    .filter(([, group]) => !evidence.runs.some(({ labels }) => selects(group, labels)));
  const finding = missing.length > 0
    ? refutedFor(missing, evidence)
    : kind.judge(claim, evidence, stream(0, "bootstrap", id));
  return {
    id,
    statement: kind.statement(claim),
    verdict: finding.upheld ? "upheld" : "refuted",
    evidence: finding.evidence,
    because: finding.because,
    ...(claim.restates === "" ? {} : { restates: claim.restates }),
    ...(claim.states === "" ? {} : { states: claim.states }),
    ...(claim.explanation === "" ? {} : { explanation: claim.explanation }),
  };
};

/** Gives each of several claims an id of its own: the second of one name gets "-2". */
const withIds = (claims: readonly Claim[]): readonly Claim[] => {
  const names = claims.map(nameOf);
  return claims.map((claim, index) => {
    const before = names.slice(0, index).filter((name) => name === names[index]).length;
    return { ...claim, id: before === 0 ? names[index]! : `${names[index]}-${before + 1}` };
  });
};

/** Judges all claims of an experiment; every verdict has an id of its own. */
export const judgeAll = (claims: readonly Claim[], evidence: Result): readonly Verdict[] =>
  withIds(claims).map((claim) => judge(claim, evidence));

/** What must be known about the runs to see whether a claim can be judged. */
export interface ClaimedRuns {
  /** Labels of all runs. */
  readonly labels: readonly Labels[];
  /** Names of the measures that all runs evaluate, as `measureName` makes them; left out, they are not checked. */
  readonly measures?: readonly string[];
}

const quantityFaults = (claim: Claim, measures: readonly string[] | undefined): readonly Fault[] => {
  if (measures === undefined) return [];
  const names = [...measures, ...derivedQuantities];
  const named = [
    ...("measure" in claim ? [{ key: "measure", name: claim.measure }] : []),
    ...("other" in claim ? [{ key: "other", name: claim.other }] : []),
  ];
  return named.filter(({ name }) => !names.includes(name)).map(({ key, name }) => {
    const near = closest(name, names);
    return {
      path: `$.${key}`,
      found: JSON.stringify(name),
      expected: `a measure that the experiment evaluates, or another quantity: ${
        names.map((known) => JSON.stringify(known)).join(", ")
      }${near === undefined ? "" : `; did you mean "${near}"?`}`,
    };
  });
};

/**
 * What keeps a claim from being judged by these runs: a group that selects none, a measure that none evaluates.
 *
 * @returns Faults with paths that begin at the claim, `$.large[1].τ`.
 *
 * @example A label that no run has
 * ```ts
 * import { checkClaim, claimCodec } from "./catalogue.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const claim = claimCodec.decode({ kind: "exponent near system", group: { tau: 30 } });
 * const faults = claim._tag === "Right" ? checkClaim(claim.right, { labels: [{ "τ": 30, seed: 1 }] }) : [];
 * assertEquals(faults, [{
 *   path: "$.group.tau",
 *   found: '"tau"',
 *   expected: 'a label that runs have: "seed", "τ"; did you mean "τ"?',
 * }]);
 * ```
 */
export const checkClaim = (claim: Claim, runs: ClaimedRuns): readonly Fault[] => {
  const kind = claimKindOf(claim);
  return [
    ...quantityFaults(claim, runs.measures),
    ...Object.entries(kind.groups(claim))
      .flatMap(([place, group]) => groupFaults(`$.${place}`, group, runs.labels)),
    ...kind.faults?.(claim, runs.labels) ?? [],
  ];
};

/** The faults of all claims of an experiment: `$.claims[0].large[1].τ`; two with one id are a fault too. */
export const checkClaims = (claims: readonly Claim[], runs: ClaimedRuns): readonly Fault[] =>
  claims.flatMap((claim, index) => {
    const path = `$.claims[${index}]`;
    const twice = claim.id !== "" && claims.findIndex(({ id }) => id === claim.id) < index;
    return [
      ...(twice
        ? [{ path: `${path}.id`, found: JSON.stringify(claim.id), expected: "an id that no other claim has" }]
        : []),
      ...checkClaim(claim, runs).map((fault) => ({ ...fault, path: `${path}${fault.path.slice(1)}` })),
    ];
  });
