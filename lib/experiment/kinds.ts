/**
 * The words of a spec as functions: `PLRNN(30)` is `{ kind: "PLRNN", units: 30 }`.
 *
 * Their types come from the catalogues, so an editor completes the options, and the compiler refuses those that a kind does
 * not have. Defaults stand with the kinds.
 *
 * @module
 */
import type { CellInput } from "../cells/catalogue.ts";
import type { DatasetInput } from "../datasets/dataset.ts";
import type { FileSourceInput } from "../datasets/file_settings.ts";
import type { SystemSourceInput } from "../datasets/generate_settings.ts";
import type { FigureSpecInput, SingleInput } from "../figures/catalogue.ts";
import type { MeasureSpec } from "../measures/catalogue.ts";
import type { ForcingInput } from "../training/forcing/catalogue.ts";

/** The member of a union that has this kind. */
type OfKind<Union extends { readonly kind: string }, Kind extends Union["kind"]> = Extract<
  Union,
  { readonly kind: Kind }
>;
/** A record laid flat, in which nothing may stand where nothing can be chosen. */
type Flat<A> = [keyof A] extends [never] ? Readonly<Record<string, never>>
  : { readonly [K in keyof A]: A[K] };
/** What a kind may be given besides what stands in `Told`. */
type Options<
  Union extends { readonly kind: string },
  Kind extends Union["kind"],
  Told extends string = never,
> = Flat<
  Omit<OfKind<Union, Kind>, "kind" | Told>
>;

/** A kind of figure or measure all of whose options may be left out. */
const optionally =
  <Union extends { readonly kind: string }>() =>
  <Kind extends Union["kind"]>(kind: Kind) =>
  (options?: Options<Union, Kind>): OfKind<Union, Kind> =>
    ({ kind, ...options }) as unknown as OfKind<Union, Kind>;

const cell =
  <Kind extends CellInput["kind"]>(kind: Kind) =>
  (units: number, options?: Options<CellInput, Kind, "units">): OfKind<CellInput, Kind> =>
    ({ kind, units, ...options }) as unknown as OfKind<CellInput, Kind>;

const measureKind = optionally<MeasureSpec>();
const figureKind = optionally<FigureSpecInput>();

/** The equations of a system of the catalogue, with parameters that differ from its own. */
export const system = (
  name: string,
  parameters?: Readonly<Record<string, number>>,
): Pick<SystemSourceInput, "kind" | "system" | "parameters"> => ({
  kind: "system",
  system: name,
  ...(parameters === undefined ? {} : { parameters }),
});

/**
 * A .npy file in the data directory.
 *
 * @param name Without folders.
 * @param sha256 Of its bytes, 64 hexadecimal digits.
 */
export const file = (
  name: string,
  sha256: string,
  options: Omit<FileSourceInput, "kind" | "file" | "sha256"> = {},
): FileSourceInput => ({ kind: "file", file: name, sha256, ...options });

/** How a series is sampled from equations; `steps` is T, the number of samples. */
export type Sampling = Omit<SystemSourceInput, "kind" | "system" | "parameters">;
/** How a series is prepared before a network sees it. */
export type Preparing = Omit<DatasetInput, "source">;

const preparing = ["embed", "standardise", "exponentTimeScales"] as const;

/** A dataset as a value, for sweeps over several: equations with their sampling, or a file. */
export function sampled(source: ReturnType<typeof system>, options: Sampling & Preparing): DatasetInput;
export function sampled(source: FileSourceInput, options?: Preparing): DatasetInput;
export function sampled(
  source: ReturnType<typeof system> | FileSourceInput,
  options: Partial<Sampling> & Preparing = {},
): DatasetInput {
  const isPreparing = ([name]: readonly [string, unknown]) => (preparing as readonly string[]).includes(name);
  const entries = Object.entries(options);
  return {
    source: {
      ...source,
      ...Object.fromEntries(entries.filter((each) => !isPreparing(each))),
    } as DatasetInput["source"],
    ...Object.fromEntries(entries.filter(isPreparing)),
  };
}

