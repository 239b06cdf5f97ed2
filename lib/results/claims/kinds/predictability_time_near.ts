/**
 * The predictability time of the data is near a value: the one that a paper draws, for example.
 *
 * @module
 */
import { listed } from "../../../core/program/text.ts";
import { numberInWords, percent } from "../../../numerics/format.ts";
import { type Codec, type Optional, optional, positiveNumber } from "../../../core/codec/codec.ts";
import { type CataloguedClaim, defineClaim } from "../claim.ts";
import { among, type Group, groupCodec } from "../../group.ts";
import { runsOf } from "../../sample.ts";
import { exampleSeeds } from "../../example.ts";
import type { Result } from "../../result.ts";

/** Data that are predictable for this many steps. */
const predictableFor = (steps: number): Result => {
  const result = exampleSeeds(() => ({}));
  const predictabilityTime = {
    time: { value: steps / 100, standardError: 0.001 },
    steps: { value: steps, standardError: 0.1 },
  };
  return { ...result, data: result.data.map((data) => ({ ...data, predictabilityTime })) };
};

/** For every dataset on which runs of the group were trained, ln 2 / λ₁ deviates from `steps` by at most `within`. */
export const predictabilityTimeNear: CataloguedClaim<"predictability time near", {
  /** In steps of the series. */
  readonly steps: Codec<number>;
  /** Allowed deviation relative to that. Default: 0.15. */
  readonly within: Optional<number>;
  readonly group: Optional<Group>;
}> = defineClaim({
  kind: "predictability time near",
  says: "The predictability time of the data, from the system's equations, is near a number of steps.",
  options: {
    steps: positiveNumber,
    within: optional(positiveNumber, 0.15),
    group: optional(groupCodec, {}),
  },
  example: { steps: 46.2, restates: "Figure 3: the dashed line" },
  upheldBy: () => predictableFor(45),
  refutedBy: () => predictableFor(62.8),
  aboutData: true,
  statement: ({ steps, within, group }) =>
    `The predictability time of ${among("the data", group)} is within ${percent(within)} of ${
      numberInWords(steps)
    } steps.`,
  groups: ({ group }) => ({ group }),
  judge: ({ steps, within, group }, evidence) => {
    const runs = runsOf(evidence, group);
    const times = evidence.data
      .filter(({ id }) => runs.some(({ data }) => data === id))
      .map(({ id, title, predictabilityTime }) => ({
        data: id,
        title,
        steps: predictabilityTime?.steps.value ?? NaN,
        standardError: predictabilityTime?.steps.standardError ?? NaN,
      }))
      .sort((a, b) => a.data < b.data ? -1 : 1);
    const deviations = times.map((time) => time.steps / steps - 1);
    const farthest = deviations.reduce(
      (far, deviation) => Math.abs(deviation) <= Math.abs(far) ? far : deviation,
      0,
    );
    const [only] = times.length === 1 ? times : [];
    return {
      upheld: times.length > 0 && deviations.every((deviation) => Math.abs(deviation) <= within),
      evidence: {
        effect: times.length === 0 ? null : farthest,
        interval: only === undefined ? null : {
          low: (only.steps - 1.96 * only.standardError) / steps - 1,
          high: (only.steps + 1.96 * only.standardError) / steps - 1,
          level: 0.95,
        },
        effectIs: "relative deviation of the predictability time",
        effectUnit: "%",
        intervalIs: "from the standard error of λ₁",
        required: within,
        n: runs.length,
        diverged: runs.filter(({ outcome }) => outcome.kind === "diverged").length,
        expected: steps,
        unit: "steps",
        times,
      },
      because: times.length === 0
        ? "No dataset is known."
        : `The system's exponent gives ${
          listed(times.map((time) => `${numberInWords(time.steps)} steps for ${time.title}`))
        }.`,
    };
  },
});
