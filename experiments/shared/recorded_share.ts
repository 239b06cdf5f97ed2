/**
 * A claim about a record that is kept outside the experiment: a share of what was counted in it is at least, or at most, so
 * large.
 *
 * @module
 */
import {
  defineClaim,
  nonNegativeInteger,
  numberBetween,
  oneOf,
  positiveInteger,
  text,
} from "@lyap/lyap/define";

/** Digits of a share in per cent. */
const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;

export default defineClaim({
  kind: "recorded share",
  says: "A share of what a record counts is at least, or at most, so large.",
  options: {
    /** Where the record is. */
    record: text,
    /** What is counted among what, in the plural: "series that are not chaotic called chaotic". */
    counted: text,
    count: nonNegativeInteger,
    of: positiveInteger,
    bound: oneOf("at least", "at most"),
    share: numberBetween(0, 1),
  },
  example: {
    record: "docs/referee.md",
    counted: "series of noise called chaotic",
    count: 1,
    of: 200,
    bound: "at most",
    share: 0.01,
  },
  aboutData: true,
  statement: ({ record, counted, bound, share }) =>
    `Of the ${counted}, as ${record} counts them, the share is ${bound} ${percent(share)}.`,
  groups: () => ({ all: {} }),
  judge: ({ count, of, bound, share }) => ({
    upheld: bound === "at least" ? count >= share * of : count <= share * of,
    evidence: {
      effect: count / of,
      interval: null,
      effectIs: "share that was counted",
      required: { bound, share },
      n: of,
      diverged: 0,
      count,
    },
    because: `${count} of ${of} are ${percent(count / of)}.`,
  }),
});
