/** Every kind of claim in the catalogue is upheld by some evidence and refuted by other, and never fails. */
import { assert, assertMatch } from "@std/assert/mod.js";
import type { Read } from "../../../lib/core/catalogue.ts";
import { type Claim, claimKinds, judge } from "../../../lib/results/claims/catalogue.ts";
import type { ClaimKind } from "../../../lib/results/claims/claim.ts";
import { exampleOf } from "../../../lib/library/checks/check.ts";
import { checksOfClaim } from "../../../lib/library/checks/claim.ts";
import { testAll } from "../../conformance.ts";

for (const kind of Object.values<ClaimKind & Read>(claimKinds)) {
  testAll(kind.kind, checksOfClaim(kind));

  Deno.test(`${kind.kind}: has results that uphold and refute it, and sentences that begin with a capital`, () => {
    const { upheldBy, refutedBy, says } = kind;
    assert(upheldBy !== undefined && refutedBy !== undefined, "it has no examples");
    const claim = exampleOf<Claim>(kind)!;
    assertMatch(says, /^[A-Z‖].*\.$/);
    for (const evidence of [upheldBy(), refutedBy(), { ...upheldBy(), runs: [] }]) {
      const { statement, because } = judge(claim, evidence);
      assertMatch(statement, /^[A-Z‖].*\.$/);
      assertMatch(because, /^[A-Z‖].*\.$/);
    }
  });
}
