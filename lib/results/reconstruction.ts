/**
 * Whether the networks of an experiment reconstruct the dynamics of a recording: one of them is chosen on the validation
 * part and judged on the held-out part, in three respects.
 *
 * @module
 */
import { perTime } from "../series/time_unit.ts";
import { runInWords } from "../core/codec/labels.ts";
import { log } from "../numerics/elementary.ts";
import { numberInWords, percent } from "../numerics/format.ts";
import type { DataResult, Measurement, RunResult } from "./result.ts";
import { isAboveZero, isChaotic, perTimeUnit } from "../lyapunov/result.ts";
import { correctionUnder } from "../lyapunov/series/noise_level.ts";
import { type AgainstBaselines, againstBaselines } from "./against_baselines.ts";
import { exponentOfData } from "./data_exponent.ts";
import { divergenceOf, freeRunDiverged } from "./sample.ts";
import { capitalised, listed } from "../core/program/text.ts";

/** How much of the dynamics a network has. */
export type Level = "reconstructed" | "partly reconstructed" | "not reconstructed";

/** How well a network does in one respect. */
export type Grade = "good" | "fair" | "poor";

/**
 * What the data are: as an estimate from the series says, or the exponents from equations. "driven" is what an estimate that
 * does not know the inputs takes for noise.
 */
export type DynamicsKind =
  | "chaotic"
  | "regular"
  | "noise"
  | "driven"
  | "not stationary"
  | "too short"
  | "not known";

/** One respect in which a network is judged. */
export interface Aspect {
  /** "geometry": where the orbit goes; "spectrum": its power spectra; "instability": its largest exponent. */
  readonly name: "geometry" | "spectrum" | "instability";
  /** How well the network does. */
  readonly grade: Grade;
  /** The numbers that decided, in words that follow "has". */
  readonly text: string;
}

/** A run as the choice sees it. */
export interface Candidate {
  /** Its id. */
  readonly run: string;
  /** What the choice is made by, from the validation part: smaller is better; null if it diverged or has no value. */
  readonly score: number | null;
  /** The same from the held-out part, which chooses nothing. */
  readonly heldOutScore: number | null;
  /** What it comes to on the held-out part. */
  readonly level: Level;
  /** How it diverged; null if it did not. */
  readonly divergence: string | null;
}

/** What is said of an experiment's networks. */
export interface Reconstruction {
  /** What the chosen network comes to on the held-out part. */
  readonly level: Level;
  /** What the data are. */
  readonly dynamics: DynamicsKind;
  /** Id of the chosen run; null if there is none to choose. */
  readonly chosen: string | null;
  /** How many networks are better than the chosen one by the same score on the held-out part, and one; null without one. */
  readonly place: number | null;
  /** In what it does not beat context parroting although it is reconstructed, in words that follow "but"; null otherwise. */
  readonly reservation: string | null;
  /** Its respects. */
  readonly aspects: readonly Aspect[];
  /** All runs in the order in which they were given. */
  readonly candidates: readonly Candidate[];
  /** The chosen network beside what comes of no training; absent if the spec does not ask for that. */
  readonly baselines?: AgainstBaselines;
  /** The verdict and why: what it is, the numbers that decided, and what has to be said beside them. */
  readonly sentences: readonly string[];
}

/** D_stsp may exceed its floor by this many nats and still be good. */
const GEOMETRY_GOOD = 0.3;
/** … or by this share of the way to its ceiling and still be fair. */
const GEOMETRY_FAIR = 0.2;
/** D_H may exceed its floor by this much. */
const SPECTRUM = { good: 0.1, fair: 0.3 };
/**
 * λ₁ may deviate by this share of that of the data and still be good, with the standard error of the data's on top of the
 * deviation: of 12 systems, "within a quarter or two standard errors" called three reconstructed whose λ₁ was 17 to 180 % off.
 */
export const INSTABILITY_GOOD = 0.15;
/** λ₁ within these multiples of the data's is fair. */
const INSTABILITY_FAIR = { least: 0.25, most: 3 };
/** A network counts as regular up to this many nats per step. */
const REGULAR_LIMIT = 1e-3;
/** A floor beyond this share of the ceiling says that the recording changes or is too short for the measure. */
const UNSTEADY = 0.5;

/** Whether inputs drive the data, of which an estimate from the series knows nothing. */
const isDriven = ({ inputs = [] }: DataResult): boolean => inputs.length > 0;

