/**
 * The words of a spec as functions: `PLRNN(30)` is `{ kind: "PLRNN", units: 30 }`.
 *
 * Their types come from the catalogues, so an editor completes the options, and the compiler refuses those that a kind does
 * not have. Defaults stand with the kinds.
 *
 * @module
 */
import type { ModuleChoice } from "../catalogue.ts";
import type { CellInput } from "../networks/catalogue.ts";
import type { DatasetInput } from "../series/dataset.ts";
import type { FileSourceInput } from "../series/file_settings.ts";
import type { SystemSourceInput } from "../series/generate_settings.ts";
import type { FigureSpecInput, SingleInput } from "../figures/catalogue.ts";
import type { MeasureSpec } from "../measures/catalogue.ts";
import type { ForcingInput } from "../training/forcing/catalogue.ts";

/** The member of a union that has this kind. */
export type OfKind<Union extends { readonly kind: string }, Kind extends Union["kind"]> = Extract<
  Union,
  { readonly kind: Kind }
>;

/** What a kind may be given besides what stands in `Told`; nothing where it has no options. */
export type OptionsOf<
  Union extends { readonly kind: string },
  Kind extends Union["kind"],
  Told extends string = never,
> = Flat<Omit<OfKind<Union, Kind>, "kind" | Told>>;

/** A record laid flat, in which nothing may stand where nothing can be chosen. */
export type Flat<A> = [keyof A] extends [never] ? Readonly<Record<string, never>> : {
  readonly [K in keyof A]: A[K];
};

/** A kind all of whose options may be left out. */
export type KindOf<Union extends { readonly kind: string }, Kind extends Union["kind"]> = (
  options?: OptionsOf<Union, Kind>,
) => OfKind<Union, Kind>;

/** A cell with its number of units. */
export type CellKind<Kind extends CellInput["kind"]> = (
  units: number,
  options?: OptionsOf<CellInput, Kind, "units">,
) => OfKind<CellInput, Kind>;

const optionally =
  <Union extends { readonly kind: string }>() =>
  <Kind extends Union["kind"]>(kind: Kind): KindOf<Union, Kind> =>
  (options) => ({ kind, ...options }) as unknown as OfKind<Union, Kind>;

const cell = <Kind extends CellInput["kind"]>(kind: Kind): CellKind<Kind> => (units, options) =>
  ({ kind, units, ...options }) as unknown as OfKind<CellInput, Kind>;

const measureKind = optionally<MeasureSpec>();
const figureKind = optionally<FigureSpecInput>();

/** Which equations, at which parameters. */
export type Equations =
  | Pick<SystemSourceInput, "kind" | "system" | "parameters">
  | (ModuleChoice & Pick<SystemSourceInput, "parameters">);

/**
 * A kind of your own, wherever a system, cell, measure, forcing scheme, claim or figure may stand: the default export of a
 * file, with its options. The digest of the file, and of what it imports, belongs to the key of all that is made with it.
 *
 * @param file Its path, relative to the file of the experiment, or its address.
 */
export const module = <const Options extends object = Record<never, never>>(
  file: string | URL,
  options?: Options,
): ModuleChoice & Options => ({ kind: "module", module: String(file), ...options }) as ModuleChoice & Options;

