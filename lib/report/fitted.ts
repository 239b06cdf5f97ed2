/**
 * The beginning of a fit's page: reconstructed or not, why, three tiles with what was measured, and what to do next.
 *
 * @module
 */
import { perTimeUnit } from "../lyapunov/result.ts";
import { percent, shortNumber, wholeNumber, withError } from "../numerics/format.ts";
import { exponentOfData } from "../results/data_exponent.ts";
import type { DataResult, Result, RunResult } from "../results/result.ts";
import {
  type Aspect,
  dynamicsInWords,
  INSTABILITY_GOOD,
  type Level,
  mayBeOfInputs,
  type Reconstruction,
  reconstructionOf,
} from "../results/reconstruction.ts";
import { labelValueInWords } from "../core/codec/labels.ts";
import { capitalised, counted, listed } from "../core/program/text.ts";
import { ceilingWords, exponentWords } from "./figures/origin.ts";
import { runNames } from "./figures/selection.ts";
import { element, type Node, prose, rich } from "./markup.ts";
import { besideThePage, type Typed } from "../core/program/typed.ts";
import { commandNode } from "./command_node.ts";
import { perTime } from "../series/time_unit.ts";

/** What is said of the networks of a fit, with the data and the network that was chosen. */
export interface Fitted {
  readonly found: Reconstruction;
  readonly data: DataResult;
  /** Null if all networks diverged. */
  readonly chosen: RunResult | null;
  /** What the chosen network is called. */
  readonly name: string;
}

/**
 * What the chosen network is called. Of one by regression its name among the others would begin with "0 epochs, no forcing", and leave
 * the regression out where it is the only one.
 */
const nameOf = (runs: readonly RunResult[], run: RunResult): string => {
  const { cell, start, epochs, seed } = run.labels;
  return start === undefined || epochs !== 0
    ? runNames(runs)(run)
    : `${cell} ${labelValueInWords("start", start)}${seed === undefined ? "" : `, seed ${seed}`}`;
};

/** What a fit found; null for an experiment that does not ask for a reconstruction, or for more than that. */
export const fittedOf = (
  { data, runs }: Result,
  claims: readonly { readonly evidence: Readonly<Record<string, unknown>> }[],
): Fitted | null => {
  const [first] = data;
  if (first === undefined || claims.length !== 1 || claims[0]!.evidence.level === undefined) return null;
  const found = reconstructionOf(first, runs.filter((run) => run.data === first.id));
  const chosen = runs.find(({ id }) => id === found.chosen) ?? null;
  return { found, data: first, chosen, name: chosen === null ? "" : nameOf(runs, chosen) };
};

const heads: Readonly<Record<Level, string>> = {
  "reconstructed": "Reconstructed",
  "partly reconstructed": "Partly reconstructed",
  "not reconstructed": "Not reconstructed",
};

/** λ₁ of a network in nats per time unit; undefined if it has none. */
const exponentOf = (run: RunResult | null, dt: number): number | undefined => {
  const value = run?.spectrum?.exponents[0];
  return value === undefined ? undefined : perTimeUnit(value, dt);
};

/** What the chosen network comes to, with what it can be held against. */
const comesTo = ({ data, chosen }: Fitted): string => {
  const { dt, rows } = data.series;
  const distances = ["D_stsp", "D_H"].flatMap((measure) => {
    const value = chosen?.measures[measure]?.value ?? null;
    const { floor = null } = data.scale[measure] ?? {};
    return value === null
      ? []
      : [`${measure} ${shortNumber(value)}${floor === null ? "" : ` (floor ${shortNumber(floor)})`}`];
  });
  const own = exponentOf(chosen, dt);
  const { value: truth, error, alongRows } = exponentOfData(data);
  const exponent = own === undefined ? [] : [
    `λ₁ = ${shortNumber(own)} nats ${perTime(data.timeUnit)}` +
    (truth === undefined
      ? ""
      : ` against ${withError(truth, error)} ${alongRows ? "along the rows of the data" : "of the data"}`),
  ];
  return `on ${wholeNumber(rows)} held-out rows it comes to ${listed([...distances, ...exponent])}`;
};

/** By which part of the data the network was chosen. */
const chosenOn = ({ chosen }: Fitted): string =>
  chosen?.validation === undefined ? "on the held-out part itself" : "on the validation part";