/**
 * Whether the exponent of driven data may be that of the inputs: their chaos shows in the data too, and is none of the
 * network's, which is given them.
 *
 * @param own λ₁ of a network.
 * @param truth λ₁ of the data, in the same unit.
 */
export const mayBeOfInputs = (data: DataResult, own: number, truth: number): boolean =>
  isDriven(data) && own < truth;

/** What the data are. */
const dynamicsOf = (data: DataResult): DynamicsKind => {
  const { estimate, spectrum } = data;
  if (estimate !== undefined) {
    return estimate.verdict === "noise" && isDriven(data) ? "driven" : estimate.verdict;
  }
  if (spectrum === null || spectrum.exponents.length === 0) return "not known";
  return isChaotic(spectrum) ? "chaotic" : "regular";
};

const scaleText = (floor: number | null, ceiling: number | null): string => {
  const parts = [
    ...(floor === null ? [] : [`floor ${numberInWords(floor)}`]),
    ...(ceiling === null ? [] : [`ceiling ${numberInWords(ceiling)}`]),
  ];
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
};

const geometryOf = ({ measures }: RunResult, { scale }: DataResult): Aspect => {
  const { floor = null, ceiling = null } = scale["D_stsp"] ?? {};
  const value = measures["D_stsp"]?.value ?? null;
  if (value === null) return { name: "geometry", grade: "poor", text: "no D_stsp" };
  const width = Math.max(0, (ceiling ?? 0) - (floor ?? 0));
  const excess = value - (floor ?? 0);
  const unsteady = floor !== null && ceiling !== null && floor > UNSTEADY * ceiling;
  const grade = unsteady
    ? excess <= GEOMETRY_GOOD ? "fair" : "poor"
    : excess <= GEOMETRY_GOOD
    ? "good"
    : excess <= GEOMETRY_FAIR * width
    ? "fair"
    : "poor";
  const remark = unsteady
    ? "; the floor is so high that the recording itself must change, or be too short for this measure"
    : "";
  return {
    name: "geometry",
    grade,
    text: `D_stsp ${numberInWords(value)}${scaleText(floor, ceiling)}${remark}`,
  };
};

const powerOf = ({ measures }: RunResult, { scale }: DataResult): Aspect => {
  const { floor = null, ceiling = null } = scale["D_H"] ?? {};
  const value = measures["D_H"]?.value ?? null;
  if (value === null) return { name: "spectrum", grade: "poor", text: "no D_H" };
  const excess = value - (floor ?? 0);
  const grade = excess <= SPECTRUM.good ? "good" : excess <= SPECTRUM.fair ? "fair" : "poor";
  return { name: "spectrum", grade, text: `D_H ${numberInWords(value)}${scaleText(floor, ceiling)}` };
};

/** λ₁ of a network in nats per time unit, with its standard error; null after divergence. */
const exponentOf = ({ spectrum }: RunResult, dt: number) => {
  const value = spectrum?.exponents[0];
  return value === undefined ? null : {
    value: perTimeUnit(value, dt),
    error: perTimeUnit(spectrum?.standardErrors[0] ?? 0, dt),
  };
};

const instabilityOf = (run: RunResult, data: DataResult, dynamics: DynamicsKind): Aspect => {
  const { dt } = data.series;
  const name = "instability";
  const network = exponentOf(run, dt);
  if (network === null) return { name, grade: "poor", text: "no exponents" };
  const own = `λ₁ = ${numberInWords(network.value)} nats ${perTime(data.timeUnit)}`;
  const { value: system, error, alongRows } = exponentOfData(data);
  if (dynamics === "chaotic" && system !== undefined) {
    const deviation = Math.abs(network.value - system);
    const isNear = deviation <= INSTABILITY_GOOD * system;
    const rough = isNear && error > INSTABILITY_GOOD * system ? ", which is known too roughly to decide" : "";
    const text = `${own} against ${numberInWords(system)} ± ${numberInWords(error)} ${
      alongRows ? "along the rows of the data" : "of the data"
    }${rough}`;
    if (deviation + error <= INSTABILITY_GOOD * system) return { name, grade: "good", text };
    if (mayBeOfInputs(data, network.value, system)) {
      return { name, grade: "fair", text: `${text}, which may be that of the inputs` };
    }
    const ratio = network.value / system;
    const fair = ratio >= INSTABILITY_FAIR.least && ratio <= INSTABILITY_FAIR.most &&
      isAboveZero(network.value, network.error);
    return { name, grade: fair ? "fair" : "poor", text };
  }
  if (dynamics === "regular") {
    const ofBoth = Math.sqrt(network.error * network.error + error * error);
    const calm = network.value <= 2 * ofBoth + perTimeUnit(REGULAR_LIMIT, dt);
    return {
      name,
      grade: calm ? "good" : "poor",
      text: calm ? `${own}, as regular dynamics have` : `${own}, which is chaos, although the data have none`,
    };
  }
  return {
    name,
    grade: dynamics === "noise" ? "poor" : "fair",
    text: `${own} with nothing to compare it with`,
  };
};

