/**
 * The record of a fit: how it came about, what came of it, which files are its own, and what people read about it.
 *
 * @module
 */
import { importLines } from "../../report/import_lines.ts";
import { canonicalJson, digestOfBytes } from "../../core/codec/canonical.ts";
import { own } from "../../core/codec/own.ts";
import { parseFitRecord } from "./folder.ts";
import type { PreparedFit } from "./prepare.ts";
import type { Trained } from "./train_in_time.ts";
import { trainingText } from "./compose.ts";
import type { Decision, SettledDecision } from "./state_folder.ts";
import { durationText } from "../../engine/progress.ts";
import { describeError } from "../../core/program/errors.ts";
import { counted, listed } from "../../core/program/text.ts";

/** A value as a JSON file. */
export const encoded = (value: unknown): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(value, null, 2) + "\n");

/** What programs, and the next fit into the same folder, read of a fit. */
export const recordOf = (
  { imported, design, identity }: PreparedFit,
  decision: Decision,
  trained: Pick<Trained, "trainings" | "leftOut">,
  verdict: unknown,
  files: Readonly<Record<string, Uint8Array>>,
): Uint8Array => {
  const { verdict: kind, because, lambda1, standardError, forcingInterval, notes } = design.estimate;
  return encoded(JSON.parse(canonicalJson({
    title: design.title,
    identity,
    understood: importLines(imported),
    stationarity: imported.stationarity,
    estimate: { verdict: kind, because, lambda1, standardError, forcingInterval, notes },
    estimatedFrom: design.estimatedFrom,
    proposals: design.proposals,
    planned: decision.allocation.sizes,
    trained: trained.trainings.map(trainingText),
    leftOut: trained.leftOut,
    verdict,
    files: Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [name, digestOfBytes(bytes)]),
    ),
    sealed: [],
  })));
};

/**
 * The record of a fit after some of its files were changed on purpose: it has their digests, and says that they were
 * sealed. Null if the bytes are no record.
 */
export const resealedRecord = (
  bytes: Uint8Array,
  files: Readonly<Record<string, Uint8Array>>,
): Uint8Array | null => {
  const earlier = parseFitRecord(bytes);
  if (earlier === null) return null;
  const digests = Object.entries(files).map(([name, each]) => [name, digestOfBytes(each)] as const);
  const changed = digests.filter(([name, digest]) => own(earlier.files, name) !== digest);
  return encoded({
    ...JSON.parse(new TextDecoder().decode(bytes)) as object,
    files: { ...earlier.files, ...Object.fromEntries(digests) },
    sealed: [...new Set([...earlier.sealed, ...changed.map(([name]) => name)])].sort(),
  });
};

/** How much is going to be trained, in a line. */
export const planLine = (
  { decision: { allocation: { sizes, seconds, withinBudget } }, earlier }: SettledDecision,
): string => {
  const { regressions, intervals, strengths, seeds, epochs } = sizes;
  const networks = intervals + strengths * seeds;
  const byRegression = regressions === 0 ? "" : `finds ${counted(regressions, "network")} by regression, `;
  const ways = [
    ...(intervals === 0 ? [] : [`${counted(intervals, "forcing interval")} τ`]),
    ...(strengths === 0 ? [] : [
      `${counted(strengths, "forcing strength")} α with ${counted(seeds, "seed")}${
        strengths === 1 ? "" : " each"
      }`,
    ]),
  ];
  return `${byRegression}looks at ${counted(networks, "network")} (${
    listed(ways)
  }) for ${epochs} epochs, and goes on with the best; ` +
    (earlier
      ? "goes on with what an earlier call began"
      : `about ${durationText(1000 * seconds)}${
        withinBudget ? "" : ", more than --minutes, in which nothing can be done"
      }`);
};

/** What a reader of the report should know of networks that it does not show. */
export const remarksOn = (
  { trainings, leftOut, failed }: Pick<Trained, "trainings" | "leftOut" | "failed">,
  minutes: number,
): readonly string[] => [
  ...(leftOut === 0 ? [] : [
    `Of ${counted(trainings.length + leftOut, "network")} that were planned, ${leftOut} ${
      leftOut === 1 ? "was" : "were"
    } left out, because the machine was slower than expected and the time budget of ${minutes} min was spent.`,
  ]),
  ...(failed.length === 0
    ? []
    : [`${counted(failed.length, "step")} failed: ${describeError(failed[0]!.error).join("; ")}.`]),
];