/** What was found, in one sentence that can be quoted: which network of how many, its numbers, and why it is called so. */
export const whyOf = (fitted: Fitted): string => {
  const { data, found, name } = fitted;
  const { level, dynamics, aspects, candidates, chosen } = found;
  const diverged = candidates.filter(({ divergence }) => divergence !== null).length;
  if (chosen === null) {
    return `${data.title}: of ${
      counted(candidates.length, "network")
    } ${diverged} diverged, and none has measures.`;
  }
  const best = `${data.title}: ${
    candidates.length === 1
      ? "the only network"
      : `the best of ${counted(candidates.length, "network")} ${chosenOn(fitted)}`
  } (${name})`;
  const same = candidates.filter((each) => each.level === level).length;
  // The others have the same verdict, but maybe for other reasons.
  const others = candidates.length === 1
    ? ""
    : `; ${same} of the ${candidates.length} ${same === 1 ? "comes" : "come"} to this verdict`;
  if (dynamics !== "chaotic" && dynamics !== "regular") {
    return `${best} cannot be judged in full, as ${dynamicsInWords(dynamics)}; ${comesTo(fitted)}.`;
  }
  const of = (grade: Aspect["grade"]) =>
    aspects.filter((aspect) => aspect.grade === grade).map(({ name }) => name);
  const [good, fair, poor] = [of("good"), of("fair"), of("poor")];
  const reasons = [
    ...(good.length === 0 ? [] : [`has the ${listed(good)} of the data`]),
    ...(fair.length === 0 ? [] : [`comes near in ${listed(fair)}`]),
    ...(poor.length === 0 ? [] : [`misses the ${listed(poor)}`]),
  ];
  return `${best} ${listed(reasons)}; ${comesTo(fitted)}${others}.`;
};

interface Gauge {
  /** What the value comes to, in words; empty if there is nothing to compare it with. */
  readonly says: string;
  readonly value: string;
  readonly unit: string;
  /** What it is to be; empty if the ends say so. */
  readonly beside: string;
  /** The place of the value from the best to the worst end, 0 to 1; null if there is no such scale. */
  readonly at: number | null;
  readonly ends: readonly (readonly [name: string, value: string])[];
}

const known = (value: number | null | undefined): string =>
  value === null || value === undefined ? "none" : shortNumber(value);

/** The place of a distance between its ends, in words. */
const placeInWords = (
  value: number | null,
  { floor, ceiling }: { readonly floor: number | null; readonly ceiling: number | null },
): string => {
  if (value === null || floor === null) return "";
  if (value <= floor) return "no farther than two parts of the data are from each other";
  if (ceiling === null || !(ceiling > floor)) return "";
  if (value >= ceiling) return `no closer than ${ceilingWords}`;
  return `${percent((value - floor) / (ceiling - floor), 2)} of the way from floor to ceiling`;
};

const measureGauge = ({ data, chosen }: Fitted, measure: string, unit: string): Gauge => {
  const { floor = null, ceiling = null } = data.scale[measure] ?? {};
  const value = chosen?.measures[measure]?.value ?? null;
  return {
    says: placeInWords(value, { floor, ceiling }),
    value: `${measure} ${known(value)}`,
    unit,
    beside: "",
    at: value === null || floor === null || ceiling === null || !(ceiling > floor)
      ? null
      : Math.min(1, Math.max(0, (value - floor) / (ceiling - floor))),
    ends: [["floor", known(floor)], ["ceiling", known(ceiling)]],
  };
};

/** How far an exponent is from that of the data, in words. */
const deviationInWords = ({ found, data }: Fitted, own: number): string => {
  const { value: truth, error } = exponentOfData(data);
  const { owner } = exponentWords(data);
  const { grade } = found.aspects.find(({ name }) => name === "instability")!;
  if (found.dynamics === "regular") {
    return grade === "good" ? `no chaos, as in the ${owner}` : `chaos where the ${owner} has none`;
  }
  if (found.dynamics !== "chaotic" || truth === undefined) return "";
  const off = `off by ${shortNumber(Math.abs(own - truth), 2)}, ${
    percent(Math.abs(own - truth) / Math.abs(truth), 2)
  } ${own < truth ? "below" : "above"} the ${owner}'s`;
  if (grade !== "good" && mayBeOfInputs(data, own, truth)) return `${off}, which may be that of the inputs`;
  if (!(error > 0)) return off;
  if (grade !== "good" && Math.abs(own - truth) <= INSTABILITY_GOOD * truth) {
    return `${off}, which is itself known only to ${percent(error / truth, 2)}; good would be ${
      percent(INSTABILITY_GOOD, 2)
    } for both together`;
  }
  return `${off}: ${
    Math.abs(own - truth) <= 2 * error ? "within two standard errors" : "farther than two standard errors"
  }`;
};

/**
 * How far λ₁ is from that of the data, between the standard error of the data's, below which nobody can tell, and what a
 * network without chaos would be off by.
 */
