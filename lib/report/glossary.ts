/**
 * The words of a report: what each measure and symbol is, what 0 means, and what is good. The one source of what a page
 * says where a word first occurs, and of docs/glossary.md.
 *
 * @module
 */

/** A word of the field. */
export interface Word {
  /** Names it in addresses: "d-stsp". */
  readonly id: string;
  /** As it is written; a subscript after "_". */
  readonly term: string;
  /** Where it occurs in a text. Default: wherever the term is a word of its own. */
  readonly pattern?: RegExp;
  /** What it is, in a sentence. */
  readonly is: string;
  /** What 0 means, or other ends of its scale, in a sentence. */
  readonly zero?: string;
  /** What is good, in a sentence. */
  readonly good?: string;
}

/** All words, measures first; of two that begin alike the longer one comes first. */
export const glossary: readonly Word[] = [
  {
    id: "d-stsp",
    term: "D_stsp",
    is:
      "How far the states that a network visits are from the true ones, regardless of their order in time: a " +
      "Kullback–Leibler divergence over state space, in nats.",
    zero: "0: both visit the same places equally often.",
    good: "Good: near the floor.",
  },
  {
    id: "d-h",
    term: "D_H",
    is:
      "How far the power spectra of the generated series are from the true ones: a Hellinger distance, averaged over the " +
      "variables.",
    zero: "0: equal spectra; 1: no frequency in common.",
    good: "Good: less than 0.1 above the floor.",
  },
  {
    id: "psc",
    term: "PSC",
    is:
      "Power-spectrum correlation: how well the logarithms of the generated and the true power spectra correlate.",
    zero: "1: the same shape; 0: unrelated.",
    good: "Good: near its floor, which is close to 1.",
  },
  {
    id: "vpt",
    term: "VPT",
    is:
      "Valid prediction time: how long a forecast stays within half a standard deviation of the truth, in Lyapunov times.",
    zero: "0: it is wrong from the first step.",
    good: "Good: several Lyapunov times; no model forecasts chaos for long.",
  },
  {
    id: "pe",
    term: "PE",
    is: "Prediction error: the mean squared error of a forecast some steps ahead, in variances of the data.",
    zero: "0: exact; 1: as good as the mean; 2: as good as an unrelated orbit.",
  },
  {
    id: "mase",
    term: "MASE",
    is:
      "Mean absolute scaled error: the error of the first steps of a forecast, in mean changes from row to row.",
    zero: "0: exact; 1: one step ahead as good as saying that everything stays as it is.",
  },
  {
    id: "parroting",
    term: "context parroting",
    is:
      "A forecast without training: it finds the stretch of the past that is most like the last one, and repeats what " +
      "followed. A network that is no better adds nothing to the recording.",
  },
  {
    id: "reservoir",
    term: "next-generation reservoir",
    is:
      "A model without gradient descent: the next row is a quadratic function of the last ones, fitted by ridge " +
      "regression.",
  },
  {
    id: "baseline",
    term: "baseline",
    pattern: /baselines?\b/,
    is:
      "A way to continue a series without training: context parroting, a next-generation reservoir, a linear model, " +
      "climatology, persistence.",
    good: "A network is worth its training if it comes nearer to the data than these.",
  },
  {
    id: "climatology",
    term: "climatology",
    is: "A random series with the values and the power spectrum of the data, and nothing of their dynamics.",
  },
  {
    id: "persistence",
    term: "persistence",
    is: "The forecast that everything stays as it is: the last row for ever.",
  },
  {
    id: "lambda1-error",
    term: "relative error of λ₁",
    pattern: /relative error of λ₁|lambda1_error/,
    is: "How far the largest exponent of a network is from that of the data, as a share of it.",
    zero: "0: the same instability.",
    good: "Good: below 0.25.",
  },
  {
    id: "lambda1",
    term: "λ₁",
    pattern: /λ₁|λ_1|largest (?:Lyapunov )?exponents?/,
    is:
      "The largest Lyapunov exponent: the rate at which neighbouring states diverge, in nats per step or per time unit.",
    zero: "Above 0: chaos; 0: a cycle or a torus; below 0: a fixed point.",
    good: "Good: within 15 % of that of the data, the standard error of the data's included.",
  },
  {
    id: "spectrum",
    term: "Lyapunov spectrum",
    pattern: /Lyapunov spectr(?:um|a)|(?:all|other) (?:Lyapunov )?exponents/,
    is:
      "All Lyapunov exponents, the largest first: the rates along as many directions as there are variables.",
  },
  {
    id: "kaplan-yorke",
    term: "Kaplan–Yorke dimension",
    pattern: /Kaplan[–-]Yorke dimension/,
    is: "A dimension of the attractor that follows from the Lyapunov spectrum.",
    good: "Good: that of the data.",
  },
  {
    id: "tau-pred",
    term: "τ_pred",
    pattern: /τ_pred|predictability time/,
    is: "The predictability time ln 2 / λ₁, in steps: the time in which a small error doubles.",
  },
  {
    id: "tau",
    term: "τ",
    pattern: /τ(?!_)|forcing intervals?/,
    is:
      "The forcing interval: during training a network's state is set back to the data every τ steps; afterwards it runs " +
      "freely.",
    good: "Too short: it need not learn the dynamics. Too long: its gradients explode.",
  },
  {
    id: "alpha",
    term: "α",
    pattern: /α(?!_)|forcing strengths?/,
    is:
      "The forcing strength: during training the state of a network is drawn towards the data by this share at every step.",
    zero: "0: it runs freely; 1: it is set to the data at every step.",
  },
  {
    id: "floor",
    term: "floor",
    is:
      "What the truth scores against itself: two true trajectories, or two parts of a recording; of λ₁ the standard error " +
      "of the recording's own. A network at the floor is as good as the truth.",
    good: "It is no bound: by chance a network may lie below it.",
  },
  {
    id: "ceiling",
    term: "ceiling",
    is: "What a fixed point at the mean of the data scores; for λ₁, no chaos. A network at the ceiling has " +
      "learned nothing but the mean.",
    good: "It is not a bound either: a network may be worse.",
  },
  {
    id: "free-run",
    term: "free run",
    pattern: /free runs?/,
    is: "A network left to itself: it feeds on its own output, and no data correct it.",
  },
  {
    id: "held-out",
    term: "held-out part",
    pattern: /held[- ]out (?:part|series)/,
    is: "The part of a recording that no network was trained on or chosen by.",
  },
  {
    id: "validation",
    term: "validation part",
    is: "The part of a recording by which one network is chosen.",
  },
  {
    id: "diverged",
    term: "diverged",
    pattern: /diverge[ds]?\b/,
    is:
      "The numbers of a training or of a free run grew without bound. Such a run is a result, and counts as the worst.",
  },
  {
    id: "seed",
    term: "seed",
    pattern: /seeds?\b/,
    is:
      "A number from which all random numbers of a training follow. Runs that differ in their seed only show what chance does.",
  },
  {
    id: "nats",
    term: "nats",
    is: "The unit of natural logarithms: 1 nat is a factor of 2.72, 0.69 nats are a factor of 2.",
  },
  {
    id: "lyapunov-time",
    term: "Lyapunov time",
    pattern: /Lyapunov times?/,
    is: "1 / λ₁: the time in which a small error grows by a factor of 2.72.",
  },
  {
    id: "interval",
    term: "95 % interval",
    is:
      "The number is between these ends in 95 of 100 bootstrap samples of the runs. With few runs the interval says little.",
  },
];

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

