/**
 * The page of the referee's record: how often the estimator is right, in tables.
 *
 * @module
 */
import { markdownTable } from "markdown-table";
import peers from "../../fixtures/referee_peers.json" with { type: "json" };
import { cells, idOf, isTuning, type Part, type RefereeCell } from "./cells.ts";
import { type Judged, truthOf } from "./judge.ts";
import { tokerSystems } from "./processes.ts";
import { judgedCells, type RefereeRecord } from "./record.ts";

type Row = RefereeCell & Judged;

/** An exponent within this share of the certified one counts as right. */
const NEAR = 0.15;

const share = (count: number, of: number): string =>
  of === 0 ? "–" : `${Math.round(100 * count / of)} % (${count}/${of})`;

const counted = (rows: readonly Row[], is: (row: Row) => boolean): string =>
  share(rows.filter(is).length, rows.length);

const ofPart = (rows: readonly Row[], part: Part): readonly Row[] => rows.filter((row) => row.part === part);

const VERDICTS = ["chaotic", "regular", "noise"] as const;

const halfOf = (row: Pick<RefereeCell, "part" | "name">): string => isTuning(row) ? "tuning" : "held out";

/** For each system of Toker's table and each level of noise, how many series had the right verdict. */
const tokerTable = (rows: readonly Row[]): string =>
  markdownTable([
    ["system", "truth", "half", ...[0, 10, 20, 30, 40].map((level) => `${level} % noise`)],
    ...Object.entries(tokerSystems).map(([name, { truth, published }]) => [
      name,
      truth,
      halfOf({ part: "toker", name }),
      ...[0, 1, 2, 3, 4].map((level) => {
        const theirs = published[level];
        if (theirs === undefined) return "";
        const of = rows.filter((row) => row.name === name && row.noise === level / 10);
        return `${of.filter(({ verdict }) => verdict === truth).length}/${of.length} · ${theirs}/100`;
      }),
    ]),
  ]);

/** What was said of what, over all levels of noise. */
const confusion = (rows: readonly Row[]): string =>
  markdownTable([
    ["truth", ...VERDICTS, "no verdict", "series"],
    ...VERDICTS.map((truth) => {
      const of = rows.filter(({ name }) => tokerSystems[name]!.truth === truth);
      const said = VERDICTS.map((verdict) => of.filter((row) => row.verdict === verdict).length);
      return [truth, ...said, of.length - said.reduce((a, b) => a + b, 0), of.length].map(String);
    }),
  ]);

/** Rows that have an exponent, with their errors against the certified one. */
const answers = (rows: readonly Row[]) =>
  rows.flatMap((row) => {
    if (row.verdict !== "chaotic" || row.lambda1 === null) return [];
    const truth = truthOf(row);
    const off = Math.abs(row.lambda1 - truth.lambda1);
    const error = Math.sqrt((row.standardError ?? 0) ** 2 + truth.standardError ** 2);
    return [{ relative: off / truth.lambda1, errors: off / error }];
  });

const medianOf = (values: readonly number[]): string => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[sorted.length >> 1];
  return middle === undefined ? "–" : `${(100 * middle).toFixed(0)} %`;
};

const catalogueLine = (rows: readonly Row[]): readonly string[] => {
  const found = answers(rows);
  return [
    medianOf(found.map(({ relative }) => relative)),
    share(found.filter(({ relative }) => relative <= NEAR).length, rows.length),
    share(found.filter(({ errors }) => errors <= 1).length, found.length),
    share(found.filter(({ errors }) => errors <= 2).length, found.length),
    share(rows.length - found.length, rows.length),
  ];
};

/** Error, hits, coverage and refusals for each length, set of columns and level of noise that was judged. */
const catalogueTable = (rows: readonly Row[]): string => {
  const settings = [
    ...new Map(rows.map((row) => [`${row.rows} ${row.columns} ${row.noise}`, row])).values(),
  ];
  return markdownTable([
    [
      "rows",
      "columns",
      "noise",
      "half",
      "median error",
      "within 15 %",
      "within 1 s.e.",
      "within 2 s.e.",
      "not called chaotic",
    ],
    ...settings.flatMap((setting) =>
      [true, false].map((tuned) => [
        `${setting.rows}`,
        setting.columns,
        `${100 * setting.noise} %`,
        tuned ? "tuning" : "held out",
        ...catalogueLine(
          rows.filter((row) =>
            row.rows === setting.rows && row.columns === setting.columns && row.noise === setting.noise &&
            isTuning(row) === tuned
          ),
        ),
      ])
    ),
  ]);
};

