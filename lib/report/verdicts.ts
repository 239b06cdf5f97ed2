/**
 * Verdicts on a page: a compact list, refuted ones first, each with its number; opened, it shows why.
 *
 * @module
 */
import type { Verdict } from "../results/result.ts";
import type { Table } from "./figures/plot/figure.ts";
import { numberInWords, shortNumber } from "../numerics/format.ts";
import { areValues, type NamedValues, nameInWords, said, valueInWords } from "./evidence_words.ts";
import { element, type Node, prose, rich } from "./markup.ts";
import { definitions, FOLDED, sortableTable, unfoldNode } from "./table.ts";

type Records = readonly NamedValues[];
const areRecords = (value: unknown): value is Records =>
  Array.isArray(value) && value.length > 0 && value.every(areValues);

/** What has the unit of the measure that a claim is about. */
const inUnits = new Set(["median", "value", "values"]);

const recordTable = (records: Records, { over, unit }: Verdict["evidence"]): Table => {
  const rows = records.map(said);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return {
    columns: names.map((name) => ({
      name: nameInWords(name, rows[0]![name], over),
      unit: inUnits.has(name) && typeof unit === "string" && unit !== "" ? unit : null,
    })),
    rows: rows.map((row) =>
      names.map((name) => {
        const value = row[name];
        return typeof value === "number" && Number.isFinite(value)
          ? value
          : value === undefined || value === null
          ? null
          : valueInWords(value);
      })
    ),
  };
};

/** The numbers of a verdict: lists of records as tables, all else by name. */
export const evidenceNodes = (id: string, evidence: Verdict["evidence"]): readonly Node[] => {
  const { effectUnit: _, ...numbers } = said(evidence);
  const entries = Object.entries(numbers);
  return [
    definitions(
      entries.filter(([, value]) => !areRecords(value))
        .map(([name, value]) => [nameInWords(name), valueInWords(value)] as const),
    ),
    ...entries.flatMap(([name, value]) => {
      const words = nameInWords(name, value);
      return areRecords(value)
        ? [element("h3.part", {}, words), sortableTable(`${words} of ${id}`, recordTable(value, evidence))]
        : [];
    }),
  ];
};

const isNumber = (value: unknown): value is number => typeof value === "number";

/** How the number of a verdict is written: times what, and with which unit after it. */
const writingOf = ({ effectUnit: unit }: Verdict["evidence"]): readonly [factor: number, unit: string] => [
  unit === "%" ? 100 : 1,
  typeof unit === "string" && unit !== "" ? ` ${unit}` : "",
];

/** The number that decided with its interval; nothing where a verdict has none. */
export const effectNodes = ({ evidence }: Verdict): readonly Node[] => {
  const { effect, interval, effectIs } = evidence;
  if (!isNumber(effect)) return [];
  const [factor, unit] = writingOf(evidence);
  const short = (value: number): string =>
    Number.isFinite(value) ? shortNumber(factor * value) : numberInWords(value);
  const ends = areValues(interval) && isNumber(interval.low) && isNumber(interval.high)
    ? [short(interval.low), short(interval.high)] as const
    : null;
  return [
    element("b", {}, ...rich(`${short(effect)}${Number.isFinite(effect) ? unit : ""}`)),
    ...(ends === null ? [] : [
      element(
        "span.interval",
        {},
        ...rich(` (${ends[0] === ends[1] ? ends[0] : `${ends[0]} to ${ends[1]}`})`),
      ),
    ]),
    ...(typeof effectIs === "string" ? [element("span.what", {}, ...rich(effectIs))] : []),
  ];
};

const marks = { upheld: "✓ holds", refuted: "✗ refuted" } as const;

/** What a verdict is shown with. */
interface ShownVerdict {
  /** Number of the figure that shows what it is about; null if none does. */
  readonly figure: number | null;
  /** Writes ids of runs as their names. */
  readonly named: (text: string) => string;
  /** Whether it is there only with a tick in a box. */
  readonly folded: boolean;
}

/** How many verdicts of a list longer than `FOLDED_FROM` are shown at first, so that what follows is not pushed away. */
const SHOWN_FIRST = 8;
const FOLDED_FROM = 10;

const verdictItem = (verdict: Verdict, { figure, named, folded }: ShownVerdict): Node => {
  const { id, statement, because, evidence, explanation, restates } = verdict;
  return element(
    `li.${verdict.verdict}${folded ? FOLDED : ""}`,
    {},
    element(
      "details",
      {},
      element(
        "summary",
        {},
        element("span.badge", {}, marks[verdict.verdict]),
        element("span.claim", {}, ...rich(statement)),
        element("span.effect", {}, ...effectNodes(verdict)),
        element("span.size", {}, isNumber(evidence.n) ? `n\u00a0=\u00a0${evidence.n}` : ""),
      ),
      element(
        "div.because",
        {},
        element("p", {}, ...prose(named(because))),
        ...(verdict.verdict === "refuted" && explanation !== undefined
          ? [element("p", {}, ...prose(explanation))]
          : []),
        ...(restates === undefined ? [] : [element("p.quiet.small", {}, ...prose(`Restates ${restates}.`))]),
        ...evidenceNodes(id, namedEvidence(evidence, named)),
      ),
    ),
    ...(figure === null ? [] : [element("a.shown", { href: `#figure-${figure}` }, `Figure ${figure}`)]),
  );
};

const namedIn = (value: unknown, named: (text: string) => string): unknown =>
  typeof value === "string"
    ? named(value)
    : Array.isArray(value)
    ? value.map((each) => namedIn(each, named))
    : areValues(value)
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, namedIn(each, named)]))
    : value;

/** Evidence in which runs have their names. */
export const namedEvidence = (
  evidence: Verdict["evidence"],
  named: (text: string) => string,
): Verdict["evidence"] => namedIn(evidence, named) as Verdict["evidence"];

/**
 * All verdicts, refuted ones first, each in the order of its claims. If there are many, the first ones are
 * shown, and the others come with a tick in a box, and in print.
 *
 * @param figures Numbers of the figures that show what they are about, at the same places; null if none does.
 * @param named Writes ids of runs as their names.
 */
export const verdictList = (
  verdicts: readonly Verdict[],
  figures: readonly (number | null)[],
  named: (text: string) => string,
): readonly Node[] => {
  const all = verdicts.map((verdict, index) => ({ verdict, figure: figures[index] ?? null }));
  const ordered = [
    ...all.filter(({ verdict }) => verdict.verdict === "refuted"),
    ...all.filter(({ verdict }) => verdict.verdict === "upheld"),
  ];
  const isLong = ordered.length > FOLDED_FROM;
  const list = [
    element(
      "div.verdicts-head",
      { ariaHidden: "true" },
      element("span", {}, "verdict"),
      element("span", {}, "claim (open it for the evidence)"),
      element("span", {}, "number (95\u00a0% interval)"),
      element("span", {}, "runs"),
      element("span", {}, "shown in"),
    ),
    element(
      "ul.verdicts",
      {},
      ...ordered.map(({ verdict, figure }, place) =>
        verdictItem(verdict, { figure, named, folded: isLong && place >= SHOWN_FIRST })
      ),
    ),
  ];
  return isLong
    ? [element("div.foldable", {}, ...list, unfoldNode(`Show all ${ordered.length} verdicts`))]
    : list;
};
