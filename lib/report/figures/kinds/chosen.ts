/**
 * The true attractor once, beside that of the network that was chosen on the validation part and the best of the next two
 * ways of training.
 *
 * @module
 */
import type { Kind } from "../../../core/catalogue.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { RunResult } from "../../../results/result.ts";
import { type Candidate, reconstructionOf } from "../../../results/reconstruction.ts";
import { cannotCompute } from "../../../core/program/errors.ts";
import { type Optional, optional, positiveInteger } from "../../../core/codec/codec.ts";
import type { Figure, Look } from "../plot/figure.ts";
import { figureKind, type FigureKindOf, optionalName } from "../kind.ts";
import { shortNumber } from "../../../numerics/format.ts";
import { reservationAt } from "../learned.ts";
import { coloursAmong } from "../looks.ts";
import { drawnOrbit, orbitPanel, restNotes, sceneOf, viewSentence } from "../orbit.ts";
import { unitSentence } from "../origin.ts";
import {
  groupsOf,
  hasDiverged,
  measuredValue,
  runNames,
  seedCount,
  type Subject,
  subjectOf,
} from "../selection.ts";
import { labelled, measureWords } from "../words.ts";
import { counted } from "../../../core/program/text.ts";

/** Panels beside each other: the figure takes half of a page. */
const PER_ROW = 2;
/** Networks that are drawn: the chosen one and two to compare it with. */
const MOST_NETWORKS = 3;
/** What a way of training may repeat: a longer training, like another seed, is another try of the same. */
const REPEATED = ["epochs"];
/** Points of all panels together, so that a picture does not grow without bound. */
const MOST_POINTS = 24_000;
/** The measure below each panel. */
const MEASURE = measureWords("D_stsp");

/** The best network of one way of training. */
interface Shown {
  readonly run: RunResult;
  readonly title: string;
  readonly look: Look;
  readonly tries: number;
  readonly seeds: number;
  readonly lost: number;
  readonly score: number | null;
  readonly isChosen: boolean;
}

const scoreOf = (candidates: readonly Candidate[], run: RunResult): number | null =>
  candidates.find((candidate) => candidate.run === run.id)?.score ?? null;

const worse = (a: number | null, b: number | null): number =>
  (a ?? Infinity) === (b ?? Infinity) ? 0 : (a ?? Infinity) - (b ?? Infinity);

/**
 * "PLRNN, τ = 35": the cell and what its forcing is measured in; all that varies if that does not tell them
 * apart.
 */
const titlesOf = (groups: ReturnType<typeof groupsOf>): readonly string[] => {
  const short = groups.map(({ runs: [run] }) =>
    ["cell", "τ", "α"].flatMap((name) => {
      const value = run!.labels[name];
      return value === undefined ? [] : [labelled(name, value)];
    }).join(", ")
  );
  return new Set(short).size === short.length && !short.includes("") ? short : groups.map(({ name }) => name);
};

/** The chosen network first, then the best of each other way of training, the best of all before the others. */
const shownOf = ({ data, runs, among }: Subject): readonly Shown[] => {
  const { chosen, candidates } = reconstructionOf(data, runs);
  const groups = groupsOf(runs, REPEATED, among);
  const titles = titlesOf(groups);
  const colour = coloursAmong(among);
  const best = groups.map((group, index): Shown => {
    const ordered = [...group.runs].sort((a, b) => worse(scoreOf(candidates, a), scoreOf(candidates, b)));
    const run = ordered[0]!;
    return {
      run,
      title: titles[index]!,
      look: colour(run),
      tries: group.runs.length,
      seeds: new Set(group.runs.map(({ labels }) => labels.seed)).size,
      lost: group.runs.filter(hasDiverged).length,
      score: scoreOf(candidates, run),
      isChosen: run.id === chosen,
    };
  });
  return best.sort((a, b) => Number(b.isChosen) - Number(a.isChosen) || worse(a.score, b.score));
};

/** The chosen network beside the truth. */
export const chosenFigure: Kind<
  FigureKindOf<"chosen", {
    /** How much of each series is drawn, in steps. */
    readonly samples: Optional<number>;
    readonly data: Optional<string | null>;
  }>
