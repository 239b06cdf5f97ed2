/**
 * The words of a spec as functions: `cells.PLRNN(30)` is `{ kind: "PLRNN", units: 30 }`.
 *
 * Their names and types come from the catalogues: an editor completes kinds and options, the compiler refuses kinds and
 * options that there are not, and a new kind has its function. Defaults are with the kinds. The name of a system is any
 * text to the compiler; one that there is not is refused when the experiment is read, with the one that was probably meant.
 *
 * @example A cell, forcing schemes, a measure and figures
 * ```ts
 * import { cells, figures, forcing, measures } from "./kinds.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(cells.PLRNN(30), { kind: "PLRNN", units: 30 });
 * assertEquals([5, 30].map(forcing.sparse), [{ kind: "sparse", interval: 5 }, { kind: "sparse", interval: 30 }]);
 * assertEquals(forcing.random(30, { spread: 5 }), { kind: "random", interval: 30, spread: 5 });
 * assertEquals(measures.D_stsp(), { kind: "D_stsp" });
 * assertEquals(figures.measure("D_stsp", { over: "τ" }), { kind: "measure", measure: "D_stsp", over: "τ" });
 * ```
 *
 * @module
 */
import { type ModuleChoice, namesIn } from "../core/catalogue.ts";
import { own } from "../core/codec/own.ts";
import type { CellInput } from "../networks/catalogue.ts";
import type { DatasetInput } from "../series/dataset.ts";
import type { FileSourceInput } from "../series/file_settings.ts";
import type { FigureSpecInput } from "../report/figures/catalogue.ts";
import type { MeasureSpec } from "../measures/catalogue.ts";
import { type ForcingInput, forcingKinds } from "../training/forcing/catalogue.ts";
import type { ForcingScheme } from "../training/forcing/scheme.ts";
import { type Equations, sampledBy, type SamplingOf } from "./sampling.ts";

export type { Equations, Preparing, Sampling, SamplingOf } from "./sampling.ts";

/**
 * Your own kind, wherever a system, cell, measure, forcing scheme, claim or figure may be named: the default
 * export of a file, with its options. The digest of the file, and of what it imports, belongs to the key of
 * all that is made with it.
 *
 * @param from The path of the file, relative to that of the experiment, or its address. For what stays in memory also the
 * kind itself, as `defineMeasure` and its like make it.
 */
export const module = <const Options extends object = Record<never, never>>(
  from: string | URL | ModuleChoice["module"],
  options?: Options,
): ModuleChoice & Options =>
  ({ kind: "module", module: from instanceof URL ? from.href : from, ...options }) as ModuleChoice & Options;

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

/** A dataset as a value, for sweeps over several: equations with their sampling, or a file. */
export const sampled = <Source extends Equations | FileSourceInput>(
  source: Source,
  ...optionsWithSteps: SamplingOf<Source>
): DatasetInput => sampledBy(source, optionsWithSteps[0]);

/** A record laid flat. */
export type Flat<A> = { readonly [K in keyof A]: A[K] };

/** Options as an argument: none where there are none, and left out at will where all of them may be. */
type OptionsArgument<A> = [keyof A] extends [never] ? readonly []
  : Record<never, never> extends A ? readonly [options?: Flat<A>]
  : readonly [options: Flat<A>];

/**
 * The arguments from which a choice is made: the option that comes first, where there is one, and the others.
 *
 * @internal
 */
type ArgumentsOf<Choice, First extends PropertyKey> = [keyof Choice & First] extends [never]
  ? OptionsArgument<Omit<Choice, "kind">>
  : readonly [
    first: NonNullable<Choice[keyof Choice & First]>,
    ...OptionsArgument<Omit<Choice, "kind" | First>>,
  ];

/**
 * A function for each kind among the choices of a catalogue.
 *
 * `First` are the options that come first, by themselves: the units of a cell, the measure of a figure.
 */
export type Builders<Choice extends { readonly kind: string }, First extends PropertyKey = never> = {
  readonly [Kind in Exclude<Choice["kind"], "module" | "defined">]: (
    ...given: ArgumentsOf<Extract<Choice, { readonly kind: Kind }>, First>
  ) => Extract<Choice, { readonly kind: Kind }>;
};

/**
 * Functions that make choices among the kinds of a catalogue. What kinds it has is known where this process has loaded it,
 * as `mod.ts` does; a function that is asked for by its name is there in any case.
 *
 * @param what What is chosen in the catalogue: "cell".
 * @param firstOf The option that the first argument is, where it is one by itself. Default: never.
 */
const builders = <Functions extends object>(
  what: string,
  firstOf: (kind: string, value: unknown) => string | undefined = () => undefined,
): Functions => {
  const builder = (kind: string) => (...given: readonly unknown[]) => {
    const first = firstOf(kind, given[0]);
    const options = first === undefined ? given[0] : given[1];
    return {
      kind,
      ...(first === undefined ? {} : { [first]: given[0] }),
      // An array's `map` gives the index in the place of options.
      ...(typeof options === "object" ? options : {}),
    };
  };
  return new Proxy({} as Functions, {
    get: (_, kind) => typeof kind === "symbol" ? undefined : builder(kind),
    has: (_, kind) => typeof kind === "string" && namesIn(what).includes(kind),
    ownKeys: () => [...namesIn(what)],
    getOwnPropertyDescriptor: (_, kind) =>
      typeof kind === "string" && namesIn(what).includes(kind)
        ? { configurable: true, enumerable: true, writable: false, value: builder(kind) }
        : undefined,
  });
};

/**
 * The option of each forcing scheme that is written without its name; `never` where there is none.
 *
 * @internal
 */
export type FirstOptions = {
  readonly [Kind in keyof typeof forcingKinds]: NonNullable<(typeof forcingKinds)[Kind]["first"]>;
};

/** A function for each forcing scheme; the scheme says which of its options comes first. */
export type ForcingBuilders = {
  readonly [Kind in keyof FirstOptions]: (
    ...given: ArgumentsOf<Extract<ForcingInput, { readonly kind: Kind }>, FirstOptions[Kind]>
  ) => Extract<ForcingInput, { readonly kind: Kind }>;
};

/** RNN cells, each with its number of units: `cells.PLRNN(30)`. */
export const cells: Builders<CellInput, "units"> = builders("cell", () => "units");

/** Forcing schemes: `forcing.sparse(30)`, `forcing.sparse({ predictabilityTimes: 1 })`, `forcing.none()`. */
export const forcing: ForcingBuilders = builders(
  "forcing scheme",
  (kind) => own<ForcingScheme>(forcingKinds, kind)?.first,
);

/** Measures: `measures.D_stsp()`, `measures.D_stsp({ preset: "paper" })`. */
export const measures: Builders<MeasureSpec> = builders("measure");

/** Figures: `figures.loss()`, `figures.measure("D_stsp", { over: "τ" })`. */
export const figures: Builders<FigureSpecInput, "measure"> = builders(
  "figure",
  (_, value) => typeof value === "string" ? "measure" : undefined,
);
