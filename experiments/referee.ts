/**
 * How often `lyap estimate` is right, claim by claim, on systems that the method was not tuned on.
 *
 * The record is made by `deno task referee`: `fixtures/referee.csv` has a line for each series, and docs/referee.md all
 * tables, Toker's beside ours. Its tests judge a part of it again. What is counted in it for the claims is in
 * `fixtures/referee_aims.json`.
 *
 * Source of the published table: D. Toker, F. T. Sommer & M. D'Esposito (2020), Commun. Biol. 3:11, Table 2.
 */
import { pipe } from "fp-ts/function.js";
import aims from "../fixtures/referee_aims.json" with { type: "json" };
import * as lyap from "../experiment.ts";

/** Why what is not reached is not. */
const explanations: Readonly<Record<string, string>> = {
  "within-15-percent-x":
    "Where one variable moves in spikes that last a few samples, or wanders, no map that is fitted along the orbit is good " +
    "enough. Of some series even the equations give another exponent over the very rows.",
  "refusals-x":
    "A series with a long memory, or whose exponent all ways together do not confirm, gets no verdict rather than a wrong " +
    "one: that is the price of few false alarms.",
  "refusals-all": "The same as from one column.",
  "published-table":
    "From 1000 rows under 20 % of noise and more lyap says noise or too short, where the published method, which gives " +
    "no exponent, tells chaos. Not all series are those of the paper either.",
};

const claims = aims.map(({ id, ...counted }) =>
  lyap.module("./shared/recorded_share.ts", {
    ...counted,
    id,
    record: "docs/referee.md",
    ...(id === "published-table" ? { restates: "Toker, Sommer & D'Esposito (2020): Table 2" } : {}),
    ...(explanations[id] === undefined ? {} : { explanation: explanations[id] }),
  })
);

const spec = pipe(
  lyap.experiment(
    "referee",
    "How often the estimate is right",
    "Verdicts and exponents of series whose answer is known, counted over systems that the method was not tuned on. " +
      "The claims are what is aimed at. The one network is trained for one epoch and is of no interest here.",
  ),
  lyap.dataset(lyap.system("lorenz"), { steps: 1000 }),
  lyap.train(lyap.cells.PLRNN(2), {
    forcing: lyap.forcing.sparse(5),
    batches: { windows: 2, length: 20, perEpoch: 1 },
    epochs: 1,
  }),
  lyap.lyapunov({ steps: 100, transient: 10, longestGradient: 10 }),
  lyap.evaluate({ steps: 100, transient: 0 }),
  lyap.claim(...claims),
  lyap.report(lyap.module("./shared/recorded_shares.ts", {
    record: "docs/referee.md",
    counted: aims.map(({ counted }) => counted),
    found: aims.map(({ count, of }) => count / of),
    aimedAt: aims.map(({ share }) => share),
  })),
);

export default spec;

await lyap.main(spec, import.meta);
