/**
 * The network that is chosen on the validation part reconstructs the dynamics of the data.
 *
 * @module
 */
import { optional } from "../../codec/codec.ts";
import { claimKind, effectOf } from "../claim.ts";
import { among, groupCodec } from "../../results/group.ts";
import { reconstructionOf } from "../../results/reconstruction.ts";
import { runsOf } from "../../results/sample.ts";

/** The codecs of its options. */
export const reconstructionOptions = { group: optional(groupCodec, {}) };

const share = (values: readonly ArrayLike<number>[]): number => {
  const [marks] = values;
  return Array.from(marks!).reduce((sum, mark) => sum + mark, 0) / marks!.length;
};

/**
 * Upheld when the chosen network's geometry, rhythm and instability are all good on the held-out part; the evidence tells
 * how near it comes where it is refuted. The effect is the share of the networks that come out reconstructed.
 */
export const reconstruction = claimKind({
  kind: "reconstruction",
  says: "The network chosen on the validation part reconstructs the dynamics, judged on the held-out part.",
  options: reconstructionOptions,
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
        ...effectOf([{ values: marks }], share, random),
        effectIs: "share of the networks that come out reconstructed",
        n: runs.length,
        diverged: found.candidates.filter(({ divergence }) => divergence !== null).length,
        level: found.level,
        motion: found.motion,
        chosen: found.chosen,
        aspects: found.aspects,
        candidates: found.candidates,
      },
      because: found.because,
    };
  },
});
