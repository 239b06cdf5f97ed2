/**
 * The certified spectra of the catalogue, claim by claim, for systems of different kinds: sum rule, zero exponent, and
 * agreement with the literature. docs/spectra.md has all of them, and what one popular list says of some.
 *
 * Source: J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press, appendix A; those of the catalogue
 * (`lyap systems <name>`).
 */
import { pipe } from "fp-ts/function.js";
import * as lyap from "../experiment.ts";
import { systems } from "../mod.ts";

/** Dissipative and driven flows, one with two positive exponents, and a map. */
const names = [
  ...["lorenz", "roessler", "halvorsen", "sprott-b", "moore-spiegel", "rikitake"],
  ...["ueda", "driven-pendulum", "hyperchaotic-roessler", "henon"],
] as const;

/** Short series: the claims are about the equations behind them. */
const data = names.map((name) => lyap.sampled(lyap.system(name), { dt: systems[name]!.dt, steps: 1000 }));

/** What the literature says of a system at its default parameters. */
const literature = names.flatMap((name) =>
  systems[name]!.referenceExponents
    .filter(({ parameters, tolerance }) =>
      Object.keys(parameters).length === 0 && typeof tolerance === "number"
    )
    .slice(0, 1)
    .map(({ exponents, tolerance, source }) => ({
      kind: "spectrum near" as const,
      id: `literature-of-${name}`,
      group: { dataset: name },
      exponents: [...exponents],
      within: tolerance as number,
      restates: source,
    }))
);

const spec = pipe(
  lyap.experiment(
    "certified-spectra",
    "Certified Lyapunov spectra",
    "The exponents of ten systems from their equations, over 4000 typical times each. Their sum must be the mean " +
      "divergence, every flow must have an exponent 0, and what the literature says of them must come out again. The " +
      "networks are trained for one epoch and are of no interest here.",
  ),
  lyap.dataset(data[0]!),
  lyap.train(lyap.cells.PLRNN(2), {
    forcing: lyap.forcing.sparse(5),
    batches: { windows: 2, length: 20, perEpoch: 1 },
    epochs: 1,
  }),
  lyap.lyapunov({ steps: 100, transient: 10, longestGradient: 10 }),
  lyap.evaluate({ steps: 100, transient: 0 }),
  lyap.sweep({ dataset: data }),
  lyap.claim(
    { kind: "exponent sum", id: "sum-rule" },
    { kind: "zero exponent", id: "zero-exponent" },
    ...literature,
  ),
  lyap.report(...names.slice(0, 1).map(() => lyap.figures.convergence({ data: "dataset 1" }))),
);

export default spec;

await lyap.main(spec, import.meta);
