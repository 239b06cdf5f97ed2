/**
 * Verdicts on a page: what was claimed, whether it holds, by how much, and the numbers that decided.
 *
 * @module
 */
import type { Verdict } from "../results/evidence.ts";
import type { Table } from "../figures/plot/figure.ts";
import { superscript } from "../figures/plot/numbers.ts";
import { areValues, nameInWords, spoken, valueInWords, type Values } from "./evidence_words.ts";
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

type Records = readonly Values[];
const areRecords = (value: unknown): value is Records =>
  Array.isArray(value) && value.length > 0 && value.every(areValues);

/** What has the unit of the measure that a claim is about. */
const inUnits = new Set(["median", "value", "values"]);

const recordTable = (records: Records, { over, unit }: Verdict["evidence"]): Table => {
  const rows = records.map(spoken);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return {
    columns: names.map((name) => ({
      name: nameInWords(name, rows[0]![name], over),
      unit: inUnits.has(name) && typeof unit === "string" && unit !== "" ? unit : null,
    })),
    rows: rows.map((row) =>
      names.map((name) => {
        const value = row[name];
        return typeof value === "number"
          ? value
          : value === undefined || value === null
          ? null
          : valueInWords(value);
      })
    ),
  };
};

/** The numbers of a verdict: lists of records as tables, all else by name. */
const evidenceNodes = (id: string, evidence: Verdict["evidence"]): readonly Node[] => {
  const entries = Object.entries(spoken(evidence));
  return [
    definitions(
      entries.filter(([, value]) => !areRecords(value))
        .map(([name, value]) => [nameInWords(name), valueInWords(value)] as const),
    ),
    ...entries.flatMap(([name, value]) => {
      const words = nameInWords(name, value);
      return areRecords(value)
        ? [element("h4", {}, words), sortableTable(`${words} of ${id}`, recordTable(value, evidence))]
        : [];
    }),
  ];
};

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