const aspectsOf = (run: RunResult, data: DataResult, dynamics: DynamicsKind): readonly Aspect[] => [
  geometryOf(run, data),
  powerOf(run, data),
  instabilityOf(run, data, dynamics),
];

const levelOf = (aspects: readonly Aspect[], dynamics: DynamicsKind, divergence: string | null): Level => {
  if (divergence !== null || dynamics === "noise") return "not reconstructed";
  const isGood = ({ grade }: Aspect) => grade === "good";
  if (dynamics !== "chaotic" && dynamics !== "regular") {
    const visible = aspects.filter(({ name }) => name !== "instability");
    return visible.every(isGood) ? "partly reconstructed" : "not reconstructed";
  }
  if (aspects.every(isGood)) return "reconstructed";
  const essential = aspects.filter(({ name }) => name !== "spectrum");
  return essential.some(({ grade }) => grade === "poor") ? "not reconstructed" : "partly reconstructed";
};

/** Lyapunov times for which a forecast that is valid counts as perfect, and what that is worth. */
const FORECAST = { perfect: 5, worth: 0.25 };
/** What an exponent is worth at most: less than what separates a good geometry from a fair one. */
const EXPONENT_WORTH = 0.25;
const LN10 = log(10);
/** Differences of D_stsp, in nats, that count near 0; far from there only multiples are. */
const NEGLIGIBLE_NATS = 0.3;

/** D_stsp as a share of its ceiling, in multiples: what halves it is worth the same wherever it is. */
const geometryShare = (value: number, ceiling: number): number =>
  ceiling > 0 ? Math.min(1, log(1 + value / NEGLIGIBLE_NATS) / log(1 + ceiling / NEGLIGIBLE_NATS)) : 1;

/**
 * How far λ₁ of a network may be from that of the data without being any worse: two standard errors, with half of what
 * noise of this level hides of an exponent as one more source of error. An estimate from few or noisy rows says little.
 */
const allowedDeviation = (data: DataResult): number => {
  const { value = 0, error } = exponentOfData(data);
  const hidden = (correctionUnder(data.estimate?.noise ?? 0) - 1) * Math.abs(value) / 2;
  return 2 * Math.sqrt(error * error + hidden * hidden);
};

/** The relative deviation of λ₁, as far as it counts; 1 where a network has none. */
const deviationOf = (run: RunResult, data: DataResult, dynamics: DynamicsKind): number => {
  const network = exponentOf(run, data.series.dt);
  const { value: system = 0 } = exponentOfData(data);
  if (network === null) return 1;
  if (dynamics === "chaotic" && system > 0) {
    return Math.max(0, Math.abs(network.value - system) - allowedDeviation(data)) / system;
  }
  return dynamics === "regular"
    ? Math.max(0, network.value - allowedDeviation(data)) * data.series.dt / (10 * REGULAR_LIMIT)
    : 0;
};

/** A measure with any options; undefined if the spec does not ask for it. */
const named = (measures: RunResult["measures"], kind: string): Measurement | undefined =>
  Object.entries(measures).find(([name]) => name === kind || name.startsWith(`${kind} (`))?.[1];

/** Differences of the prediction error, in decades, that count, below that of an unrelated orbit. */
const DECADES = 4;

/** An error of 1, in variances, counts as all, and one that is this many decades smaller as nothing. */
const errorShare = (error: number): number =>
  error > 0 ? Math.max(0, Math.min(1, 1 + log(error) / (DECADES * LN10))) : 0;

/**
 * What forecasts cost: nothing where the spec asks neither for their time nor for their error, and all where no time is
 * valid or forecasts diverge.
 */