/** The equations of a system of the catalogue, with parameters that differ from its own. */
export const system = (name: string, parameters?: Readonly<Record<string, number>>): Equations => ({
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
export function sampled(source: Equations, options: Sampling & Preparing): DatasetInput;
/** A dataset from a file, as a value. */
export function sampled(source: FileSourceInput, options?: Preparing): DatasetInput;
export function sampled(
  source: Equations | FileSourceInput,
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
export const PLRNN: CellKind<"PLRNN"> = cell("PLRNN");
/** Vanilla RNN, z' = tanh(Wz + h). */
export const RNN: CellKind<"RNN"> = cell("RNN");
/** Long short-term memory. */
export const LSTM: CellKind<"LSTM"> = cell("LSTM");
/** Gated recurrent unit. */
export const GRU: CellKind<"GRU"> = cell("GRU");
/** Shallow PLRNN. */
export const shPLRNN: CellKind<"shPLRNN"> = cell("shPLRNN");
/** Shallow PLRNN whose states stay bounded. */
export const clippedShPLRNN: CellKind<"clipped shPLRNN"> = cell("clipped shPLRNN");
/** Dendritic PLRNN. */
export const dendPLRNN: CellKind<"dendPLRNN"> = cell("dendPLRNN");
/** Almost-linear RNN. */
export const almostLinearRNN: CellKind<"AL-RNN"> = cell("AL-RNN");

/** A forcing interval: steps, or a multiple of the predictability time. */
export type Interval = OfKind<ForcingInput, "sparse">["interval"];

/** No forcing: backpropagation through whole windows. */
export const unforced: OfKind<ForcingInput, "none"> = { kind: "none" };
/** The state is replaced by the data every τ steps. */
export const sparse = (interval: Interval): OfKind<ForcingInput, "sparse"> => ({ kind: "sparse", interval });
/** Every τ steps, with τ drawn for each batch from interval ± spread. */
export const random = (interval: Interval, spread: number): OfKind<ForcingInput, "random"> => ({
  kind: "random",
  interval,
  spread,
});
/** Every τ steps, with τ rising from 1 to the interval in the course of the training. */
export const annealed = (interval: Interval): OfKind<ForcingInput, "annealed"> => ({
  kind: "annealed",
  interval,
});
/** Windows that start from nothing. */
export const windowing = (length: Interval): OfKind<ForcingInput, "windowing"> => ({
  kind: "windowing",
  length,
});
/** Backpropagation that is cut after some steps. */
export const truncated = (length: Interval): OfKind<ForcingInput, "truncated"> => ({
  kind: "truncated",
  length,
});
/** The state is drawn to the data by the share α at every step. */
export const generalized = (alpha: number): OfKind<ForcingInput, "generalized"> => ({
  kind: "generalized",
  alpha,
});
/** Generalized forcing with an α that follows the Jacobians. */
export const adaptive: KindOf<ForcingInput, "adaptive"> = optionally<ForcingInput>()("adaptive");

/** Divergence of the distributions of true and generated points in state space. */
export const D_stsp: KindOf<MeasureSpec, "D_stsp"> = measureKind("D_stsp");
/** Hellinger distance of power spectra. */
export const D_H: KindOf<MeasureSpec, "D_H"> = measureKind("D_H");
/** Correlation of power spectra. */
export const PSC: KindOf<MeasureSpec, "PSC"> = measureKind("PSC");
/** Prediction error. */
export const PE: KindOf<MeasureSpec, "PE"> = measureKind("PE");
/** Valid prediction time. */
export const VPT: KindOf<MeasureSpec, "VPT"> = measureKind("VPT");
/** Relative error of the largest Lyapunov exponent. */
export const lambda1_error: KindOf<MeasureSpec, "lambda1_error"> = measureKind("lambda1_error");
/** Error of the Lyapunov spectrum. */
export const spectrum_error: KindOf<MeasureSpec, "spectrum_error"> = measureKind("spectrum_error");
/** Relative error of the Kaplan–Yorke dimension. */
export const kaplan_yorke_error: KindOf<MeasureSpec, "kaplan_yorke_error"> = measureKind(
  "kaplan_yorke_error",
);
/** How much of the free run is spent at a fixed point or on a cycle. */
export const settled_share: KindOf<MeasureSpec, "settled_share"> = measureKind("settled_share");

/** Attractors, true and generated. */
export const attractor: KindOf<FigureSpecInput, "attractor"> = figureKind("attractor");
/** The network that was chosen. */
export const chosen: KindOf<FigureSpecInput, "chosen"> = figureKind("chosen");
/** A measure over a label of the runs. Default: over τ. */
export const measure = (
  name: string,
  options: OptionsOf<FigureSpecInput, "measure", "measure"> = {},
): OfKind<FigureSpecInput, "measure"> => ({ kind: "measure", measure: name, ...options });
/** A measure of groups of runs, a row each. */
export const comparison = (
  name: string,
  options: OptionsOf<FigureSpecInput, "comparison", "measure"> = {},
): OfKind<FigureSpecInput, "comparison"> => ({ kind: "comparison", measure: name, ...options });
/** A measure in shades, over two labels. */
export const heatMap = (
  name: string,
  options: OptionsOf<FigureSpecInput, "heatMap", "measure"> = {},
): OfKind<FigureSpecInput, "heatMap"> => ({ kind: "heatMap", measure: name, ...options });
/** The share of the runs in which a measure is above a value. Default: 0, over τ. */
export const shareOfRuns = (
  name: string,
  options: OptionsOf<FigureSpecInput, "shareOfRuns", "measure"> = {},
): OfKind<FigureSpecInput, "shareOfRuns"> => ({ kind: "shareOfRuns", measure: name, ...options });
/** Lyapunov spectra. */
export const spectra: KindOf<FigureSpecInput, "spectra"> = figureKind("spectra");
/** The loss over the epochs. */
export const loss: KindOf<FigureSpecInput, "loss"> = figureKind("loss");
/** The norm of ∂z_T/∂z_1 over T. */
export const gradientNorms: KindOf<FigureSpecInput, "gradientNorms"> = figureKind("gradientNorms");
/** The norm of the loss gradient over the epochs. */
export const gradientNormOverEpochs: KindOf<FigureSpecInput, "gradientNormOverEpochs"> = figureKind(
  "gradientNormOverEpochs",
);
/** The norm of a product of Jacobians over the epochs. */
export const jacobianNormOverEpochs: KindOf<FigureSpecInput, "jacobianNormOverEpochs"> = figureKind(
  "jacobianNormOverEpochs",
);
/** How the exponents of the equations converge. */
export const convergence: KindOf<FigureSpecInput, "convergence"> = figureKind("convergence");
/** Power spectra, true and generated. */
export const powerSpectra: KindOf<FigureSpecInput, "powerSpectra"> = figureKind("powerSpectra");
/** Forecasts beside the truth. */
export const forecast: KindOf<FigureSpecInput, "forecast"> = figureKind("forecast");
/** A figure for each value of a label, side by side. */
export const multiples = (by: string, figure: SingleInput): OfKind<FigureSpecInput, "multiples"> => ({
  kind: "multiples",
  by,
  figure,
});
