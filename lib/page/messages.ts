/**
 * What the page and its workers say to each other. The trainer makes data and trains, where it is worth it with a partner, to
 * which it talks as pair.ts says; the observer looks at the networks that the trainer sends, so that a look costs the training
 * nothing. All that is said is plain data.
 *
 * @module
 */
import type { Weights } from "../networks/cell.ts";
import { type Digest, hexOf } from "../core/codec/canonical.ts";
import type { Artifact } from "../steps/store/artifact.ts";
import type { TrainingOutcome } from "../training/checkpoint.ts";
import type { PageSpec } from "./spec.ts";

/** A file that a reader dropped onto the page. */
export interface DroppedFile {
  /** Its name. */
  readonly name: string;
  /** Its bytes. */
  readonly bytes: Uint8Array;
}

/** What was published of a step: the digest of what its artifact holds, and of which run. */
export interface PublishedContent {
  /** The digest, or how it begins. */
  readonly content: string;
  /** "quickstart, PLRNN-units30-tau30-seed1". */
  readonly of: string;
}

/** A published result, for the figure over τ. */
export interface PublishedPoint {
  /** Kind of the cell. */
  readonly cell: string;
  /** τ in steps. */
  readonly interval: number;
  /** D_stsp. */
  readonly value: number;
}

/** A network that was published, for a picture. */
export interface PublishedNetwork {
  /** τ in steps. */
  readonly interval: number;
  /** Its file of weights in base64. */
  readonly weights: string;
}

/** Digits of a key that distinguish it from all other published ones. */
const KEY_DIGITS = 10;

/** Digits of a digest: as many as nothing could come to by chance. */
const DIGITS = 16;

/** How a digest begins. */
export const shortDigest = (digest: Digest): string => digest.slice(0, "sha256:".length + DIGITS);

/** The first digits of a key. */
export const shortKey = (key: Digest): string => hexOf(key).slice(0, KEY_DIGITS);

/** What of the ledgers and the golden digests is built into the page. */
export interface BuiltIn {
  /** By the first digits of a step's key: digests of contents, those of the quickstart in full, of sweeps how they begin. */
  readonly contents: Readonly<Record<string, PublishedContent>>;
  /** By the first digits of a training's key, for the quickstart: how the digests of its states begin, by epoch. */
  readonly states: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Results on the first dataset that is offered. */
  readonly points: readonly PublishedPoint[];
  /** The networks of the presets. */
  readonly networks: readonly PublishedNetwork[];
  /** Where it comes from, for people. */
  readonly from: string;
}

/** The steps of a run, in the order in which they are made. */
export const stepsOfRun = ["dataset", "train", "lyapunov", "evaluate"] as const;

/** The name of a step of a run. */
export type StepOfRun = (typeof stepsOfRun)[number];

/** A step that was made here, beside what was published of it. */
export interface CheckedStep {
  /** The digest of what was made. */
  readonly content: Digest;
  /** What was published under the same key; null if nothing is. */
  readonly published: PublishedContent | null;
}

/** A floor and a ceiling. */
export interface ScaleView {
  /** What another true trajectory scores. */
  readonly floor: number | null;
  /** What a fixed point scores. */
  readonly ceiling: number | null;
}

/** Points in three dimensions, one after another. */
export type PicturedOrbit = Float32Array;

/** What the page shows of a dataset. */
export interface DataView {
  /** For people. */
  readonly title: string;
  /** Three names; empty if there are fewer variables. */
  readonly variables: readonly string[];
  /** Sampling interval in time units. */
  readonly dt: number;
  /** λ₁ in nats per step; null if it is not known. */
  readonly exponent: number | null;
  /** ln 2/λ₁ in steps; null for what is not chaotic. */
  readonly predictabilitySteps: number | null;
  /** The held-out series, standardised. */
  readonly orbit: PicturedOrbit;
  /** Of D_stsp, at the length of the evaluation. */
  readonly scale: ScaleView;
  /** The spec's D_stsp, as it names its measure. */
  readonly measure: string;
}

