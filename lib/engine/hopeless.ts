/**
 * Sizes that have no hope are refused before work begins.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { badUsage, describeError, type LyapError } from "../core/program/errors.ts";
import { type Capabilities, failWith, type Program } from "../core/program/program.ts";
import { ask, note } from "../core/program/terminal.ts";
import { counted } from "../core/program/text.ts";
import { bytesText, durationInWords, type Outlook, outlookOf, outlookOfAll } from "../steps/outlook.ts";
import { type PlannedStep, type StepGraph, stepInWords } from "../steps/plan.ts";

/** Waiting that nobody begins by accident: a day. */
const LONG = 86_400;

/** What is said of work that takes long or needs more memory than there is; null of any other. */
export const warningOf = (
  { seconds, bytes }: Outlook,
  what: string,
  { cores, memory }: { readonly cores: number; readonly memory: number },
): LyapError | null => {
  const time = `it would take ${durationInWords(seconds)} on ${counted(cores, "core")}`;
  const space = `${bytesText(bytes)} of memory, and this machine has ${bytesText(memory)}`;
  // What cannot be counted is long, too.
  if (seconds <= LONG && bytes <= memory) return null;
  return badUsage(
    `${what}: ${bytes > memory ? `${time} and ${space}` : time}`,
    "say --yes (in a program yes: true) to start it anyway, or ask for less",
  );
};

/**
 * Fails where a step of a plan alone would take more than a day, or more memory than this machine has: no cluster makes
 * it shorter.
 *
 * @param yes Whether the user knows.
 */
export const refuseEndless = ({ steps }: StepGraph, yes: boolean): Program<void> =>
  yes ? RTE.right(undefined) : pipe(
    RTE.asks(({ memory }: Capabilities) => memory()),
    RTE.map((memory) =>
      steps.map((each) =>
        warningOf(outlookOf(each), `The step ${stepInWords(each)} alone`, { cores: 1, memory })
      )
        .find((warning) => warning !== null)
    ),
    RTE.chain((warning): Program<void> => warning === undefined ? RTE.right(undefined) : failWith(warning)),
  );

/** " of NAME", where the plan has a report, which knows the name of its experiment. */
const ofExperiment = ({ steps }: StepGraph): string => {
  const report = steps.find((each): each is PlannedStep<"report"> => each.step === "report");
  return report === undefined ? "" : ` of ${report.spec.name}`;
};

/** Asks whether to go on, where somebody is there to answer; fails where nobody is, or the answer is no. */
export const goOnDespite = (warning: LyapError): Program<void> =>
  pipe(
    ask(`${warning._tag === "BadUsage" ? warning.what : describeError(warning).join("; ")}; go on?`),
    RTE.chain((answer): Program<void> => answer === true ? RTE.right(undefined) : failWith(warning)),
  );

/**
 * Fails where the missing steps of a plan would take more than a day or more memory than this machine has.
 *
 * @param jobs Steps that run side by side.
 * @param yes Whether the user knows.
 */
export const refuseHopeless =
  (jobs: number, yes: boolean) => (plan: StepGraph, missing: ReadonlySet<string>): Program<void> => {
    if (yes) return RTE.right(undefined);
    return pipe(
      RTE.asks(({ memory }: Capabilities) => memory()),
      RTE.chain((memory): Program<void> => {
        const steps = plan.steps.filter(({ id }) => missing.has(id));
        const runs = steps.filter(({ step }) => step === "evaluate").length;
        const outlook = outlookOfAll(steps.map(outlookOf), jobs);
        const what = `${counted(runs, "run")}${ofExperiment(plan)}`;
        const warning = warningOf(outlook, what, { cores: jobs, memory });
        return warning === null ? RTE.right(undefined) : goOnDespite(warning);
      }),
    );
  };

/**
 * Says how many steps are missing and how long they take, then does what {@link refuseHopeless} does.
 *
 * @param jobs Steps that run side by side.
 * @param yes Whether the user knows.
 */
export const announceMissing =
  (jobs: number, yes: boolean) => (plan: StepGraph, missing: ReadonlySet<string>): Program<void> => {
    const steps = plan.steps.filter(({ id }) => missing.has(id));
    const { seconds } = outlookOfAll(steps.map(outlookOf), jobs);
    return pipe(
      refuseHopeless(jobs, yes)(plan, missing),
      RTE.chain(() =>
        steps.length === 0
          ? RTE.right(undefined)
          : note(`${counted(steps.length, "step")}${ofExperiment(plan)} to make: ${durationInWords(seconds)}`)
      ),
    );
  };