const exponentGauge = (fitted: Fitted): Gauge => {
  const { data, chosen, found: { dynamics } } = fitted;
  const { dt } = data.series;
  const own = exponentOf(chosen, dt);
  const { value: truth, error } = exponentOfData(data);
  const { owner } = exponentWords(data);
  const scaled = dynamics === "chaotic" && truth !== undefined && own !== undefined && truth > error;
  const off = scaled ? Math.abs(own - truth) : 0;
  return {
    says: own === undefined ? "" : deviationInWords(fitted, own),
    value: `λ₁ ${own === undefined ? "none" : shortNumber(own)}`,
    unit: `nats ${perTime(data.timeUnit)}`,
    beside: truth === undefined ? `not known of the ${owner}` : `${owner} ${withError(truth, error)}`,
    at: scaled ? Math.min(1, Math.max(0, (off - error) / (truth - error))) : null,
    ends: scaled ? [["floor", `±${shortNumber(error, 2)}`], ["ceiling", `±${shortNumber(truth, 2)}`]] : [],
  };
};

const gaugeOf = (fitted: Fitted, { name }: Aspect): Gauge =>
  name === "geometry"
    ? measureGauge(fitted, "D_stsp", "nats")
    : name === "spectrum"
    ? measureGauge(fitted, "D_H", "")
    : exponentGauge(fitted);

const meanings: Readonly<Record<Aspect["name"], string>> = {
  geometry: "where it goes",
  spectrum: "how fast it oscillates",
  instability: "how fast errors grow",
};

const tile = (fitted: Fitted, aspect: Aspect): Node => {
  const { says, value, unit, beside, at, ends } = gaugeOf(fitted, aspect);
  return element(
    `div.tile.${aspect.grade}`,
    {},
    element(
      "h3",
      {},
      capitalised(aspect.name),
      element("span.quiet", {}, ` ${meanings[aspect.name]}`),
      element("span.grade", {}, aspect.grade),
    ),
    element("p.value", {}, ...prose(value), ...(unit === "" ? [] : [" ", element("span.unit", {}, unit)])),
    ...(beside === "" ? [] : [element("p.ends", {}, element("span", {}, ...prose(beside)))]),
    ...(at === null ? [] : [
      element("div.gauge", { ariaHidden: "true" }, element("i", { style: `left:${(100 * at).toFixed(1)}%` })),
    ]),
    ...(ends.length === 0 ? [] : [element(
      "p.ends",
      {},
      ...ends.map(([name, value]) =>
        element("span", {}, ...prose(name), " ", element("b", {}, ...rich(value)))
      ),
    )]),
    ...(says === "" ? [] : [element("p.says", {}, ...prose(says))]),
  );
};

/** How the chosen network is used. */
const useOf = ({ data: { inputs = [] } }: Fitted): Advice => ({
  because: inputs.length === 0
    ? "Let the network continue the recording."
    : `Let the network continue newer data, given the future of ${listed(inputs)}.`,
  ...besideThePage(
    inputs.length === 0
      ? "simulate . --steps 500 --out ahead.csv"
      : "simulate . --steps 500 --from newer.csv --input-file future.csv --out ahead.csv",
  ),
});

/** How to go on: the network's use, and what more time would buy; what is missing comes first. */
const nextNodes = (fitted: Fitted, advice: Advice | null): readonly Node[] => {
  const use = fitted.chosen === null ? [] : [useOf(fitted)];
  const more = advice === null ? [] : [advice];
  const steps = fitted.found.level === "reconstructed" ? [...use, ...more] : [...more, ...use];
  return steps.map((next, index) =>
    element(
      "div.next",
      {},
      element("p", {}, element("b", {}, index === 0 ? "Next: " : "Or: "), ...rich(next.because)),
      commandNode(next),
    )
  );
};

/** What to do next, and why. */
export interface Advice extends Typed {
  readonly because: string;
}

/** The parts of a fit's first screen: what was found, the tiles, and what to do next. */
export const fittedNodes = (
  fitted: Fitted,
  advice: Advice | null,
): { readonly finding: readonly Node[]; readonly tiles: Node; readonly next: readonly Node[] } => {
  const { found } = fitted;
  return {
    finding: [
      element(
        `p.level.${found.level.split(" ")[0]}`,
        {},
        element("strong", {}, heads[found.level]),
      ),
      element("p.finding", {}, ...prose(whyOf(fitted))),
      ...(found.reservation === null ? [] : [element("p.but", {}, ...prose(`But ${found.reservation}.`))]),
    ],
    tiles: element("div.tiles", {}, ...found.aspects.map((aspect) => tile(fitted, aspect))),
    next: nextNodes(fitted, advice),
  };
};
