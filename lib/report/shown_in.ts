/**
 * Which figure shows what a claim is about.
 *
 * @module
 */
import { isRecord } from "../core/codec/json.ts";
import type { Labels } from "../core/codec/labels.ts";
import type { Figure } from "./figures/plot/figure.ts";
import { type Group, selects } from "../results/group.ts";

/** What is read of a claim or of a figure: its kind and, where it has such options, what it is about. */
export interface ShownThing {
  readonly kind: string;
  readonly measure?: unknown;
  readonly over?: unknown;
  readonly data?: unknown;
  readonly group?: unknown;
  readonly figure?: unknown;
  readonly rows?: unknown;
}

/** Kinds of figures by the kind of the claim, the most telling first. */
const byKind: Readonly<Record<string, readonly string[]>> = {
  reconstruction: ["chosen"],
  "exponent near system": ["spectra"],
  "exponent sum": ["spectra", "convergence"],
  "gradient growth": ["gradientNorms"],
  "growth rate equals": ["gradientNorms"],
  "diverged share": ["loss"],
  "predictability time near": ["measure"],
};

/** Kinds of figures by the quantity of the claim, where it is no measure of its own. */
const byQuantity: Readonly<Record<string, readonly string[]>> = {
  "largest exponent": ["spectra"],
  "Kaplan-Yorke dimension": ["spectra"],
  "gradient growth rate": ["gradientNorms"],
  "gradient log-norm in training": ["jacobianNormOverEpochs"],
  "gradient log-norm over τ in training": ["jacobianNormOverEpochs"],
  "largest loss gradient": ["gradientNormOverEpochs", "loss"],
  "training loss": ["loss"],
};

/** A figure that is split is about what its parts are about. */
const innermost = (figure: ShownThing): ShownThing =>
  figure.kind === "multiples" && typeof figure.figure === "object" ? figure.figure as ShownThing : figure;

/** The dataset that a claim is about, by its label; undefined if it is about all. */
const datasetOf = ({ group }: ShownThing): unknown =>
  typeof group === "object" && group !== null ? (group as { readonly dataset?: unknown }).dataset : undefined;

/** Whether a figure has the runs of a claim: one that compares rows has no others. */
const hasRuns = (claim: ShownThing, { rows }: ShownThing, runs: readonly Labels[]): boolean => {
  if (!Array.isArray(rows) || !isRecord(claim.group)) return true;
  const own = runs.filter((labels) => selects(claim.group as Group, labels));
  return rows.some((row) =>
    isRecord(row) && isRecord(row.runs) && own.some((labels) => selects(row.runs as Group, labels))
  );
};

/** How well a figure shows a claim, wherever their data are from; 0 where it does not. */
const fitOfKind = (claim: ShownThing, figure: ShownThing): number => {
  const kinds = byKind[claim.kind] ?? byQuantity[String(claim.measure)] ?? [];
  const place = kinds.indexOf(figure.kind);
  if (place >= 0) return 20 - place;
  if (claim.measure === undefined || figure.measure !== claim.measure) return 0;
  return 10 + (figure.over === claim.over || claim.over === undefined ? 1 : 0) +
    (figure.kind === "measure" ? 1 : 0);
};

/** The same, of figures that show one dataset: that of the claim before the others, and another one never. */
const fit = (
  claim: ShownThing,
  figure: ShownThing,
  dataOf: (label: string) => string | undefined,
): number => {
  const mark = fitOfKind(claim, figure);
  const label = datasetOf(claim);
  if (typeof figure.data !== "string" || typeof label !== "string") return mark;
  return figure.data === label || figure.data === dataOf(label) ? 2 * mark : 0;
};

/**
 * For each claim the place of the figure that shows best what it is about; null if none does.
 *
 * @param claims As the spec has them.
 * @param specs Of the figures.
 * @param figures What was drawn of them, at the same places.
 * @param dataOf The id of a dataset by the label that its runs have.
 * @param runs The labels of all runs.
 */
export const shownIn = (
  claims: readonly ShownThing[],
  specs: readonly ShownThing[],
  figures: readonly Figure[],
  dataOf: (label: string) => string | undefined = () => undefined,
  runs: readonly Labels[] = [],
): readonly (number | null)[] =>
  claims.map((claim) => {
    const marks = specs.map((spec, index) =>
      figures[index]!.panels.length === 0 || !hasRuns(claim, innermost(spec), runs)
        ? 0
        : fit(claim, innermost(spec), dataOf)
    );
    const best = Math.max(0, ...marks);
    return best === 0 ? null : marks.indexOf(best);
  });
