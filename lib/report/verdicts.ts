/**
 * Verdicts on a page: what was claimed, whether it holds, by how much, and the numbers that decided.
 *
 * @module
 */
import type { Verdict } from "../claims/evidence.ts";
import type { Table } from "../figures/figure.ts";
import { shortNumber, superscript } from "../figures/numbers.ts";
import { element, type Node, rich } from "./markup.ts";
import { definitions, sortableTable } from "./table.ts";

/** Numbers in a sentence as people write them: a true minus sign, powers of ten. */
const readable = (sentence: string): string =>
  sentence
    .replaceAll(
      /(?<![\w.])(-?\d+(?:\.\d+)?)e([+-]?\d+)(?![\w.]*\w)/g,
      (_, mantissa: string, exponent: string) => `${mantissa} × 10${superscript(Number(exponent))}`,
    )
    .replaceAll(/(?<=^|[\s(;,])-(?=\d)/g, "−");

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value as text: records as "low 20, high 50", lists item by item. */
const valueText = (value: unknown): string =>
  value === null || value === undefined
    ? "none"
    : typeof value === "number"
    ? shortNumber(value, 4)
    : typeof value === "boolean"
    ? (value ? "yes" : "no")
    : Array.isArray(value)
    ? value.length === 0 ? "none" : value.map(valueText).join("; ")
    : isRecord(value)
    ? Object.entries(value).map(([name, each]) => `${name} ${valueText(each)}`).join(", ") || "all"
    : String(value);

type Records = readonly Readonly<Record<string, unknown>>[];
const areRecords = (value: unknown): value is Records =>
  Array.isArray(value) && value.length > 0 && value.every(isRecord);

const recordTable = (records: Records): Table => {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return {
    columns: names.map((name) => ({ name, unit: null })),
    rows: records.map((record) =>
      names.map((name) => {
        const value = record[name];
        return typeof value === "number"
          ? value
          : value === undefined || value === null
          ? null
          : valueText(value);
      })
    ),
  };
};

/** The numbers of a verdict: lists of records as tables, all else by name. */
const evidenceNodes = (id: string, evidence: Verdict["evidence"]): readonly Node[] => [
  definitions(
    Object.entries(evidence).filter(([, value]) => !areRecords(value))
      .map(([name, value]) => [name, valueText(value)] as const),
  ),
  ...Object.entries(evidence).flatMap(([name, value]) =>
    areRecords(value) ? [element("h4", {}, name), sortableTable(`${name} of ${id}`, recordTable(value))] : []
  ),
];

/** A verdict as an item of a list. */
export const verdictItem = (verdict: Verdict): Node =>
  element(
    `li.${verdict.verdict}`,
    {},
    element(
      "p",
      {},
      element("span.badge", {}, verdict.verdict === "upheld" ? "✓ upheld" : "✗ refuted"),
      element("strong", {}, ...rich(verdict.statement)),
    ),
    element("p", {}, ...rich(readable(verdict.because))),
    ...(verdict.verdict === "refuted" && verdict.explanation !== undefined
      ? [element("p", {}, ...rich(verdict.explanation))]
      : []),
    ...(verdict.restates === undefined
      ? []
      : [element("p.quiet.small", {}, ...rich(`Restates ${verdict.restates}.`))]),
    element(
      "details",
      {},
      element("summary", {}, "The numbers that decided"),
      ...evidenceNodes(verdict.id, verdict.evidence),
    ),
  );
