/**
 * `lyap run --dry-run`: what an experiment would do.
 *
 * @module
 */
import { canonicalJson } from "../core/codec/canonical.ts";
import { runNames } from "../report/figures/selection.ts";
import type { Resolved } from "../experiment/vocabulary.ts";
import type { PlannedExperiment } from "../pipeline.ts";
import { counted, listed, wrapped } from "../core/program/text.ts";
import { areValues, nameInWords, valueInWords } from "../report/evidence_words.ts";
import { bytesText, durationInWords, outlookOf, outlookOfAll } from "../steps/outlook.ts";

/** An experiment that might be run. */
export interface Intended {
  readonly experiment: Resolved;
  readonly plan: PlannedExperiment;
  /** Ids of the steps that the store lacks and no ledger offers. */
  readonly missing: ReadonlySet<string>;
  /** How many trainings a ledger offers that the store lacks. */
  readonly offered: number;
  /** Steps that run side by side. */
  readonly jobs: number;
}

type Settings = Readonly<Record<string, unknown>>;

/** The settings that all runs share. */
const sharedBy = ({ runs }: Resolved): Settings => {
  const [first, ...others] = runs.map(({ settings }) => settings as Settings);
  return Object.fromEntries(
    Object.entries(first ?? {}).filter(([key, value]) =>
      value !== undefined && others.every((each) => canonicalJson(each[key]) === canonicalJson(value))
    ),
  );
};

const outlookOfMissing = ({ plan, missing, jobs }: Intended) =>
  outlookOfAll(plan.steps.filter(({ id }) => missing.has(id)).map(outlookOf), jobs);

/** Whether everything that a run needs is there. */
const isThere = (
  { data, network, exponents, measures }: PlannedExperiment["runs"][number],
  missing: ReadonlySet<string>,
) => [data, network, exponents, measures].every(({ id }) => !missing.has(id));

/** What `--json` says. */
export const outlookDocument = (intended: Intended): Readonly<Record<string, unknown>> => {
  const { experiment: { name, title, profile, runs, claims, figures }, plan, missing, offered } = intended;
  return {
    experiment: name,
    title,
    profile,
    steps: plan.steps.length,
    missing: missing.size,
    fromLedger: offered,
    ...outlookOfMissing(intended),
    runs: runs.map((run, index) => ({ ...run, isThere: isThere(plan.runs[index]!, missing) })),
    claims,
    figures,
  };
};

/** Runs that a person is shown at most. */
const MOST_RUNS = 40;

/**
 * A setting in words: its kind first, then what it is set to.
 *
 * @example A cell, and a measure in a list
 * ```ts
 * import { settingInWords } from "./dry_run.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(settingInWords({ kind: "PLRNN", units: 30 }), "PLRNN, units 30");
 * assertEquals(
 *   settingInWords({ steps: 100_000, measures: [{ kind: "D_H", burnIn: 0, variables: ["x", "y"] }, { kind: "PE" }] }),
 *   "steps 100,000, measures (D_H, burn in 0, variables x and y; PE)",
 * );
 * ```
 */
export const settingInWords = (value: unknown): string => {
  if (Array.isArray(value)) {
    return value.some(areValues) ? value.map(settingInWords).join("; ") : listed(value.map(settingInWords));
  }
  if (!areValues(value)) return valueInWords(value);
  const { kind, ...others } = value;
  return [
    ...(kind === undefined ? [] : [String(kind)]),
    ...Object.entries(others).filter(([, each]) => each !== undefined).map(([name, each]) =>
      `${nameInWords(name)} ${
        areValues(each) || (Array.isArray(each) && each.some(areValues))
          ? `(${settingInWords(each)})`
          : settingInWords(each)
      }`
    ),
  ].join(", ");
};

/** A text that goes on below its beginning, two spaces farther in. */
const hanging = (text: string, width: number): readonly string[] =>
  wrapped(text, width - 4).map((line, index) => `${index === 0 ? "  " : "    "}${line}`);

/**
 * What a person reads.
 *
 * @param width Characters of a line.
 */
export const outlookLines = (intended: Intended, width: number): readonly string[] => {
  const { experiment, plan, missing, offered, jobs } = intended;
  const { name, profile, runs, claims } = experiment;
  const { seconds, bytes } = outlookOfMissing(intended);
  const nameOf = runNames(runs);
  const there = plan.runs.filter((run) => isThere(run, missing)).length;
  return [
    `${name} (${profile}): ${experiment.title}`,
    "",
    "all runs:",
    ...Object.entries(sharedBy(experiment)).flatMap(([key, value]) =>
      hanging(`${nameInWords(key)}: ${settingInWords(value)}`, width)
    ),
    "",
    `${counted(runs.length, "run")}, ${there} of them there already:`,
    ...runs.slice(0, MOST_RUNS).map((run, index) =>
      `  ${isThere(plan.runs[index]!, missing) ? "✓" : "·"} ${nameOf(run)}`
    ),
    ...(runs.length > MOST_RUNS ? [`  … and ${runs.length - MOST_RUNS} more (--json lists all)`] : []),
    "",
    counted(claims.length, "claim"),
    ...(offered === 0 ? [] : [`${counted(offered, "training")} taken from the ledger`]),
    missing.size === 0
      ? `all ${plan.steps.length} steps are there: nothing to do`
      : `${missing.size} of ${plan.steps.length} steps to make: ${durationInWords(seconds)} on ${
        counted(jobs, "core")
      }, ${bytesText(bytes)} of memory`,
  ];
};
