/**
 * What a verification found: the verdict on every claim beside the one that is expected, and whether runs that were
 * made again are the same.
 *
 * @module
 */
import { own } from "../../core/codec/own.ts";
import type { Verdict } from "../result.ts";
import type { Digest } from "../../core/codec/canonical.ts";
import { type Codec, dictionary, oneOf } from "../../core/codec/codec.ts";

/** Upheld or refuted. */
export type ClaimOutcome = Verdict["verdict"];

/** The verdicts that are expected: by experiment, by where the evidence is from, by claim. */
export type Expected = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, ClaimOutcome>>>>>
>;

/** The codec of expected verdicts. */
export const expectedCodec: Codec<Expected> = dictionary(
  dictionary(dictionary(oneOf("upheld", "refuted"))),
);

/** A claim that was judged, or of which a verdict is expected though nobody makes it any more. */
export interface JudgedClaim
  extends Pick<Verdict, "id" | "statement" | "because" | "restates" | "states" | "explanation"> {
  /** What the evidence says. */
  readonly verdict: ClaimOutcome | "gone";
  /** The verdict that is expected: that of the last time it was accepted, or else "upheld". */
  readonly expected: ClaimOutcome;
  /** The number that decided, its 95 % interval, and how many runs it is from; absent if the claim has none. */
  readonly decided?: {
    readonly effect?: number;
    readonly low?: number;
    readonly high?: number;
    readonly n?: number;
  };
}

/** The claims of an experiment on evidence from one place. */
export interface Judged {
  /** Name of the experiment. */
  readonly experiment: string;
  /** Where the evidence is from: the name of a profile that ran, or "ledger". */
  readonly from: string;
  /** Whether there was evidence; if not, `note` says why. */
  readonly status: "judged" | "data not present" | "not published" | "failed";
  /** For people. */
  readonly note: string;
  /** Seconds that it took. */
  readonly seconds: number;
  /** Its claims. */
  readonly claims: readonly JudgedClaim[];
}

/** What an audit makes again of a published run. */
export type AuditKind =
  /** All of it. */
  | { readonly kind: "whole" }
  /** The data and the first epochs of the training, as a share of all, which are compared by their states. */
  | { readonly kind: "beginning"; readonly share: number }
  /** What comes after the training: exponents and measures, from the published networks. */
  | { readonly kind: "evaluation" };

/** A published run that was made again, in full or in part. */
export interface Audited {
  /** Name of the experiment. */
  readonly experiment: string;
  /** Id of the run. */
  readonly run: string;
  /** The run in words. */
  readonly words: string;
  /** What was made again. */
  readonly audit: AuditKind;
  /** The first artifact or state that differs, with what was published and what came out; null if all are the same. */
  readonly difference: {
    readonly artifact: string;
    readonly published: Digest | null;
    readonly found: Digest | null;
  } | null;
  /** Why it could not be compared; empty if it was. */
  readonly fault: string;
  /** Seconds that it took. */
  readonly seconds: number;
}

/** Everything that a verification found. */
export interface Verification {
  /** The claims that were judged. */
  readonly judged: readonly Judged[];
  /** The runs that were made again. */
  readonly audited: readonly Audited[];
  /** The seed that drew these. */
  readonly seed: number;
}

const gone = ([id, expected]: readonly [string, ClaimOutcome]): JudgedClaim => ({
  id,
  statement: "No experiment makes this claim any more.",
  verdict: "gone",
  because: "Accept the verdicts again (--accept) if it was left out on purpose.",
  expected,
});

/** Numbers that are there and finite. */
const numbersIn = <K extends string>(
  values: Readonly<Record<K, unknown>>,
): { readonly [Name in K]?: number } =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => typeof value === "number" && Number.isFinite(value)),
  ) as { readonly [Name in K]?: number };

const decidedBy = ({ effect, interval, n }: Verdict["evidence"]): NonNullable<JudgedClaim["decided"]> => {
  const { low, high } = (interval ?? {}) as { readonly low?: unknown; readonly high?: unknown };
  return numbersIn({ effect, low, high, n });
};

