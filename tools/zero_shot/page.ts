/**
 * The page of the record: what `lyap fit` makes of DynaMix's contexts, beside DynaMix.
 *
 * @module
 */
import { markdownTable } from "markdown-table";
import { shown, type ShownName } from "../../experiments/shared/dynamix.ts";
import { numberInWords } from "../../lib/numerics/format.ts";
import { counted } from "../../lib/core/program/text.ts";
import type { NotebookValues, RecordedFit, ZeroShotRecord } from "./record.ts";

const MEASURES = ["D_stsp", "D_H", "MASE"] as const;

const number = (value: number | null): string => value === null ? "–" : numberInWords(value);

const row = (who: string, values: NotebookValues): readonly string[] => [
  who,
  ...MEASURES.map((name) => number(values[name])),
];

/** "10 s", "1 min". */
export const budgetText = (seconds: number): string => seconds < 60 ? `${seconds} s` : `${seconds / 60} min`;

const names = Object.keys(shown) as readonly ShownName[];

const ofSeries = <A extends { readonly series: ShownName }>(all: readonly A[], name: ShownName) =>
  all.filter(({ series }) => series === name);

const tableOf = ({ baselines, fits }: ZeroShotRecord, name: ShownName): string =>
  markdownTable([
    ["", ...MEASURES],
    row("DynaMix, as published", shown[name].printed),
    ...ofSeries(baselines, name).map(({ kind, values }) => row(kind, values)),
    ...ofSeries(fits, name).map(({ budget, values }) => row(`lyap fit, ${budgetText(budget)}`, values)),
  ], { align: ["l", "r", "r", "r"] });

const trainingText = ({ training: { cell, forcing, batches, epochs, seed, start } }: RecordedFit): string => {
  if (start !== undefined) {
    return `${cell.kind} by regression, scale ${start.scale}, penalty ${start.ridge}, seed ${seed}`;
  }
  const how = "alpha" in forcing
    ? `α = ${forcing.alpha}`
    : "interval" in forcing
    ? `τ = ${forcing.interval}`
    : "";
  return `${cell.kind}, ${how}, windows of ${batches.length}, ${epochs} epochs, seed ${seed}`;
};

const fitsTable = ({ fits }: ZeroShotRecord): string =>
  markdownTable([
    ["series", "budget", "took", "networks", "chosen", "place", "by D_stsp", "least D_stsp"],
    ...fits.map((fit) => [
      shown[fit.series].title,
      budgetText(fit.budget),
      `${Math.round(fit.seconds)} s`,
      String(fit.networks),
      trainingText(fit),
      fit.place === null ? "–" : String(fit.place),
      String(fit.placeByD_stsp),
      number(fit.least),
    ]),
  ]);

/** Whether each claim of the experiment, at most what the notebook prints, holds within each budget. */
const claimsTable = ({ fits }: ZeroShotRecord): string => {
  const budgets = [...new Set(fits.map(({ budget }) => budget))];
  return markdownTable([
    ["claim", ...budgets.map(budgetText)],
    ...names.flatMap((name) =>
      MEASURES.map((measure) => {
        const limit = shown[name].printed[measure];
        return [
          `${measure} of ${shown[name].title} is at most ${number(limit)}`,
          ...budgets.map((budget) => {
            const value = fits.find((fit) => fit.series === name && fit.budget === budget)?.values[measure];
            return value === undefined || value === null
              ? "–"
              : `${value <= limit ? "upheld" : "**refuted**"}: ${number(value)}`;
          }),
        ];
      })
    ),
  ]);
};

/** On how many of the comparisons a fit is better than what is published. */
const wins = (fits: readonly RecordedFit[]): number =>
  fits.reduce(
    (sum, { series, values }) =>
      sum + MEASURES.filter((name) => {
        const value = values[name];
        return value !== null && value < shown[series].printed[name];
      }).length,
    0,
  );

const summary = ({ fits }: ZeroShotRecord): string =>
  [...new Set(fits.map(({ budget }) => budget))].map((budget) => {
    const of = fits.filter((fit) => fit.budget === budget);
    return `- With ${budgetText(budget)}, \`lyap fit\` is better than DynaMix in ${wins(of)} of ${
      MEASURES.length * of.length
    } comparisons (${counted(of.length, "series", "series")} × ${MEASURES.length} measures).`;
  }).join("\n");

const choices = ({ fits }: ZeroShotRecord): string => {
  const best = fits.filter(({ place }) => place === 1).length;
  const byDistance = fits.filter(({ placeByD_stsp }) => placeByD_stsp === 1).length;
  return `The chosen network is the best of all by the score that chose it in ${best} of ${
    counted(fits.length, "fit")
  }, and by D_stsp alone in ${byDistance}.`;
};

/** Which fits are older than networks by regression, and would be others now. */
const olderText = ({ fits }: ZeroShotRecord): string => {
  const older = fits.filter(({ regressions }) => regressions === undefined).length;
  if (older === 0) return "";
  return `${
    older === fits.length ? "All of these fits" : `${older} of these fits`
  } were made before \`lyap fit\` had
[networks by regression](recordings.md#networks-by-regression), which it looks at first if the budget allows. Such a fit would
choose among more networks now.`;
};

/** The page. */
export const zeroShotPage = (record: ZeroShotRecord): string =>
  [
    "<!-- Written by `deno task zeroshot`. -->",
    "# Short recordings: `lyap fit` beside DynaMix",
    `DynaMix (C. J. Hemmer & D. Durstewitz, NeurIPS 2025) is a pretrained model: it gets a short context and continues it
without training. Its notebook shows three systems, and prints how far 10,000 steps of the model are from what follows. Here
\`lyap fit\` gets the same rows of context and nothing else, trains on them within a budget, and continues from the context's
last row. Measures are those of the notebook: D_stsp with 30 bins (\`al-rnn\`), D_H with a smoothing of 20 and MASE over the
first ten steps (both \`dynamix\`), smaller is better.`,
    `The files are DynaMix's: ${
      names.map((name) => `${shown[name].title}, the first ${shown[name].context} rows`).join("; ")
    }. They are
not in this repository. \`experiments/zero_shot.ts\` names them by their SHA-256 and published address, and trains the chosen
networks again, with the same bits.`,
    summary(record),
    ...names.flatMap((name) => [
      `## ${shown[name].title}, ${shown[name].context} rows`,
      tableOf(record, name),
    ]),
    "## Claims",
    "The experiment claims that each value is at most what the notebook prints; its profiles `quick`, `minute` and `paper` are the " +
    "three budgets.",
    claimsTable(record),
    "## What was trained, and whether the best was chosen",
    `What a budget buys depends on the machine (here
${record.machine}); the table says what was trained. ${choices(record)}
\`place\` is that of the chosen network among all of its fit on the 10,000 rows that no choice has seen.`,
    fitsTable(record),
    olderText(record),
    "`deno task zeroshot --data DIRECTORY` makes all fits again, with `lyap fit` as it is.",
  ].filter((part) => part !== "").join("\n\n") + "\n";
