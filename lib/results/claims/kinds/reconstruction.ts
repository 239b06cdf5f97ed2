/**
 * The network that is chosen on the validation part reconstructs the dynamics of the data.
 *
 * @module
 */
import { type Optional, optional } from "../../../core/codec/codec.ts";
import { type CataloguedClaim, defineClaim, effectOf } from "../claim.ts";
import { among, type Group, groupCodec } from "../../group.ts";
import { reconstructionOf } from "../../reconstruction.ts";
import { runsOf } from "../../sample.ts";
import { exampleSeeds } from "../../example.ts";
import type { Result } from "../../result.ts";
import { mean } from "../../../numerics/statistics.ts";

/** Networks with these D_stsp on both parts, on data whose floor is 0.1 and whose ceiling is 16. */
const withDivergences = (divergences: readonly number[]): Result => {
  const result = exampleSeeds((seed) => {
    const measures = { D_stsp: { value: divergences[seed - 1]! }, D_H: { value: 0.1 } };
    return { measures, validation: measures };
  });
  const scale = { D_stsp: { floor: 0.1, ceiling: 16 }, D_H: { floor: 0.05, ceiling: 0.9 } };
  return { ...result, data: result.data.map((data) => ({ ...data, scale })) };
};

/**
 * Upheld when the chosen network's geometry, power spectrum and instability are all good on the held-out part; the evidence says
 * how near it comes where it is refuted. The effect is the share of the networks that come out reconstructed.
 */
export const reconstruction: CataloguedClaim<"reconstruction", {
  readonly group: Optional<Group>;
}> = defineClaim({
  kind: "reconstruction",
  says: "The network chosen on the validation part reconstructs the dynamics, judged on the held-out part.",
  options: { group: optional(groupCodec, {}) },
  example: {},
  upheldBy: () => withDivergences([0.4, 0.2, 3]),
  refutedBy: () => withDivergences([3, 5, 4]),
  statement: ({ group }) =>
    `Of ${
      among("the networks", group)
    }, the one chosen on the validation part reconstructs the dynamics of the data.`,
  groups: ({ group }) => ({ group }),
  judge: ({ group }, evidence, random) => {
    const all = runsOf(evidence, group);
    const data = evidence.data.find(({ id }) => id === all[0]?.data);
    const runs = all.filter((run) => run.data === all[0]?.data);
    const found = reconstructionOf(data, runs);
    const marks = runs.map(({ id }) =>
      found.candidates.some(({ run, level }) => run === id && level === "reconstructed") ? 1 : 0
    );
    return {
      upheld: found.level === "reconstructed",
      evidence: {
        ...effectOf([{ values: marks }], ([each]) => mean(each!), random),
        effectIs: "share of the networks that come out reconstructed",
        effectUnit: "%",
        n: runs.length,
        diverged: found.candidates.filter(({ divergence }) => divergence !== null).length,
        level: found.level,
        dynamics: found.dynamics,
        chosen: found.chosen,
        place: found.place,
        reservation: found.reservation,
        aspects: found.aspects,
        candidates: found.candidates,
        sentences: found.sentences,
        ...(found.baselines === undefined ? {} : { baselines: found.baselines }),
      },
      because: found.sentences.join(" "),
    };
  },
});
