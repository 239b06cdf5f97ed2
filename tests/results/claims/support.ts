/** Claims judged. */
import { type Claim, claimCodec, type ClaimInput, judge } from "../../../lib/results/claims/catalogue.ts";
import type { Result, Verdict } from "../../../lib/results/result.ts";

/** A claim as its author writes it, decoded. */
export const claimOf = (input: ClaimInput): Claim =>
  (claimCodec.decode(input) as { readonly right: Claim }).right;

/** The verdict on a claim. */
export const judged = (input: ClaimInput, evidence: Result): Verdict => judge(claimOf(input), evidence);
