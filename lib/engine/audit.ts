/**
 * An audit: a published run is made again in full, and its artifacts are compared with those that were published.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { join } from "@std/path/mod.js";
import { type Ledger, type PublishedRun, publishedSteps } from "../results/ledger/ledger.ts";
import { distinctIntegers, stream } from "../numerics/random.ts";
import { type Measured, run as planRun } from "../pipeline.ts";
import { describeError } from "../program/errors.ts";
import type { Capabilities, Program } from "../program/program.ts";
import type { Digest } from "../codec/canonical.ts";
import { lookUp } from "../steps/store/store.ts";
import { graphOf } from "../steps/plan.ts";
import type { Resolved } from "../experiment/vocabulary.ts";
import type { Audited } from "../results/verification/verification.ts";
import { type EngineOptions, runPlan } from "./local.ts";
import { nameOf } from "./process.ts";

/** A published run, and the ledger in which it stands. */
export interface Published {
  readonly ledger: Ledger;
  readonly run: PublishedRun;
}

/** Draws published runs, every choice equally likely; all of them where fewer are published. */
export const drawPublished = (
  ledgers: readonly Ledger[],
  count: number,
  seed: number,
): readonly Published[] => {
  const all = ledgers.flatMap((ledger) => ledger.runs.map((run) => ({ ledger, run })));
  const drawn = distinctIntegers(stream(seed, "audit"), Math.min(count, all.length), all.length);
  return [...drawn].map((index) => all[index]!);
};

/** What the artifacts of a run hold, by step; null for what is missing. */
const contentsOf = (
  { data, network, exponents, measures }: Measured,
  store: string,
): Program<Readonly<Record<(typeof publishedSteps)[number], Digest | null>>> => {
  const steps = { dataset: data, train: network, lyapunov: exponents, evaluate: measures };
  return pipe(
    publishedSteps,
    RTE.traverseArray((step) =>
      pipe(
        lookUp(store, nameOf(steps[step])),
        RTE.map((stored) =>
          [step, stored.kind === "present" ? stored.artifact.manifest.content : null] as const
        ),
      )
    ),
    RTE.map((entries) =>
      Object.fromEntries(entries) as Record<(typeof publishedSteps)[number], Digest | null>
    ),
  );
};

const compare = (
  { artifacts }: PublishedRun,
  found: Readonly<Record<(typeof publishedSteps)[number], Digest | null>>,
): Audited["difference"] => {
  const artifact = publishedSteps.find((step) => artifacts[step] !== found[step]);
  return artifact === undefined ? null : { artifact, published: artifacts[artifact], found: found[artifact] };
};

/**
 * Makes a published run again, in a store of its own where nothing is there already, and compares.
 *
 * @param experiment The experiment in the profile of the ledger, as it is today; null where there is none of that name.
 * @param options.store The store below which the audit has its own.
 * @param options.checked As for every call of the engine, but true by default: an audit is also the check of the fast way.
 */
export const audit = (
  { ledger, run }: Published,
  experiment: Resolved | null,
  options: EngineOptions,
): Program<Audited> =>
(capabilities: Capabilities) =>
async () => {
  const begin = capabilities.clock();
  const finding = (rest: Pick<Audited, "difference" | "fault">): E.Either<never, Audited> =>
    E.right({
      experiment: ledger.experiment,
      run: run.id,
      ...rest,
      seconds: (capabilities.clock() - begin) / 1000,
    });
  const same = experiment?.runs.find(({ id }) => id === run.id);
  if (experiment === null || same === undefined) {
    return finding({ difference: null, fault: "no experiment has this run today" });
  }
  const plan = graphOf(planRun(same));
  const { key } = plan.made.measures;
  if (key !== run.key) {
    return finding({
      difference: { artifact: "spec", published: run.key, found: key },
      fault: "",
    });
  }
  const store = join(options.store, "audit");
  const made = await pipe(
    // What an audit left that was killed is no run made again in full.
    (({ files }: Capabilities) => files.remove(store)) as Program<void>,
    RTE.chain(() => runPlan(plan, { ...options, store, checked: options.checked ?? true })),
    RTE.chain(({ failed }) =>
      pipe(contentsOf(plan.made, store), RTE.map((contents) => ({ failed, contents })))
    ),
    RTE.chainFirst(() => ({ files }: Capabilities) => files.remove(store)),
  )(capabilities)();
  if (E.isLeft(made)) return finding({ difference: null, fault: describeError(made.left).join("; ") });
  const { failed, contents } = made.right;
  return failed.length > 0
    ? finding({ difference: null, fault: describeError(failed[0]!.error).join("; ") })
    : finding({ difference: compare(run, contents), fault: "" });
};