const alarmTable = (rows: readonly Row[]): string =>
  markdownTable([
    ["half", "kinds", "called chaotic"],
    ...[true, false].map((tuned) => {
      const of = rows.filter((row) => isTuning(row) === tuned);
      return [
        tuned ? "tuning" : "held out",
        `${new Set(of.map(({ name }) => name)).size}`,
        counted(of, ({ verdict }) => verdict === "chaotic"),
      ];
    }),
  ]);

const alarming = (rows: readonly Row[]): string => {
  const names = [...new Set(rows.filter(({ verdict }) => verdict === "chaotic").map(({ name }) => name))];
  return names.length === 0
    ? "No kind was called chaotic."
    : `Called chaotic at least once: ${names.join(", ")}.`;
};

interface PeerLine {
  readonly id: string;
  readonly values: Readonly<Record<string, number | null>>;
}

/** The peers on the same series: exponents within 15 % for the catalogue, positive ones among what is not chaotic. */
const peerTable = (rows: readonly Row[]): string => {
  const lines = peers.series as readonly PeerLine[];
  const said = new Map(lines.map(({ id, values }) => [id, values]));
  const shared = rows.filter((row) => said.has(idOf(row)));
  const catalogue = ofPart(shared, "catalogue");
  const alarms = ofPart(shared, "alarms");
  const line = (name: string, valueOf: (row: Row) => number | null, positive: (row: Row) => boolean) => [
    name,
    counted(catalogue, (row) => {
      const [value, truth] = [valueOf(row), truthOf(row).lambda1];
      return value !== null && Math.abs(value / truth - 1) <= NEAR;
    }),
    counted(alarms, positive),
  ];
  const peer = (name: string) => (row: Row) => said.get(idOf(row))?.[name] ?? null;
  return markdownTable([
    ["program", "within 15 %, catalogue", "false alarms"],
    line(
      "lyap",
      (row) => row.verdict === "chaotic" ? row.lambda1 : null,
      ({ verdict }) => verdict === "chaotic",
    ),
    ...Object.entries(peers.versions).map(([name, version]) =>
      line(`${name} ${version}`, peer(name), (row) => (peer(name)(row) ?? 0) > 0)
    ),
  ]);
};

/** The page as Markdown. */
export const refereePage = (record: RefereeRecord): string => {
  const rows = judgedCells(record);
  const [toker, catalogue, alarms] = (["toker", "catalogue", "alarms"] as const).map((part) =>
    ofPart(rows, part)
  );
  const heldOut = toker!.filter((row) => !isTuning(row));
  return `<!-- Written by \`deno task referee\`. -->

# How often the estimate is right

\`lyap estimate\` on series whose answer is known: ${rows.length} of the ${cells.length} series of the whole record are
judged so far. Every table says how many series it counts. Systems are split by a seeded draw into a half that the method
may be tuned on and a half that is only looked at at the end. Make the rest with \`deno task referee --jobs 2\`; it
goes on where it was stopped. \`fixtures/referee.csv\` has a line for each series.

## Against a published table

Our count, then that of Toker, Sommer & D'Esposito (2020), Commun. Biol. 3:11, Table 2. Ours are for series of
1000 rows of one variable. Only the Freitas map was compared with their program. The other systems are written
from the literature, and parameters and sampling may differ from theirs: the torus of the periodic cubic map, the
kicks of the sine map, the bounded walk, the cyclostationary process, both ARMA coefficients, the drift of the trended walk and
the sampling of Lorenz are our choice. So the two counts are not of the same series. A strange non-chaotic attractor
counts as right where it is called regular. A series without a verdict counts as not right.

${tokerTable(toker!)}

What was said, over all levels of noise and both halves:

${confusion(toker!)}

The same for the held-out half:

${confusion(heldOut)}

## Exponents of the catalogue

Against the certified exponents (docs/spectra.md). Flows are sampled about 25 times per typical time. Shares "within 15 %"
count every series, shares within standard errors count those that have an exponent.

${catalogueTable(catalogue!)}

## False alarms

Forty kinds of series that are not chaotic, 1000 rows each. ${alarming(alarms!)}

${alarmTable(alarms!)}

## Other programs on the same series

With their defaults, on the first column. They give a number without a verdict, so a positive number counts as a
false alarm. Exponents that they give per sample are divided by the sampling interval. Counted are only the series that
they were run on. lyap gives no exponent where it does not call a series chaotic; such a series counts as not
within 15 %.

${peerTable(rows)}
`;
};
