/**
 * The record of a fit: how it came about, what came of it, and which files are its own.
 *
 * @module
 */
import { importLines } from "../../report/import_lines.ts";
import { canonicalJson } from "../../codec/canonical.ts";
import { FIT_RECORD } from "./folder.ts";
import type { Prepared } from "./prepare.ts";
import type { Trained } from "./train_in_time.ts";
import { trainingText } from "./trainings.ts";
import type { Decision } from "./workplace.ts";

/** A value as a JSON file. */
export const encoded = (value: unknown): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(value, null, 2) + "\n");

/** What programs, and the next fit into the same folder, read of a fit. */
export const recordOf = (
  { imported, design, identity }: Prepared,
  decision: Decision,
  trained: Trained,
  verdict: unknown,
  files: readonly string[],
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
    planned: decision.purchase.sizes,
    trained: trained.trainings.map(trainingText),
    leftOut: trained.leftOut,
    verdict,
    files: [...files, FIT_RECORD].sort(),
  })));
};
