/**
 * Experiments are composed: each builder takes an immutable spec and returns a new one.
 *
 * What comes out is plain data, the same as a literal or a JSON file holds. The type follows the stages: the
 * type of `missing` holds what a spec still needs, so the compiler's message names it.
 *
 * @example The smallest experiment
 * ```ts
 * import { pipe } from "fp-ts/function.js";
 * import { assert, assertEquals } from "@std/assert/mod.js";
 * import { dataset, experiment, sweep, train } from "./compose.ts";
 * import { cells, forcing, system } from "./kinds.ts";
 *
 * const henon = pipe(
 *   experiment("henon", "A PLRNN on the Hénon map"),
 *   dataset(system("henon"), { steps: 10_000 }),
 *   train(cells.PLRNN(10), { forcing: forcing.sparse(2) }),
 *   sweep({ seed: [1, 2, 3] }),
 * );
 * assertEquals(henon.settings?.cell, { kind: "PLRNN", units: 10 });
 * assert(Object.isFrozen(henon.settings));
 * ```
 *
 * @module
 */
import { isRecord } from "../core/codec/json.ts";
import type { CellInput } from "../networks/catalogue.ts";
import type { ClaimInput } from "../results/claims/catalogue.ts";
import type { DatasetInput } from "../series/dataset.ts";
import type { FileSourceInput } from "../series/file_settings.ts";
import type { FigureSpecInput } from "../report/figures/catalogue.ts";
import type { NetworkExponentSettings } from "../lyapunov/settings.ts";
import type { MeasureSpec } from "../measures/catalogue.ts";
import type { EvaluationInput } from "../measures/settings.ts";
import type { Experiment } from "./vocabulary.ts";
import { type Equations, sampledBy, type SamplingOf } from "./sampling.ts";

/** What a spec without a training needs. */
export type NoTraining = "a training: add train(…)";
/** What a spec without a dataset needs. */
export type NoDataset = "a dataset: add dataset(…)";
/** What a spec without a forcing scheme needs. */
export type NoForcing = "a forcing scheme: add sweep({ forcing: […] }), or train(…, { forcing: … })";

/** A spec that still needs something. `missing` exists in types only: no value has it. */
export type Draft<Missing extends string> = Experiment & { readonly missing?: Missing | undefined };

/** A spec that can be run. */
export type Complete = Draft<never>;

/** The settings that some parts of a literal have for all or for some runs. */
type SettingsIn<Part> =
  | (Part extends { readonly settings: infer Settings } ? keyof Settings : never)
  | (Part extends { readonly sweep: readonly (infer Block)[] } ? Block extends unknown ? keyof Block : never
    : never)
  | (Part extends { readonly profiles: infer Profiles } ? SettingsIn<Profiles[keyof Profiles]> : never);

/**
 * What a literal lacks: nothing, if all that is known is that it is a spec.
 *
 * @internal
 */
export type MissingIn<Spec> = Experiment extends Spec ? never
  :
    | ("dataset" extends SettingsIn<Spec> ? never : NoDataset)
    | ("cell" extends SettingsIn<Spec> ? never : NoTraining)
    | ("forcing" extends SettingsIn<Spec> ? never : NoForcing);

/** A spec that may still need anything. */
type Any = Draft<NoDataset | NoTraining | NoForcing>;

/**
 * What a spec is once it has something that it may have lacked.
 *
 * @internal
 */
export type With<Given extends string, Spec extends Any> = Draft<
  Exclude<NonNullable<Spec["missing"]>, Given>
>;

/**
 * A part of an experiment: from a spec to one that says more, and that still needs the forcing if it did before. Parts
 * compose by `flow`.
 */
export type ExperimentPart = <Spec extends Draft<NoForcing>>(spec: Spec) => Spec;

/** A part that also says how the networks are forced. */
export type ForcingPart = (spec: Draft<NoForcing>) => Complete;

/** A part of an experiment that needs nothing any more: what `profile` takes, and `all`. */
export type AnyPart = (spec: Complete) => Complete;

/**
 * A part that says these things.
 *
 * @internal
 */
export type PartOf<Key> = "forcing" extends Key ? ForcingPart : ExperimentPart;

/**
 * What one of several parts says, if it is the forcing.
 *
 * @internal
 */
export type SaidBy<Part> = Part extends (spec: infer Before) => infer After
  ? Draft<NoForcing> extends Before ? After extends Complete ? "forcing" : never : never
  : never;

/**
 * What a training gives that says these things.
 *
 * @internal
 */
export type Training<Key> = NoTraining | ("forcing" extends Key ? NoForcing : never);

/** Settings of all runs, key by key. */
export type SharedSettings = NonNullable<Experiment["settings"]>;
/** Lists of values for some of the settings. */
export type Block = NonNullable<Experiment["sweep"]>[number];

/**
 * What may be said of a training beside its cell.
 *
 * @internal
 */
export type TrainOptions = Omit<SharedSettings, "dataset" | "cell" | "lyapunov" | "evaluation">;

const frozen = <A>(value: A): A => {
  // Numbers in a typed array cannot be frozen; what it is doing in a spec is for the spec's codec to say.
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Object.isFrozen(value)) return value;
  Object.freeze(value);
  Object.values(value).forEach(frozen);
  return value;
};

/** A spec with a change. What its type says it still needs is for the builders to say. */
// deno-lint-ignore no-explicit-any
const changed = (spec: Experiment, change: Partial<Experiment>): any => frozen({ ...spec, ...change });

