/** Every kind of claim in the catalogue is upheld by some evidence and refuted by other, and never fails. */
import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert/mod.js";
import {
  checkClaims,
  type Claim,
  claimCodec,
  type ClaimInput,
  claimKindOf,
  claimKinds,
  judge,
} from "../../lib/claims/catalogue.ts";
import type { Evidence, RunEvidence } from "../../lib/results/evidence.ts";
import { selects } from "../../lib/results/group.ts";
import { decode } from "../../lib/codec/codec.ts";
import { divergedRun, evidenceOf, growing, run, spectrumOf, sweep } from "./support.ts";

interface Example {
  readonly claim: ClaimInput;
  readonly upheldBy: Evidence;
  readonly refutedBy: Evidence;
  /** Whether the claim is about the data alone, so that it holds whatever became of the runs. */
  readonly aboutData?: true;
}

const labels = (seed: number) => ({ cell: "PLRNN", "τ": 30, seed });
const three = (change: (seed: number) => Partial<RunEvidence>): Evidence =>
  evidenceOf([1, 2, 3].map((seed) => run(labels(seed), change(seed))));

const predictable = (steps: number): Evidence["data"] =>
  evidenceOf([]).data.map((data) => ({
    ...data,
    predictabilityTime: {
      time: { value: steps / 100, standardError: 0.001 },
      steps: { value: steps, standardError: 0.1 },
    },
  }));

/** Data of files with these digests. */
const files = (...digests: readonly string[]): Evidence => {
  const evidence = three(() => ({}));
  return {
    ...evidence,
    data: digests.map((sha256, index) => ({
      ...evidence.data[0]!,
      id: index === 0 ? "lorenz" : `file ${index}`,
      origin: {
        series: "recording",
        exponents: "series",
        unit: "sd",
        file: { name: `${index}.npy`, sha256 },
      },
    })),
  };
};

/** Data on which these are the floors of two measures. */
const floors = (one: number, other: number): Evidence =>
  evidenceOf(
    [1, 2, 3].map((seed) =>
      run(labels(seed), { measures: { D_stsp: { value: seed }, "D_stsp (al-rnn)": { value: seed } } })
    ),
    {
      scale: {
        D_stsp: { floor: other, ceiling: null },
        "D_stsp (al-rnn)": { floor: one, ceiling: null },
      },
    },
  );

const counting = (counted: number): Evidence =>
  evidenceOf(
    [1, 2, 3].map((seed) => run(labels(seed), { measures: { "D_stsp (paper)": { value: seed } } })),
    { scale: { "D_stsp (paper)": { floor: 0, ceiling: null, counted } } },
  );

/** Networks with these D_stsp on both parts, on data whose floor is 0.1 and whose ceiling is 16. */
const reconstructed = (divergences: readonly number[]): Evidence => {
  const evidence = three((seed) => {
    const measures = { D_stsp: { value: divergences[seed - 1]! }, D_H: { value: 0.1 } };
    return { measures, validation: measures };
  });
  const scale = { D_stsp: { floor: 0.1, ceiling: 16 }, D_H: { floor: 0.05, ceiling: 0.9 } };
  return { ...evidence, data: evidence.data.map((data) => ({ ...data, scale })) };
};

