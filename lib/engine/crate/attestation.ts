/**
 * The verdicts of a crate as an in-toto statement of the predicate type test-result, for whoever signs: over the digests of
 * the spec, which says what was claimed, and of the ledger, which says what came out.
 *
 * @module
 */
import { hexOf } from "../../core/codec/canonical.ts";
import { hasFlipped, type JudgedClaim } from "../../results/verification/verification.ts";
import { type CrateFile, type CrateVerdicts, LEDGER, SPEC } from "./content.ts";

/** A file by its digest. */
interface Subject {
  readonly name: string;
  readonly digest: { readonly sha256: string };
}

/** An in-toto statement about the verdicts. */
export interface Attestation {
  readonly _type: "https://in-toto.io/Statement/v1";
  readonly subject: readonly Subject[];
  readonly predicateType: "https://in-toto.io/attestation/test-result/v0.1";
  readonly predicate: {
    /** PASSED: all hold; WARNED: what does not hold was expected not to; FAILED: a verdict has flipped. */
    readonly result: "PASSED" | "WARNED" | "FAILED";
    /** What was tested: the spec. */
    readonly configuration: readonly Subject[];
    /** Claims that the evidence upholds. */
    readonly passedTests: readonly string[];
    /** Claims that it refutes, as was expected and explained. */
    readonly warnedTests: readonly string[];
    /** Claims with another verdict than was expected. */
    readonly failedTests: readonly string[];
  };
}

const subjectOf = ({ name, digest }: CrateFile): Subject => ({ name, digest: { sha256: hexOf(digest) } });

const idsWhere = (claims: readonly JudgedClaim[], keep: (claim: JudgedClaim) => boolean): readonly string[] =>
  claims.filter(keep).map(({ id }) => id);

/** The statement about a crate's verdicts. */
export const attestationOf = (
  { experiment, claims }: CrateVerdicts,
  files: readonly CrateFile[],
): Attestation => {
  const named = (name: string) => files.filter((file) => file.name === name).map(subjectOf);
  const failedTests = idsWhere(claims, hasFlipped);
  const warnedTests = idsWhere(claims, (claim) => !hasFlipped(claim) && claim.verdict !== "upheld");
  return {
    _type: "https://in-toto.io/Statement/v1",
    subject: [...named(SPEC), ...named(`${LEDGER}/${experiment}.json`)],
    predicateType: "https://in-toto.io/attestation/test-result/v0.1",
    predicate: {
      result: failedTests.length > 0 ? "FAILED" : warnedTests.length > 0 ? "WARNED" : "PASSED",
      configuration: named(SPEC),
      passedTests: idsWhere(claims, (claim) => !hasFlipped(claim) && claim.verdict === "upheld"),
      warnedTests,
      failedTests,
    },
  };
};
