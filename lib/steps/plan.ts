/**
 * Plans: pure values that say which steps are to be made, and of what. Engines interpret them and nothing else.
 *
 * A `Plan<A>` is fp-ts' `State` over the graph of steps: it adds steps to the graph and returns what they make, as values.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as S from "fp-ts/State.js";
import type { DatasetSettings } from "../series/dataset.ts";
import type { NetworkExponentSettings } from "../lyapunov/settings.ts";
import type { EvaluationSettings } from "../measures/settings.ts";
import type { Digest } from "../core/codec/canonical.ts";
import type { TrainingSettings } from "../training/settings.ts";
import type { Chosen } from "../experiment/checkpoint_choice.ts";
import { artifactKey, type StepName } from "./definitions.ts";
import type { ReportSpec } from "./report_spec.ts";

/** A file in the data directory, or under its address. */
export interface DataFile {
  /** Its name. */
  readonly name: string;
  /** SHA-256 of its bytes, 64 hexadecimal digits. */
  readonly sha256: string;
  /** Where it is published; empty if that is not known. */
  readonly address: string;
}

/** What each step gets in addition to its inputs. */
export interface SpecOf {
  readonly dataset: DatasetSettings;
  readonly train: TrainingSettings;
  readonly lyapunov: NetworkExponentSettings & Chosen;
  readonly evaluate: EvaluationSettings & Chosen;
  readonly report: ReportSpec;
  /** Of audits only: the first epochs of a training. */
  readonly beginning: { readonly training: TrainingSettings; readonly epochs: number };
}

/** What a step says of itself for people and engines; none of it enters its key. */
export interface PlanRemarks {
  /** Unique in the plan, for example "train PLRNN-tau30-seed2". */
  readonly id: string;
  /** For people: "train PLRNN, τ = 30, seed 2". Default: the id. */
  readonly words?: string;
  /** Expected duration in seconds on one core; for the order of the steps and for the estimated time of arrival. */
  readonly cost: number;
  /** The files of the user that the step reads. Default: none. */
  readonly files?: readonly DataFile[];
}

/**
 * One step of a plan: what it is given, what it makes, and about how long that takes.
 *
 * @internal
 */
export interface PlannedStep<Name extends StepName = StepName> extends PlanRemarks {
  readonly step: Name;
  readonly key: Digest;
  readonly spec: SpecOf[Name];
  /** Under the names by which the step knows them, the steps that make its inputs. */
  readonly inputs: Inputs;
  /** The set in deno.json's `permissions` under which the step runs. */
  readonly permissions: string;
}

/** What people read for a step. */
export const stepInWords = ({ id, words = id }: PlanRemarks): string => words;

/** Inputs of a step: the steps that make them, by the names under which the step knows them. */
export type Inputs = Readonly<Record<string, PlannedStep>>;

/** Steps, inputs before those that read them. */
export interface StepGraph {
  /** In an order in which they could be made one after the other. */
  readonly steps: readonly PlannedStep[];
}

/**
 * A graph to which steps are added, each in the same time. Graphs that grow out of one another share a list, of which each
 * sees no more than its own beginning.
 *
 * @internal
 */
export interface Growing {
  /** How many steps it has. */
  readonly count: number;
  /** How many of each kind. */
  readonly counts: Readonly<Partial<Record<StepName, number>>>;
  readonly list: { readonly steps: PlannedStep[]; readonly places: Map<Digest, number> };
}

/**
 * Adds steps to a graph and returns what they make.
 *
 * @internal
 */
export type Plan<A> = S.State<Growing, A>;

const listOf = (steps: readonly PlannedStep[]): Growing["list"] => ({
  steps: [...steps],
  places: new Map(steps.map(({ key }, place) => [key, place])),
});

const stepWith = ({ count, list }: Growing, key: Digest): PlannedStep | undefined => {
  const place = list.places.get(key) ?? count;
  return place < count ? list.steps[place] : undefined;
};

const grown = ({ count, counts, list }: Growing, planned: PlannedStep): Growing => {
  // Another graph may have grown out of this one already; then each goes on with a list of its own.
  const own = list.steps.length === count ? list : listOf(list.steps.slice(0, count));
  own.steps.push(planned);
  own.places.set(planned.key, count);
  return {
    count: count + 1,
    counts: { ...counts, [planned.step]: (counts[planned.step] ?? 0) + 1 },
    list: own,
  };
};

/** The plan that needs no step. */
export const of: <A>(made: A) => Plan<A> = S.of;

/** A record to which `bind` adds. */
// deno-lint-ignore ban-types
export const Do: Plan<{}> = S.of({});

/** Adds what another plan makes to the record, under a name. */
export const bind = <N extends string, A extends object, B>(
  name: Exclude<N, keyof A>,
  next: (made: A) => Plan<B>,
): (plan: Plan<A>) => Plan<A & { readonly [K in N]: B }> => S.bind(name as never, next) as never;

/** Changes what a plan returns. */
export const map: <A, B>(change: (made: A) => B) => (plan: Plan<A>) => Plan<B> = S.map;

/** Goes on with what a plan returns. */
export const chain: <A, B>(next: (made: A) => Plan<B>) => (plan: Plan<A>) => Plan<B> = S.chain;

/** One plan for each value, one after the other. */
export const traverse: <A, B>(each: (value: A) => Plan<B>) => (values: readonly A[]) => Plan<readonly B[]> =
  S.traverseArray;

/**
 * Plans a step. Where the graph has it already, by its key, that one is shared.
 *
 * @param remarks What the step says of itself, which may depend on the graph.
 */
export const step = <Name extends StepName>(
  name: Name,
  spec: SpecOf[Name],
  inputs: Inputs,
  remarks: PlanRemarks | ((graph: Growing) => PlanRemarks),
): Plan<PlannedStep<Name>> =>
(graph) => {
  const keys = Object.fromEntries(Object.entries(inputs).map(([input, { key }]) => [input, key]));
  const key = artifactKey(name, spec, keys);
  const known = stepWith(graph, key);
  // Of another kind it would have another key.
  if (known !== undefined) return [known as PlannedStep<Name>, graph];
  const planned: PlannedStep<Name> = {
    ...(typeof remarks === "function" ? remarks(graph) : remarks),
    step: name,
    key,
    spec,
    inputs,
    permissions: name,
  };
  return [planned, grown(graph, planned)];
};

/** Which of the steps a plan makes, and what it returns. */
export const graphOf = <A>(plan: Plan<A>): StepGraph & { readonly made: A } =>
  pipe(
    plan({ count: 0, counts: {}, list: listOf([]) }),
    ([made, { count, list }]) => ({ made, steps: list.steps.slice(0, count) }),
  );