/**
 * The beginning of an experiment, or a whole one as a literal.
 *
 * @param name Lower-case letters, digits and hyphens; names folders and reports.
 * @param title For people.
 * @param description What it is about, in a few sentences. Default: empty.
 */
export function experiment(
  name: string,
  title: string,
  description?: string,
): Draft<NoDataset | NoTraining | NoForcing>;
/** An experiment as a literal, frozen with all that it holds; the type says what it still needs, as that of a draft does. */
export function experiment<const Spec extends Experiment>(spec: Spec): Draft<MissingIn<Spec>>;
export function experiment(name: string | Experiment, title = "", description?: string): Experiment {
  if (typeof name !== "string") return frozen(name);
  return frozen({ name, title, ...(description === undefined ? {} : { description }) });
}

/** Settings of all runs that no other builder names: `batches`, `epochs`, `checkpoint` … */
export const settings =
  <Key extends keyof SharedSettings>(some: Pick<SharedSettings, Key>): PartOf<Key> => (spec: Experiment) =>
    changed(spec, { settings: { ...spec.settings, ...some } });

/**
 * What the networks learn: equations with their sampling, a file, or a dataset that `sampled` made.
 *
 * @example Rössler's equations, every tenth of a time unit
 * ```ts
 * import { pipe } from "fp-ts/function.js";
 * import { assertEquals } from "@std/assert/mod.js";
 * import { dataset, experiment } from "./compose.ts";
 * import { system } from "./kinds.ts";
 *
 * const spec = pipe(experiment("a", "A"), dataset(system("roessler"), { dt: 0.1, steps: 1000, standardise: false }));
 * assertEquals(spec.settings?.dataset, {
 *   source: { kind: "system", system: "roessler", dt: 0.1, steps: 1000 },
 *   standardise: false,
 * });
 * ```
 */
export const dataset = <Source extends Equations | FileSourceInput | DatasetInput>(
  source: Source,
  ...optionsWithSteps: SamplingOf<Source>
): <Spec extends Any>(spec: Spec) => With<NoDataset, Spec> => {
  // What is no object goes on as it is, for the codec of the spec to refuse.
  const made: DatasetInput = isRecord(source) && !("source" in source)
    ? sampledBy(source, optionsWithSteps[0])
    : source as DatasetInput;
  return (spec) => changed(spec, { settings: { ...spec.settings, dataset: made } });
};

/** How a network is trained: the cell, the forcing unless a sweep has it, and what differs from the paper's sizes. */
export const train = <Key extends keyof TrainOptions = never>(
  cell: CellInput,
  options: Pick<TrainOptions, Key> = {} as Pick<TrainOptions, Key>,
): <Spec extends Draft<NoTraining | NoForcing>>(spec: Spec) => With<Training<Key>, Spec> =>
(spec) => changed(spec, { settings: { ...spec.settings, cell, ...options } });

/** Runs over all combinations of some values. Each block, and each call, adds its own product. */
export const sweep = <Key extends keyof Block = never>(
  ...blocks: readonly Pick<Block, Key>[]
): PartOf<Key> =>
(spec: Experiment) => changed(spec, { sweep: [...spec.sweep ?? [], ...blocks] });

/**
 * How the Lyapunov exponents of the networks are found, in place of what was said of them before. Default: over 20,000 steps,
 * all exponents.
 */
export const lyapunov = (options: Partial<NetworkExponentSettings> = {}): ExperimentPart =>
  settings({ lyapunov: options });

/** How long the networks run freely. */
export type FreeRunInput = Omit<EvaluationInput, "measures">;

/**
 * By which measures the networks are judged, and on how long a free run, in place of what was said of them before: with a free
 * run and no measures none is taken. Default: D_stsp and D_H.
 */
export const evaluate = (
  ...[first, ...measures]:
    | readonly []
    | readonly [FreeRunInput | MeasureSpec, ...(readonly MeasureSpec[])]
): ExperimentPart =>
  settings({
    evaluation: first === undefined
      ? {}
      : !isRecord(first) || "kind" in first
      ? { measures: [first, ...measures] }
      : { ...first, measures },
  });

/** What must come out. */
export const claim = (...claims: readonly ClaimInput[]): ExperimentPart => (spec) =>
  changed(spec, { claims: [...spec.claims ?? [], ...claims] });

/** What is drawn. */
export const report = (...figures: readonly FigureSpecInput[]): ExperimentPart => (spec) =>
  changed(spec, { figures: [...spec.figures ?? [], ...figures] });

/** Several parts as one, in this order. */
export const all =
  <Parts extends readonly AnyPart[]>(...parts: Parts): PartOf<SaidBy<Parts[number]>> => (spec: Experiment) =>
    changed(parts.reduce((made, part) => part(made), changed(spec, {})), {});

/**
 * A variant of the experiment, which `--profile` chooses: its settings replace those of the experiment key by key, its
 * sweep, claims and figures as a whole.
 *
 * @param parts What differs, by the same builders.
 */
export const profile = <Parts extends readonly AnyPart[]>(
  name: string,
  ...parts: Parts
): PartOf<SaidBy<Parts[number]>> =>
(spec: Experiment) => {
  const blank: Complete = { name: spec.name, title: spec.title };
  const { name: _name, title: _title, missing: _missing, ...differs } = parts.reduce(
    (made, part) => part(made),
    blank,
  );
  return changed(spec, { profiles: { ...spec.profiles, [name]: differs } });
};
