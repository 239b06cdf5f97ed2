/**
 * What different tests say of a series, side by side, with what each is blind to.
 *
 * @module
 */
import { exp } from "../../numerics/elementary.ts";
import { percent } from "../../numerics/format.ts";
import { zeroOneTest } from "../zero_one.ts";
import type { ChosenEmbedding } from "./embedding.ts";
import type { Determinism } from "./determinism.ts";
import type { Frequencies } from "./frequencies.ts";
import type { JacobianEstimate } from "./jacobian_estimate.ts";
import { recurrenceDeterminism } from "./patterns.ts";
import { delayCoordinates } from "./state_space.ts";

/** A test and what it says. */
export interface Witness {
  /** Its name. */
  readonly name: string;
  /** What it found, with its number. */
  readonly found: string;
  /** What it speaks for; null where it cannot tell. */
  readonly speaksFor: "chaos" | "order" | "noise" | null;
  /** What it cannot see. */
  readonly blindTo: string;
}

/** What the witnesses are asked about. */
export interface WitnessEvidence {
  /** N signals with standard deviation 1. */
  readonly columns: readonly Float64Array[];
  /** Mean period in steps. */
  readonly period: number;
  /** The embedding. */
  readonly chosen: ChosenEmbedding;
  /** The test against linear noise; undefined where it was not made. */
  readonly determinism: Determinism | undefined;
  /** Exponents of local Jacobians; undefined where there are none. */
  readonly jacobians: JacobianEstimate | undefined;
  /** The lines of the spectrum; undefined where they were not looked for. */
  readonly frequencies: Frequencies | undefined;
  /** Whether neighbours stay together. */
  readonly flat: boolean;
}

/** Samples for the 0–1 test. */
const SAMPLES = 800;
const FEWEST_SAMPLES = 120;
/** K above and below these is reported. */
const K = { chaos: 0.8, order: 0.2 } as const;
/** With a smaller share of recurrences in stretches nothing runs beside itself. */
const BESIDE = 0.15;

/** A signal at intervals of a quarter of a period or more, as the 0–1 test needs it. */
const sparse = (signal: Float64Array, period: number): Float64Array => {
  const step = Math.max(1, Math.round(period / 4), Math.floor(Math.min(signal.length / SAMPLES, period / 2)));
  return Float64Array.from(
    { length: Math.min(SAMPLES, Math.floor(signal.length / step)) },
    (_, i) => signal[i * step]!,
  );
};

/** The name of the witness for frequencies. */
export const LINES = "lines of the spectrum";

/** What the lines of a spectrum say. */
export const linesWitness = ({ share, base }: Frequencies): Witness => ({
  name: LINES,
  found: `${percent(share, 3)} of the power, ${base.length} independent`,
  speaksFor: null,
  blindTo: "chaos with a strong rhythm, which has lines too",
});

/** What local Jacobians say. */
export const jacobianWitness = ({ trusted, offZero, exponents }: JacobianEstimate): Witness => ({
  name: "local Jacobians",
  found: trusted
    ? "embeddings agree" + (offZero === null ? "" : ", and one exponent is zero")
    : "embeddings or the zero exponent disagree",
  speaksFor: trusted ? exponents[0]! > 0 ? "chaos" : "order" : null,
  blindTo: "noise of more than half a per cent",
});

/** What the test against linear noise says, by how neighbours part and by the order of values. */
export const surrogateWitnesses = (
  { asGood, surrogates, gain, found, patterns }: Determinism,
): readonly Witness[] => [
  {
    name: "surrogates",
    found: asGood > 0
      ? `${asGood} of ${surrogates} are as good`
      : `${gain.toFixed(2)} nats better than all ${surrogates}${found ? "" : ", which is too little"}`,
    speaksFor: found ? null : "noise",
    blindTo: "noise that is not linear; slow changes look like structure to it",
  },
  {
    name: "permutation entropy",
    found: `${patterns.own.toFixed(3)}, surrogates ${patterns.surrogates.toFixed(3)}`,
    speaksFor: patterns.asLow > 0 ? "noise" : null,
    blindTo: "sizes: it sees orders of values only, and a static distortion of noise leaves them",
  },
];

/**
 * The witnesses.
 *
 * @param evidence What they are asked about.
 */
export const witnessesOf = (
  { columns, period, chosen, determinism, jacobians, frequencies, flat }: WitnessEvidence,
): readonly Witness[] => {
  const samples = sparse(columns[0]!, period);
  const k = samples.length < FEWEST_SAMPLES ? null : zeroOneTest(samples);
  const { embedding: { copies, delay }, choice } = chosen;
  const recurrence = recurrenceDeterminism(
    delayCoordinates(columns, copies, delay),
    Math.max(1, Math.round(delay / 2)),
  );
  const error = choice?.tried[0]?.error;
  return [
    {
      name: "neighbours",
      found: flat ? "they stay together" : "they part",
      speaksFor: flat ? "order" : null,
      blindTo: "what parts them: noise does so too",
    },
    ...(determinism === undefined ? [] : surrogateWitnesses(determinism)),
    ...(error === undefined ? [] : [{
      name: "prediction from neighbours",
      found: `error ${percent(Math.min(1, exp(error)), 2)} of the signal`,
      speaksFor: null,
      blindTo: "smooth noise, which is predictable for a while",
    }]),
    ...(jacobians === undefined ? [] : [jacobianWitness(jacobians)]),
    ...(k === null ? [] : [{
      name: "0–1 test",
      found: `K = ${k.toFixed(2)}`,
      speaksFor: k > K.chaos ? "chaos" as const : k < K.order ? "order" as const : null,
      blindTo: "noise and strange sets without chaos, which may give 1 as chaos does",
    }]),
    {
      name: "recurrence determinism",
      found: percent(recurrence, 3),
      speaksFor: recurrence < BESIDE ? "noise" : null,
      blindTo: "the difference between order and weak chaos; smooth noise looks determined",
    },
    ...(frequencies === undefined ? [] : [linesWitness(frequencies)]),
  ];
};
