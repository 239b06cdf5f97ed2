/**
 * What the step `report` is given: the words of the experiment, its runs, and under which names it finds what was made.
 *
 * @module
 */
import type { Claim } from "../claims/catalogue.ts";
import type { FigureSpec } from "../figures/catalogue.ts";
import type { Labels } from "../codec/labels.ts";
import type { RunSettings } from "../experiment/vocabulary.ts";

/** A run as the report knows it. */
export interface ReportedRun {
  readonly id: string;
  readonly labels: Labels;
  readonly settings: RunSettings;
  /** The name of its dataset. */
  readonly data: string;
}

/** What the report is given besides its inputs. */
export interface ReportSpec {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly profile: string;
  readonly claims: readonly Claim[];
  readonly figures: readonly FigureSpec[];
  readonly runs: readonly ReportedRun[];
}

/** What the three steps that are a run's own make for it. */
export interface OfRun<A> {
  readonly network: A;
  readonly exponents: A;
  readonly measures: A;
}

/** The names of a run's steps, and so of the report's inputs. */
export const namesOf = (run: string): OfRun<string> => ({
  network: `train ${run}`,
  exponents: `lyapunov ${run}`,
  measures: `evaluate ${run}`,
});