const examples: Readonly<Record<Claim["kind"], Example>> = {
  "ratio at least": {
    claim: {
      kind: "ratio at least",
      measure: "D_stsp",
      small: { "τ": 30 },
      large: [{ "τ": 5 }, { "τ": 200 }],
      factor: 5,
    },
    upheldBy: sweep("D_stsp", { 5: [9, 8, 10], 30: [0.2, 0.1, 9], 200: [7, null, 8] }),
    refutedBy: sweep("D_stsp", { 5: [9, 8, 10], 30: [0.2, null, null], 200: [7, 7, 8] }),
  },
  "ratio at most": {
    claim: {
      kind: "ratio at most",
      measure: "D_stsp",
      group: { cell: "PLRNN", "τ": 40 },
      reference: { "τ": 30 },
      factor: 2,
    },
    upheldBy: sweep("D_stsp", { 30: [0.2, 0.1, 0.3], 40: [0.4, 0.2, null] }),
    refutedBy: sweep("D_stsp", { 30: [0.2, 0.1, 0.3], 40: [0.4, null, 0.5] }),
  },
  "value near": {
    claim: { kind: "value near", measure: "D_H", value: 0.2, group: { "τ": 30 } },
    upheldBy: sweep("D_H", { 30: [0.19, 0.22, null] }),
    refutedBy: sweep("D_H", { 30: [0.19, null, null] }),
  },
  "at least": {
    claim: { kind: "at least", measure: "PSC", value: 0.9, group: { "τ": [30, 40] } },
    upheldBy: sweep("PSC", { 30: [0.95, 0.92], 40: [0.99, null] }),
    refutedBy: sweep("PSC", { 30: [0.95, 0.7], 40: [0.8, null] }),
  },
  "at most": {
    claim: { kind: "at most", measure: "D_stsp", value: 1, group: { "τ": 30 } },
    upheldBy: sweep("D_stsp", { 30: [0.5, 0.6, null] }),
    refutedBy: sweep("D_stsp", { 30: [0.5, 1.1, null] }),
  },
  "order": {
    claim: { kind: "order", measure: "D_stsp", groups: [{ "τ": 30 }, { "τ": 5 }, { "τ": 200 }] },
    upheldBy: sweep("D_stsp", { 5: [3, 4], 30: [1, 2], 200: [null, 5] }),
    refutedBy: sweep("D_stsp", { 5: [3, 4], 30: [1, 2], 200: [2, 4] }),
  },
  "minimum within": {
    claim: {
      kind: "minimum within",
      measure: "D_stsp",
      over: "τ",
      low: 20,
      high: 50,
      group: { cell: "PLRNN" },
    },
    upheldBy: sweep("D_stsp", { 5: [3, 4], 30: [1, 2], 50: [1, 3], 200: [null, null] }),
    refutedBy: sweep("D_stsp", { 5: [1, 1], 30: [1, 2], 50: [1, 3], 200: [null, null] }),
  },
  "monotonic": {
    claim: { kind: "monotonic", measure: "D_stsp", over: "τ", direction: "rises", from: 30 },
    upheldBy: sweep("D_stsp", { 30: [1, 2], 50: [1, 3], 200: [null, 4], 500: [null, null] }),
    refutedBy: sweep("D_stsp", { 30: [1, 2], 50: [5, 5], 200: [3, 4], 500: [null, null] }),
  },
  "measures agree": {
    claim: { kind: "measures agree", measure: "D_stsp", other: "lambda1_error" },
    upheldBy: three((seed) => ({
      measures: { D_stsp: { value: seed }, lambda1_error: { value: seed * seed } },
    })),
    refutedBy: three((seed) => ({ measures: { D_stsp: { value: seed }, lambda1_error: { value: -seed } } })),
  },
  "predictability time near": {
    claim: { kind: "predictability time near", steps: 46.2, restates: "Figure 3: the dashed line" },
    upheldBy: { ...three(() => ({})), data: predictable(45) },
    refutedBy: { ...three(() => ({})), data: predictable(62.8) },
    aboutData: true,
  },
  "counted share near": {
    claim: { kind: "counted share near", measure: "D_stsp (paper)", share: 0.326 },
    upheldBy: counting(0.3264),
    refutedBy: counting(0.87),
    aboutData: true,
  },
  "floor ratio near": {
    claim: { kind: "floor ratio near", measure: "D_stsp (al-rnn)", other: "D_stsp", ratio: 4 },
    upheldBy: floors(0.2, 0.05),
    refutedBy: floors(0.05, 0.05),
    aboutData: true,
  },
  "files are equal": {
    claim: { kind: "files are equal", files: ["0.npy", "1.npy"] },
    upheldBy: files("7c", "7c"),
    refutedBy: files("7c", "7d"),
    aboutData: true,
  },
  "growth rate equals": {
    claim: { kind: "growth rate equals", rate: -0.16, group: { "τ": 30 } },
    upheldBy: three((seed) => ({ gradientNorms: growing(-0.15 - 0.005 * seed) })),
    refutedBy: three((seed) => ({ gradientNorms: growing(-0.1 * seed) })),
  },
  "exponent near system": {
    claim: { kind: "exponent near system", group: { "τ": 30 } },
    upheldBy: three((seed) => ({ spectrum: spectrumOf([0.01 + 0.0005 * seed, 0]) })),
    refutedBy: three((seed) => ({ spectrum: spectrumOf([0.02 * seed, 0]) })),
  },
  "gradient growth": {
    claim: { kind: "gradient growth", group: { "τ": 30 } },
    upheldBy: three(() => ({ gradientNorms: growing(0.0115) })),
    refutedBy: three((seed) => ({ gradientNorms: growing(seed === 2 ? 0.02 : 0.011) })),
  },
  "exponent sum": {
    claim: { kind: "exponent sum" },
    upheldBy: three(() => ({})),
    refutedBy: three((seed) => ({ spectrum: spectrumOf([1, -2], { determinant: seed === 2 ? -1.1 : -1 }) })),
  },
  "diverged share": {
    claim: { kind: "diverged share", most: 0.4, group: { "τ": 30 } },
    upheldBy: three((seed) => seed === 2 ? divergedRun(labels(seed)) : {}),
    refutedBy: three((seed) => seed > 1 ? divergedRun(labels(seed)) : {}),
  },
  "reconstruction": {
    claim: { kind: "reconstruction" },
    upheldBy: reconstructed([0.4, 0.2, 3]),
    refutedBy: reconstructed([3, 5, 4]),
  },
};

const claimOf = (input: unknown): Claim => {
  const decoded = decode(claimCodec, input);
  assertEquals(decoded._tag === "Left" ? decoded.left : [], []);
  return (decoded as { readonly right: Claim }).right;
};

const isSentence = (text: string) => assertMatch(text, /^[A-Z‖].*\.$/);

for (const kind of Object.keys(claimKinds) as Claim["kind"][]) {
  const { claim: input, upheldBy, refutedBy, aboutData = false } = examples[kind];
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
    for (const evidence of [upheldBy, refutedBy, evidenceOf([]), evidenceOf([divergedRun(labels(1))])]) {
      const verdict = judge(claim, evidence);
      assertEquals(JSON.parse(JSON.stringify(verdict)), verdict);
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
    const bare = (runs: readonly RunEvidence[]) =>
      runs.map((each) => ({ ...each, spectrum: null, gradientNorms: null, generated: null, measures: {} }));
    const diverged = upheldBy.runs.map((each) => divergedRun(each.labels));
    const poor: readonly Evidence[] = [
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
      selects(group, each.labels) ? divergedRun(each.labels, Object.keys(each.measures)) : each
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
