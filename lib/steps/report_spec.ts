/**
 * What the step `report` is given: the words of the experiment, its runs, and under which names it finds what was made.
 *
 * @module
 */
import type { Claim } from "../results/claims/catalogue.ts";
import type { FigureSpec } from "../report/figures/catalogue.ts";
import type { NextStep } from "../experiment/experiment.ts";
import type { RunOnData } from "../results/result.ts";
import type { RunSettings } from "../experiment/vocabulary.ts";

/** What the report gets in addition to its inputs. */
export interface ReportSpec {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly notes: readonly string[] | undefined;
  readonly next: NextStep | undefined;
  readonly timeUnit: string | undefined;
  readonly profile: string;
  readonly claims: readonly Claim[];
  readonly figures: readonly FigureSpec[];
  readonly runs: readonly RunOnData<RunSettings>[];
}

/** What the three steps that are a run's own make for it. */
export interface OfRun<A> {
  readonly network: A;
  readonly exponents: A;
  readonly measures: A;
}

/** The names of a run's steps, and so of the report's inputs. */
export const stepNamesOf = (run: string): OfRun<string> => ({
  network: `train ${run}`,
  exponents: `lyapunov ${run}`,
  measures: `evaluate ${run}`,
});