const forecastCost = (measures: RunResult["measures"]): number => {
  const time = named(measures, "VPT");
  if (time !== undefined) return FORECAST.worth * (1 - Math.min(1, (time.value ?? 0) / FORECAST.perfect));
  const error = named(measures, "PE");
  return error === undefined ? 0 : FORECAST.worth * errorShare(error.value ?? 1);
};

/**
 * What a network comes to on a part of the data: D_stsp as a share of its ceiling, on a logarithmic scale, D_H, each at most
 * 1; a quarter of how far forecasts fall short of five Lyapunov times, or of their error on a logarithmic scale; and a quarter of the relative deviation of λ₁ as
 * far as the errors of the data's do not explain it. Smaller is better.
 */
const scoreOf = (
  run: RunResult,
  measures: RunResult["measures"],
  data: DataResult,
  dynamics: DynamicsKind,
): number | null => {
  const [geometry, spectrum] = [measures["D_stsp"]?.value ?? null, measures["D_H"]?.value ?? null];
  if (geometry === null && spectrum === null) return null;
  const ceiling = data.scale["D_stsp"]?.ceiling ?? 0;
  return geometryShare(geometry ?? ceiling, ceiling) + Math.min(1, spectrum ?? 1) +
    EXPONENT_WORTH * Math.min(1, deviationOf(run, data, dynamics)) + forecastCost(measures);
};

const kinds: Readonly<Record<DynamicsKind, string>> = {
  chaotic: "the data are chaotic",
  regular: "the data are regular, not chaotic",
  noise: "the data look like noise, which a network without noise cannot reconstruct",
  driven:
    "inputs drive the data, which look like noise without them and have no exponent, so nobody can say whether the " +
    "network's is right",
  "not stationary": "the data change over time, so they have no exponent with which to compare the network's",
  "too short": "the data are too few for an exponent, so nobody can say whether the network's is right",
  "not known": "the exponents of the data are not known, so nobody can say whether the network's is right",
};

/** What the data are, and what follows from that, in a sentence without its capital letter. */
export const dynamicsInWords = (dynamics: DynamicsKind): string => kinds[dynamics];

/** Held-out data with this much noise, in standard deviations, favour what repeats data with the same noise. */
const NOTABLE_NOISE = 0.01;

/** What the noise of held-out data does to the comparison; empty if there is little. */
const noiseText = ({ estimate }: DataResult): string => {
  const noise = estimate?.heldOutNoise ?? 0;
  return noise < NOTABLE_NOISE
    ? ""
    : `The held-out part carries about ${
      percent(noise, 2)
    } of noise itself: parroting repeats such noise and no network does, which favours parroting.`;
};

/** What a verdict has to say: that the network does not beat something without training. Null if it does. */
const reservationOf = (level: Level, against: AgainstBaselines | null): string | null => {
  if (level !== "reconstructed" || against === null || against.beatsParroting === null) return null;
  const { ties, missed } = against;
  const nearer = missed.length === 0 ? [] : [`closer to the data in ${listed(missed)}`];
  const open = ties.length === 0 ? [] : [
    missed.length === 0
      ? `as close to the data, within the errors, in ${listed(ties)}`
      : `as close, within the errors, in ${listed(ties)}`,
  ];
  return nearer.length + open.length === 0
    ? null
    : `context parroting, which only repeats the past, comes ${listed([...nearer, ...open])}`;
};

/** What the verdict says of the chosen network. */
interface Described {
  readonly run: string;
  readonly aspects: readonly Aspect[];
  readonly by: string;
  readonly place: number | null;
  readonly reservation: string | null;
}

const placeText = (place: number | null, of: number): string =>
  place === null || of < 2
    ? ""
    : `; by the score that chose it ${
      place === 1
        ? "no other does"
        : place === of
        ? "all others do"
        : `${place - 1} of the other ${of - 1} ${place === 2 ? "does" : "do"}`
    } better there`;

