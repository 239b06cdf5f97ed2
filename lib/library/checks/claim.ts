/**
 * What must hold of every kind of claim.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Read } from "../../core/catalogue.ts";
import { checkClaims, type Claim, judge } from "../../results/claims/catalogue.ts";
import type { ClaimKind } from "../../results/claims/claim.ts";
import { withoutNonFinite } from "../../report/finite_json.ts";
import { divergedExample, exampleResult, exampleSweep } from "../../results/example.ts";
import { selects } from "../../results/group.ts";
import type { Result, RunResult, Verdict } from "../../results/result.ts";
import { type Check, checksOfOptions, exampleOf, isSentence } from "./check.ts";

/** Results on which every claim has a verdict: some runs of which one diverged, one that diverged, none. */
const someResults = (): readonly Result[] => [
  exampleSweep("D_stsp", { 5: [1, 2, null], 30: [0.2, 0.1, 0.3] }),
  exampleResult([divergedExample({ cell: "PLRNN", "τ": 30, seed: 1 })]),
  exampleResult([]),
];

/** What every verdict shows of its evidence: how many runs, of which how many diverged, the effect, its interval. */
const SHOWN: readonly string[] = ["n", "diverged", "effect", "interval"];

/** What is wrong with a verdict; null if nothing is. */
const wrongVerdict = ({ statement, because, evidence }: Verdict): string | null => {
  const written = withoutNonFinite(evidence);
  return !isSentence(statement)
    ? `its statement is not a sentence: "${statement}"`
    : !isSentence(because)
    ? `its reason is not a sentence: "${because}"`
    : statement === because
    ? "its reason says what the claim says"
    // Numbers are typeset where they are put into a sentence: a true minus sign, powers of ten.
    : /(?:^|[\s(;,])-\d|\de[+-]?\d/.test(because)
    ? `its reason has a number as a program writes it: "${because}"`
    : JSON.stringify(JSON.parse(JSON.stringify(written))) !== JSON.stringify(written)
    ? "its evidence does not go to JSON and back"
    : null;
};

/** Runs without anything that was found of them. */
const bare = (runs: readonly RunResult[]): readonly RunResult[] =>
  runs.map((each) => ({ ...each, spectrum: null, gradientNorms: null, generated: null, measures: {} }));

/** Results that lack what a claim may need. */
const poorOf = (full: Result, aboutData: boolean): readonly Result[] => {
  const diverged = full.runs.map((each) => divergedExample(each.labels));
  const poor = full.data.map(({ origin: _, ...each }) => ({
    ...each,
    spectrum: null,
    predictabilityTime: null,
    scale: {},
  }));
  return [
    { ...full, runs: [] },
    ...(aboutData ? [] : [{ ...full, runs: bare(full.runs) }, { ...full, runs: diverged }]),
    { ...full, data: poor, runs: diverged },
    { ...full, runs: diverged, data: [] },
  ];
};

/** What must hold of a claim with results that uphold and refute it. */
const checksOfExamples = (
  kind: ClaimKind & Read,
  claim: Claim,
  upheldBy: Result,
  refutedBy: Result,
): readonly Check[] => {
  const both = [upheldBy, refutedBy];
  const { aboutData = false } = kind;
  return [
    ...(["upheld", "refuted"] as const).map((expected) => ({
      says: `its example is ${expected} by the result that it names`,
      fault: () => {
        const { verdict, because } = judge(claim, expected === "upheld" ? upheldBy : refutedBy);
        return verdict === expected ? null : `it is ${verdict}: ${because}`;
      },
    })),
    {
      says: "its evidence has n, diverged runs, effect and interval",
      fault: () => {
        const { evidence } = judge(claim, upheldBy);
        const missing = SHOWN.filter((name) => !(name in evidence));
        return missing.length > 0
          ? `it lacks ${missing.join(" and ")}`
          : evidence["n"] === upheldBy.runs.length
          ? null
          : `n is ${evidence["n"]} for ${upheldBy.runs.length} runs`;
      },
    },
    {
      says: "the order of the runs does not matter",
      fault: () =>
        both.every((each) =>
            JSON.stringify(judge(claim, { ...each, runs: each.runs.toReversed() })) ===
              JSON.stringify(judge(claim, each))
          )
          ? null
          : "it does",
    },
    {
      says: "it is refuted, and never fails, where runs, exponents, measures or data are missing",
      fault: () => {
        for (const result of poorOf(upheldBy, aboutData)) {
          const { verdict, because } = judge(claim, result);
          if (verdict !== "refuted") return `it is upheld: ${because}`;
          if (!isSentence(because)) return `its reason is not a sentence: "${because}"`;
        }
        return null;
      },
    },
    {
      says: aboutData
        ? "it is upheld by the data alone, whatever happened to the runs"
        : "it is refuted when all runs of its first group diverged",
      fault: () => {
        const [group = {}] = Object.values(kind.groups(claim));
        const runs = upheldBy.runs.map((each) =>
          selects(group, each.labels) ? divergedExample(each.labels, Object.keys(each.measures)) : each
        );
        const { verdict, because } = judge(claim, { ...upheldBy, runs });
        return verdict === (aboutData ? "upheld" : "refuted") ? null : `it is ${verdict}: ${because}`;
      },
    },
    {
      says: "it fits the runs that it is about, and names a label that none has",
      fault: () => {
        const labels = upheldBy.runs.map((each) => each.labels);
        const measures = [...new Set(upheldBy.runs.flatMap((each) => Object.keys(each.measures)))];
        const [fault] = checkClaims([claim], { labels, measures });
        if (fault !== undefined) return `${fault.path} is ${fault.found}; expected ${fault.expected}`;
        const names = Object.values(kind.groups(claim)).flatMap(Object.keys);
        if (!names.includes("τ")) return null;
        const nowhere = labels.map(({ "τ": _, ...rest }) => ({ ...rest, "α": 1 }));
        const [refusal] = checkClaims([claim], { labels: nowhere });
        return /^\$\.claims\[0\]\..*τ$/.test(refusal?.path ?? "") &&
            refusal!.expected.includes('"cell", "seed", "α"')
          ? null
          : "a group of runs without τ is taken";
      },
    },
    {
      says: "it carries what it restates and explains",
      fault: () => {
        const said = { id: "mine", restates: "Figure 3", states: "0.5", explanation: "Too few epochs." };
        const read = kind.codec.decode({ ...claim, ...said });
        if (E.isLeft(read)) return "it does not decode with an id";
        const verdict = judge(read.right as Claim, upheldBy);
        return Object.entries(said).every(([name, text]) => verdict[name as keyof typeof said] === text)
          ? null
          : `it says ${JSON.stringify(verdict)}`;
      },
    },
  ];
};

/** What must hold of a kind of claim. */
export const checksOfClaim = (kind: ClaimKind & Read): readonly Check[] => {
  const claim = exampleOf<Claim>(kind);
  const checks = [
    ...checksOfOptions(kind),
    {
      says: "what its claims say is a sentence",
      fault: () => isSentence(kind.says) ? null : `"${kind.says}"`,
    },
  ];
  if (claim === null) return checks;
  const [upheldBy, refutedBy] = [kind.upheldBy?.(), kind.refutedBy?.()];
  const results = [
    ...(upheldBy === undefined ? [] : [upheldBy]),
    ...(refutedBy === undefined ? [] : [refutedBy]),
  ];
  return [
    ...checks,
    {
      says: "it says which groups of runs it needs",
      fault: () =>
        Object.values(kind.groups(claim)).every((group) => typeof group === "object" && group !== null)
          ? null
          : "a group is not a record",
    },
    {
      says: "it has a verdict, and a sentence for it, for any results",
      fault: () => {
        for (const result of [...results, ...someResults()]) {
          const wrong = wrongVerdict(judge(claim, result));
          if (wrong !== null) return wrong;
        }
        return null;
      },
    },
    ...(upheldBy === undefined || refutedBy === undefined
      ? []
      : checksOfExamples(kind, claim, upheldBy, refutedBy)),
  ];
};