const sourceOf = ({ term, pattern }: Word): string => pattern?.source ?? escaped(term);

/** One expression for all words, with a group for each; a letter next to a word makes it another word. */
const anyWord = new RegExp(
  `(?<![\\p{L}\\d_])(?:${glossary.map((word) => `(${sourceOf(word)})`).join("|")})(?![\\p{L}\\d_₀-₉])`,
  "gu",
);

/** A piece of a text, with the word that it is. */
export interface Piece {
  /** The piece. */
  readonly text: string;
  /** Null for what is no word of the glossary. */
  readonly word: Word | null;
}

/**
 * A text in pieces: the words of the glossary, and what is between them.
 *
 * @example Measures and symbols
 * ```ts
 * import { wordsIn } from "./glossary.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const pieces = wordsIn("The median D_stsp at τ = 30, half of τ_pred");
 * assertEquals(pieces.flatMap(({ word }) => word?.id ?? []), ["d-stsp", "tau", "tau-pred"]);
 * assertEquals(pieces.map(({ text }) => text).join(""), "The median D_stsp at τ = 30, half of τ_pred");
 * ```
 */
export const wordsIn = (text: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  let rest = 0;
  for (const match of text.matchAll(anyWord)) {
    if (match.index > rest) pieces.push({ text: text.slice(rest, match.index), word: null });
    const place = match.slice(1).findIndex((each) => each !== undefined);
    pieces.push({ text: match[0], word: glossary[place]! });
    rest = match.index + match[0].length;
  }
  return rest < text.length ? [...pieces, { text: text.slice(rest), word: null }] : pieces;
};

/** The whole explanation of a word. */
export const explanation = ({ is, zero, good }: Word): string =>
  [is, ...(zero === undefined ? [] : [zero]), ...(good === undefined ? [] : [good])].join(" ");

/** The glossary as a page of the documentation. */
export const glossaryPage = (): string =>
  [
    "# Glossary",
    "",
    "What a report's measures and symbols are. Every report explains each of them where it first occurs.",
    "(Written by `deno task glossary` from `lib/report/glossary.ts`.)",
    "",
    ...glossary.flatMap((word) => [`**${word.term.replaceAll("_", "\\_")}**  `, `${explanation(word)}`, ""]),
  ].join("\n");