/** Piecewise-linear RNN. */
export const PLRNN = cell("PLRNN");
/** Vanilla RNN, z' = tanh(Wz + h). */
export const RNN = cell("RNN");
/** Long short-term memory. */
export const LSTM = cell("LSTM");
/** Gated recurrent unit. */
export const GRU = cell("GRU");
/** Shallow PLRNN. */
export const shPLRNN = cell("shPLRNN");
/** Shallow PLRNN whose states stay bounded. */
export const clippedShPLRNN = cell("clipped shPLRNN");
/** Dendritic PLRNN. */
export const dendPLRNN = cell("dendPLRNN");
/** Almost-linear RNN. */
export const almostLinearRNN = cell("AL-RNN");

/** A forcing interval: steps, or a multiple of the predictability time. */
export type Interval = OfKind<ForcingInput, "sparse">["interval"];

/** No forcing: backpropagation through whole windows. */
export const unforced = { kind: "none" } as const satisfies ForcingInput;
/** The state is replaced by the data every τ steps. */
export const sparse = (interval: Interval) => ({ kind: "sparse", interval }) as const;
/** Every τ steps, with τ drawn for each batch from interval ± spread. */
export const random = (interval: Interval, spread: number) => ({ kind: "random", interval, spread }) as const;
/** Every τ steps, with τ rising from 1 to the interval in the course of the training. */
export const annealed = (interval: Interval) => ({ kind: "annealed", interval }) as const;
/** Windows that start from nothing. */
export const windowing = (length: Interval) => ({ kind: "windowing", length }) as const;
/** Backpropagation that is cut after some steps. */
export const truncated = (length: Interval) => ({ kind: "truncated", length }) as const;
/** The state is drawn to the data by the share α at every step. */
export const generalized = (alpha: number) => ({ kind: "generalized", alpha }) as const;
/** Generalized forcing with an α that follows the Jacobians. */
export const adaptive = optionally<ForcingInput>()("adaptive");

/** Divergence of the distributions of true and generated points in state space. */
export const D_stsp = measureKind("D_stsp");
/** Hellinger distance of power spectra. */
export const D_H = measureKind("D_H");
/** Correlation of power spectra. */
export const PSC = measureKind("PSC");
/** Prediction error. */
export const PE = measureKind("PE");
/** Valid prediction time. */
export const VPT = measureKind("VPT");
/** Relative error of the largest Lyapunov exponent. */
export const lambda1_error = measureKind("lambda1_error");
/** Error of the Lyapunov spectrum. */
export const spectrum_error = measureKind("spectrum_error");
/** Relative error of the Kaplan–Yorke dimension. */
export const kaplan_yorke_error = measureKind("kaplan_yorke_error");

/** Attractors, true and generated. */
export const attractor = figureKind("attractor");
/** The network that was chosen. */
export const chosen = figureKind("chosen");
/** A measure over a label of the runs. Default: over τ. */
export const measure = (name: string, options: Options<FigureSpecInput, "measure", "measure"> = {}) =>
  ({ kind: "measure", measure: name, ...options }) as const;
/** A measure of groups of runs, a row each. */
export const comparison = (name: string, options: Options<FigureSpecInput, "comparison", "measure"> = {}) =>
  ({ kind: "comparison", measure: name, ...options }) as const;
/** A measure in shades, over two labels. */
export const heatMap = (name: string, options: Options<FigureSpecInput, "heatMap", "measure"> = {}) =>
  ({ kind: "heatMap", measure: name, ...options }) as const;
/** Lyapunov spectra. */
export const spectra = figureKind("spectra");
/** The loss over the epochs. */
export const loss = figureKind("loss");
/** The norm of ∂z_T/∂z_1 over T. */
export const gradientNorms = figureKind("gradientNorms");
/** The norm of the loss gradient over the epochs. */
export const gradientNormOverEpochs = figureKind("gradientNormOverEpochs");
/** The norm of a product of Jacobians over the epochs. */
export const jacobianNormOverEpochs = figureKind("jacobianNormOverEpochs");
/** How the exponents of the equations converge. */
export const convergence = figureKind("convergence");
/** Power spectra, true and generated. */
export const powerSpectra = figureKind("powerSpectra");
/** Forecasts beside the truth. */
export const forecast = figureKind("forecast");
/** A figure for each value of a label, side by side. */
export const multiples = (by: string, figure: SingleInput) => ({ kind: "multiples", by, figure }) as const;