/** The verdicts of an experiment beside those that are expected, and expected ones that no claim has. */
export const judgedClaims = (
  verdicts: readonly Verdict[],
  experiment: string,
  from: string,
  expected: Expected,
): readonly JudgedClaim[] => {
  const known = own(own(expected, experiment) ?? {}, from) ?? {};
  return [
    ...verdicts.map(({ id, statement, verdict, because, restates, states, explanation, evidence }) => ({
      id,
      statement,
      verdict,
      because,
      ...(restates === undefined ? {} : { restates }),
      ...(states === undefined ? {} : { states }),
      ...(explanation === undefined ? {} : { explanation }),
      decided: decidedBy(evidence),
      expected: own(known, id) ?? "upheld" as const,
    })),
    ...Object.entries(known).filter(([name]) => !verdicts.some(({ id }) => id === name)).map(gone),
  ];
};

/** Experiments of which verdicts are expected and which are not among those that there are. */
export const goneExperiments = (expected: Expected, names: readonly string[]): readonly Judged[] =>
  Object.entries(expected).filter(([experiment]) => !names.includes(experiment)).flatMap((
    [experiment, all],
  ) =>
    Object.entries(all).map(([from, claims]): Judged => ({
      experiment,
      from,
      status: "judged",
      note: "",
      seconds: 0,
      claims: Object.entries(claims).map(gone),
    }))
  );

/** Whether a claim came out otherwise than is expected. */
export const hasFlipped = ({ verdict, expected }: JudgedClaim): boolean => verdict !== expected;

/** Whether an audited run is the one that was published. */
export const isSame = ({ difference, fault }: Audited): boolean => difference === null && fault === "";

/**
 * What a verification comes to: 0 when all is as it should be, 1 when a claim has flipped or an audited run differs, 3 when
 * something could not be run, or lacks its data though a person named it.
 *
 * @param named Whether the experiments were named. Default: not, so that those without data are passed over.
 */
export const exitCodeOfVerification = ({ judged, audited }: Verification, named = false): 0 | 1 | 3 =>
  judged.some(({ status }) => status === "failed" || (named && status === "data not present"))
    ? 3
    : judged.some(({ claims }) => claims.some(hasFlipped)) || !audited.every(isSame)
    ? 1
    : 0;

const withoutEmpty = <A extends object>(record: Readonly<Record<string, A>>): Readonly<Record<string, A>> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => Object.keys(value).length > 0));

/** Expected verdicts with those of a verification in their place, and without those of claims that are gone. */
export const accepted = (expected: Expected, { judged }: Verification): Expected =>
  withoutEmpty(
    judged.filter(({ status }) => status === "judged").reduce<Expected>(
      (all, { experiment, from, claims }) => ({
        ...all,
        [experiment]: withoutEmpty({
          ...all[experiment],
          [from]: Object.fromEntries(
            claims.flatMap(({ id, verdict }) => verdict === "gone" ? [] : [[id, verdict] as const]),
          ),
        }),
      }),
      expected,
    ),
  );

/** What is to be said of a claim in a word or two. */
export const wordOf = (claim: JudgedClaim): string =>
  hasFlipped(claim) ? `${claim.verdict}, but ${claim.expected} is expected` : claim.verdict;

/** What an audit made again, in words. */
export const wordsOfAuditKind = (audit: AuditKind): string => {
  switch (audit.kind) {
    case "whole":
      return "in full";
    case "beginning":
      return `${100 * audit.share} % of its training`;
    case "evaluation":
      return "exponents and measures from its networks";
  }
};

/** What is to be said of an audited run. */
export const wordsOfAudit = ({ difference, fault }: Audited): string =>
  fault !== ""
    ? fault
    : difference === null
    ? "the same bits"
    : `${difference.artifact} differs: published ${difference.published ?? "nothing"}, found ${
      difference.found ?? "nothing"
    }`;