const sentencesOn = (
  level: Level,
  dynamics: DynamicsKind,
  { run, aspects, by, place, reservation }: Described,
  candidates: readonly Candidate[],
): readonly string[] => {
  const equals = candidates.filter((each) => each.level === level).length;
  const diverged = candidates.filter(({ divergence }) => divergence !== null).length;
  const weak = aspects.filter(({ grade }) => grade !== "good").map(({ name, grade }) =>
    `its ${name} is ${grade}`
  );
  const reasons = level === "reconstructed" || weak.length === 0 ? "" : `; ${listed(weak)}`;
  const head = level === "reconstructed" && dynamics === "regular"
    ? "Reconstructed as regular dynamics, not chaos"
    : capitalised(level);
  const why = dynamics === "chaotic" || dynamics === "regular" ? "" : ` (${kinds[dynamics]})`;
  const chosen = candidates.length === 1
    ? []
    : [`Of ${candidates.length} networks one was chosen ${by} (${run}).`];
  const beginning = candidates.length === 1
    ? `The only network (${run}) has on the held-out part`
    : "On the held-out part it has";
  const alike = candidates.length === 1
    ? ""
    : `; ${equals} of the ${candidates.length} ${equals === 1 ? "comes" : "come"} to this verdict, and ${
      diverged === 0 ? "none" : diverged
    } diverged`;
  return [
    `${head}${why}.`,
    ...chosen,
    `${beginning} ${aspects.map(({ text }) => text).join(", ")}${
      placeText(place, candidates.length)
    }${reasons}${alike}.`,
    ...(reservation === null ? [] : [`But ${reservation}.`]),
  ];
};

/**
 * Judges the runs of one dataset.
 *
 * The chosen network is the one with the smallest score on the validation part; where there is none, on the held-out
 * part, and the sentence says so. It reconstructs the dynamics when, on the held-out part, its geometry (D_stsp near the
 * floor), its spectrum (D_H near the floor) and its instability (λ₁ near that of the data) are all good; partly when none
 * of geometry and instability is poor. Where the data are too few to have an exponent, or have none because inputs drive
 * them, a good geometry and spectrum make it partly. Noise is never reconstructed, and a regular series never as chaos.
 *
 * @param data The dataset.
 * @param runs Its runs, in the order that decides between equals.
 */
export const reconstructionOf = (
  data: DataResult | undefined,
  runs: readonly RunResult[],
): Reconstruction => {
  const dynamics = data === undefined ? "not known" : dynamicsOf(data);
  const judged = data === undefined ? [] : runs.map((run) => {
    const divergence = divergenceOf(run) ?? (freeRunDiverged(run) ? "the free run diverged" : null);
    const aspects = aspectsOf(run, data, dynamics);
    return {
      run,
      aspects,
      candidate: {
        run: run.id,
        score: divergence === null ? scoreOf(run, run.validation ?? run.measures, data, dynamics) : null,
        heldOutScore: divergence === null ? scoreOf(run, run.measures, data, dynamics) : null,
        level: levelOf(aspects, dynamics, divergence),
        divergence,
      },
    };
  });
  const candidates = judged.map(({ candidate }) => candidate);
  const best = judged
    .filter(({ candidate }) => candidate.score !== null)
    .reduce<(typeof judged)[number] | undefined>(
      (least, each) => least === undefined || each.candidate.score! < least.candidate.score! ? each : least,
      undefined,
    );
  if (best === undefined) {
    const diverged = candidates.filter(({ divergence }) => divergence !== null).length;
    return {
      level: "not reconstructed",
      dynamics,
      chosen: null,
      place: null,
      reservation: null,
      aspects: [],
      candidates,
      sentences: [
        `Not reconstructed: of ${candidates.length} networks ${diverged} diverged, and none has measures.`,
      ],
    };
  }
  const { level } = best.candidate;
  const against = data === undefined ? null : againstBaselines(best.run, data);
  const own = best.candidate.heldOutScore;
  const place = best.run.validation === undefined || own === null
    ? null
    : 1 + candidates.filter(({ heldOutScore }) => heldOutScore !== null && heldOutScore < own).length;
  const reservation = reservationOf(level, against);
  const by = best.run.validation === undefined
    ? "on the held-out part itself, as there is no validation part"
    : "on the validation part";
  return {
    level,
    dynamics,
    chosen: best.run.id,
    place,
    reservation,
    aspects: best.aspects,
    candidates,
    ...(against === null ? {} : { baselines: against }),
    sentences: [
      ...sentencesOn(
        level,
        dynamics,
        { run: runInWords(best.run.labels), aspects: best.aspects, by, place, reservation },
        candidates,
      ),
      ...(against === null ? [] : [`${capitalised(against.because)}.`, noiseText(data!)]),
    ].filter((each) => each !== ""),
  };
};
