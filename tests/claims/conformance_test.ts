/** Every kind of claim in the catalogue is upheld by some evidence and refuted by other, and never fails. */
import { assert, assertEquals, assertMatch, assertNotEquals, assertNotMatch } from "@std/assert/mod.js";
import {
  checkClaims,
  type Claim,
  claimCodec,
  claimKindOf,
  claimKinds,
  judge,
} from "../../lib/claims/catalogue.ts";
import type { Result, RunResult } from "../../lib/results/result.ts";
import { selects } from "../../lib/results/group.ts";
import { withoutNonFinite } from "../../lib/report/finite_json.ts";
import { decode } from "../../lib/codec/codec.ts";
import { divergedExample, exampleResult } from "../../lib/results/example.ts";
import type { ClaimKind } from "../../lib/claims/claim.ts";

const claimOf = (input: unknown): Claim => {
  const decoded = decode(claimCodec, input);
  assertEquals(decoded._tag === "Left" ? decoded.left : [], []);
  return (decoded as { readonly right: Claim }).right;
};

/** The options that a kind shows, and what upholds and refutes them. */
const exampleOf = (kind: Claim["kind"]) => {
  const { example, upheldBy, refutedBy, aboutData = false }: ClaimKind = claimKinds[kind];
  assert(upheldBy !== undefined && refutedBy !== undefined, `${kind} has no examples`);
  return { input: { kind, ...example }, upheldBy: upheldBy(), refutedBy: refutedBy(), aboutData };
};

const isSentence = (text: string) => assertMatch(text, /^[A-Z‖].*\.$/);

for (const kind of Object.keys(claimKinds) as Claim["kind"][]) {
  const { input, upheldBy, refutedBy, aboutData } = exampleOf(kind);
  const claim = claimOf(input);

  Deno.test(`${kind}: upheld by one evidence, refuted by another`, () => {
    assertEquals(judge(claim, upheldBy).verdict, "upheld");
    assertEquals(judge(claim, refutedBy).verdict, "refuted");
  });

  Deno.test(`${kind}: says what it claims and why, in sentences`, () => {
    for (const evidence of [upheldBy, refutedBy]) {
      const { statement, because } = judge(claim, evidence);
      isSentence(statement);
      isSentence(because);
      assertNotEquals(statement, because);
    }
    isSentence(claimKinds[kind].says);
  });

  Deno.test(`${kind}: evidence survives JSON and tells n, diverged runs, effect and interval`, () => {
    for (
      const evidence of [
        upheldBy,
        refutedBy,
        exampleResult([]),
        exampleResult([divergedExample({ cell: "PLRNN", "τ": 30, seed: 1 })]),
      ]
    ) {
      const verdict = judge(claim, evidence);
      const written = withoutNonFinite(verdict.evidence);
      assertEquals(JSON.parse(JSON.stringify(written)), written);
      // Numbers are typeset where they are put into a sentence: a true minus sign, powers of ten.
      assertNotMatch(verdict.because, /(?:^|[\s(;,])-\d|\de[+-]?\d/);
    }
    const shown = judge(claim, upheldBy).evidence;
    for (const name of ["n", "diverged", "effect", "interval"]) assert(name in shown, name);
    assertEquals(shown["n"], upheldBy.runs.length);
  });

  Deno.test(`${kind}: the order of the runs does not matter`, () => {
    for (const evidence of [upheldBy, refutedBy]) {
      const turned = { ...evidence, runs: [...evidence.runs].reverse() };
      assertEquals(judge(claim, turned), judge(claim, evidence));
    }
  });

  Deno.test(`${kind}: is refuted, and never fails, where runs, exponents, measures or data are missing`, () => {
    const bare = (runs: readonly RunResult[]) =>
      runs.map((each) => ({ ...each, spectrum: null, gradientNorms: null, generated: null, measures: {} }));
    const diverged = upheldBy.runs.map((each) => divergedExample(each.labels));
    const poor: readonly Result[] = [
      { ...upheldBy, runs: [] },
      ...(aboutData ? [] : [{ ...upheldBy, runs: bare(upheldBy.runs) }, { ...upheldBy, runs: diverged }]),
      {
        ...upheldBy,
        data: upheldBy.data.map(({ origin: _origin, ...each }) => ({
          ...each,
          spectrum: null,
          predictabilityTime: null,
          scale: {},
        })),
        runs: diverged,
      },
      { ...upheldBy, runs: diverged, data: [] },
    ];
    for (const evidence of poor) {
      const { verdict, because } = judge(claim, evidence);
      assertEquals(verdict, "refuted");
      isSentence(because);
    }
  });

  Deno.test(`${kind}: is refuted when all runs of its first group diverged, if it is about runs`, () => {
    const group = Object.values(claimKindOf(claim).groups(claim))[0]!;
    const runs = upheldBy.runs.map((each) =>
      selects(group, each.labels) ? divergedExample(each.labels, Object.keys(each.measures)) : each
    );
    assertEquals(judge(claim, { ...upheldBy, runs }).verdict, aboutData ? "upheld" : "refuted");
  });

  Deno.test(`${kind}: a resolved claim decodes to itself, and carries what it restates and explains`, () => {
    const told = claimOf({ ...input, id: "mine", restates: "Figure 3", explanation: "Too few epochs." });
    assertEquals(claimOf(told), told);
    assertEquals(claimOf(claimCodec.encode(told)), told);
    const { id, restates, explanation } = judge(told, upheldBy);
    assertEquals({ id, restates, explanation }, {
      id: "mine",
      restates: "Figure 3",
      explanation: "Too few epochs.",
    });
  });

  Deno.test(`${kind}: fits the runs that it is about, and tells a label that none has`, () => {
    const runs = upheldBy.runs.map((each) => each.labels);
    const evaluated = [...new Set(upheldBy.runs.flatMap(({ measures }) => Object.keys(measures)))];
    assertEquals(checkClaims([claim], { labels: runs, measures: evaluated }), []);
    const nowhere = runs.map(({ "τ": _interval, ...rest }) => ({ ...rest, "α": 1 }));
    const names = Object.values(claimKindOf(claim).groups(claim)).flatMap(Object.keys);
    if (names.includes("τ")) {
      const faults = checkClaims([claim], { labels: nowhere });
      assertMatch(faults[0]?.path ?? "", /^\$\.claims\[0\]\..*τ$/);
      assertMatch(faults[0]?.expected ?? "", /"cell", "seed", "α"/);
    }
  });
}