> = figureKind(
  "chosen",
  {
    samples: optional(positiveInteger, 5000),
    data: optionalName,
  },
  ({ samples, data }, evidence) =>
    pipe(
      subjectOf(evidence, data),
      E.chain((subject) => {
        const shown = shownOf(subject);
        return subject.data.series.rows < 2 || shown.every(({ run }) => run.generated === null)
          ? E.left(cannotCompute(
            "Cannot draw the chosen network: neither the series nor what the networks generated is at hand",
            "run the experiment to have them",
          ))
          : E.right(draw(subject, shown, samples));
      }),
    ),
);

const draw = ({ data, runs }: Subject, all: readonly Shown[], wanted: number): Figure => {
  const nameOf = runNames(runs);
  const { series } = data;
  const shown = all.slice(0, MOST_NETWORKS);
  // Of a network no more than of the truth, or the denser drawing would pass for a larger attractor.
  const samples = Math.min(wanted, Math.floor(MOST_POINTS / (shown.length + 1)), series.rows);
  const scene = sceneOf(data, series);
  const { x, y } = scene;
  const valueText = (run: RunResult): string => {
    const value = measuredValue(run, MEASURE);
    return value === null ? `no ${MEASURE.called}` : `${MEASURE.called} ${shortNumber(value, 2)}`;
  };
  const panels = shown.map(({ run, title, look, tries, lost, isChosen }) => {
    const points = run.generated === null ? [] : drawnOrbit(run.generated, scene, samples);
    const notes = [
      ...(isChosen ? [] : [tries === 1 ? "its only network" : `best of ${tries}`]),
      valueText(run),
      ...restNotes(run.generated, series, points, x, y),
      ...(lost > 0 ? [`${lost} of ${tries} diverged`] : []),
    ];
    return orbitPanel(scene, {
      title: isChosen ? `chosen: ${title}` : title,
      note: notes.join("; "),
      points,
      look,
      empty: hasDiverged(run) || run.seriesNotKept !== true ? "diverged" : "not at hand",
    });
  });
  const chosen = shown.find(({ isChosen }) => isChosen);
  const hidden = all.length - shown.length;
  return {
    kind: "chosen",
    title: "The true attractor and that of the chosen network",
    finding: [
      chosen === undefined
        ? "No network could be chosen: none has measures."
        : `Chosen is ${chosen.title}, with ${valueText(chosen.run)} on the held-out part${
          reservationAt(measuredValue(chosen.run, MEASURE), data, MEASURE)
        }; ${
          all.length === 1
            ? "nothing else was trained"
            : "beside it is the best network of other ways of training"
        }.`,
    ],
    caption: [
      `${data.title}; ${shortNumber(samples)} steps of each.`,
      `${counted(all.reduce((sum, { tries }) => sum + tries, 0), "network")} in ${
        counted(all.length, "way")
      } of training, of which a longer training is another try; ${
        seedCount(all.map(({ seeds }) => seeds))
      } for each.`,
      "Networks are chosen on the validation part, and without one on the held-out part.",
      ...viewSentence(scene),
      ...(hidden > 0 ? [`The best ${shown.length} ways are shown; the table has all.`] : []),
      ...unitSentence(data),
    ],
    panels: [
      orbitPanel(scene, {
        title: "true data",
        note: "",
        points: drawnOrbit(series, scene, samples),
        look: "truth",
        empty: "not at hand",
      }),
      ...panels,
    ],
    columns: Math.min(PER_ROW, shown.length + 1),
    aspect: Math.min(1.4, Math.max(0.6, (y.domain[1] - y.domain[0]) / (x.domain[1] - x.domain[0]))),
    keepAspect: true,
    sharedY: true,
    legend: [],
    table: {
      columns: [
        { name: "way of training", unit: null },
        { name: "run shown", unit: null },
        { name: "chosen", unit: null },
        { name: "score on the validation part", unit: null },
        { name: MEASURE.called, unit: null },
        { name: "diverged", unit: null },
        { name: "networks", unit: null },
      ],
      rows: all.map(({ run, title, isChosen, score, lost, tries }) => [
        title,
        nameOf(run),
        isChosen ? "yes" : "no",
        score,
        measuredValue(run, MEASURE),
        lost,
        tries,
      ]),
    },
  };
};