/** What is seen of a network on its way. */
export interface NetworkLook {
  /** Epochs done. */
  readonly epoch: number;
  /** Its free run; null if it left all bounds. */
  readonly orbit: PicturedOrbit | null;
}

/** What takes longer to see. */
export interface DeepLook {
  /** Epochs done. */
  readonly epoch: number;
  /** D_stsp of its free run; null if there is none. */
  readonly divergence: number | null;
  /** λ₁ in nats per step; null if the free run left all bounds. */
  readonly exponent: number | null;
  /** ln ‖∂z_T/∂z_1‖ over T in steps; empty if the free run left all bounds. */
  readonly growth: readonly (readonly [length: number, logNorm: number])[];
}

/** A run of a spec that was opened. */
export interface OpenedRun {
  /** What distinguishes it from the others. */
  readonly id: string;
  /** A spec of it alone. */
  readonly spec: PageSpec;
}

/** Every message belongs to a generation of the page's settings; what older ones say is not heard. */
interface OfGeneration {
  readonly generation: number;
}

/** What a worker receives. */
export type ToWorker =
  & OfGeneration
  & (
    | { readonly kind: "published"; readonly published: BuiltIn }
    /** The port between the trainer and its partner; both receive it. */
    | { readonly kind: "paired"; readonly port: MessagePort }
    /** The trainer has no partner any more, and why. */
    | { readonly kind: "alone"; readonly lines: readonly string[] }
    | { readonly kind: "open"; readonly text: string; readonly name: string }
    | { readonly kind: "import"; readonly files: readonly DroppedFile[]; readonly awaited: PageSpec | null }
    | { readonly kind: "prepare"; readonly spec: PageSpec }
    | { readonly kind: "train" }
    | { readonly kind: "pause" }
    | { readonly kind: "continue" }
    | { readonly kind: "stop" }
    | { readonly kind: "data"; readonly spec: PageSpec; readonly data: Artifact | null }
    | { readonly kind: "look"; readonly epoch: number; readonly weights: Weights }
    | { readonly kind: "finish"; readonly train: Artifact }
    | { readonly kind: "pictures" }
  );

/** What a worker says. */
export type FromWorker =
  & OfGeneration
  & (
    | { readonly kind: "opened"; readonly name: string; readonly runs: readonly OpenedRun[] }
    | {
      readonly kind: "imported";
      readonly spec: PageSpec;
      readonly lines: readonly string[];
      /** The series as the file that the spec names. */
      readonly file: DroppedFile;
    }
    | { readonly kind: "awaits"; readonly file: string }
    | {
      readonly kind: "prepared";
      readonly view: DataView;
      readonly checked: CheckedStep;
      /** The dataset; null if it is that of the generation before. */
      readonly data: Artifact | null;
      /** How the digests of states begin that were published of this training, by epoch. */
      readonly states: Readonly<Record<string, string>>;
    }
    | {
      readonly kind: "progress";
      readonly epoch: number;
      readonly epochs: number;
      /** Epochs and losses since the last message. */
      readonly losses: readonly (readonly [epoch: number, loss: number])[];
      /** Gradient steps per second of training. */
      readonly rate: number;
      readonly weights: Weights;
    }
    | { readonly kind: "state"; readonly epoch: number; readonly digest: Digest }
    | {
      readonly kind: "trained";
      readonly outcome: TrainingOutcome;
      readonly checked: CheckedStep;
      readonly train: Artifact;
    }
    | ({ readonly kind: "look" } & NetworkLook)
    | ({ readonly kind: "deep" } & DeepLook)
    | {
      readonly kind: "finished";
      readonly lyapunov: CheckedStep;
      readonly evaluate: CheckedStep;
      /** The digest that the report of a run has for it. */
      readonly digest: Digest;
      /** What the artifacts say in the end. */
      readonly deep: DeepLook;
    }
    | { readonly kind: "picture"; readonly interval: number; readonly orbit: PicturedOrbit }
    | { readonly kind: "looked" }
    | { readonly kind: "fault"; readonly lines: readonly string[] }
  );
