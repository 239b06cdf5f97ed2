/**
 * The steps of a pack as a file: one line of JSON each, with all that is needed to make it.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { badInput, type LyapError } from "../../core/program/errors.ts";
import { canonicalJson, type Digest } from "../../core/codec/canonical.ts";
import { modulesIn } from "../../steps/modules.ts";
import type { PlannedStep, StepGraph } from "../../steps/plan.ts";

/** A step of which only the artifact is known, and the modules of users without which it cannot be read. */
type Reference = Pick<PlannedStep, "id" | "words" | "step" | "key"> & {
  readonly modules?: readonly Digest[];
};

/** A step as a line. Its spec is canonical text within, and its inputs keep their order, which a report shows. */
type Order = Omit<PlannedStep, "inputs" | "spec"> & {
  readonly spec: string;
  readonly inputs: Readonly<Record<string, Reference>>;
};

const referenceTo = ({ id, words, step, key, spec }: PlannedStep): Reference => {
  const modules = modulesIn(spec);
  return {
    id,
    ...(words === undefined ? {} : { words }),
    step,
    key,
    ...(modules.length === 0 ? {} : { modules }),
  };
};

const orderOf = ({ inputs, spec, ...step }: PlannedStep): Order => ({
  ...step,
  spec: canonicalJson(spec),
  inputs: Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, referenceTo(input)])),
});

/** The steps of a pack as text. */
export const encodeOrders = (steps: readonly PlannedStep[]): string =>
  steps.map((step) => JSON.stringify(orderOf(step)) + "\n").join("");

/** What a pack is to make, and the steps of which it reads the artifacts. */
export interface Orders extends StepGraph {
  /** Ids of the steps that the pack is to make. */
  readonly own: readonly string[];
}

/**
 * A step that somebody else makes. Only the modules of its spec are left, because a step that reads its
 * artifact has to load them.
 */
const elsewhere = ({ modules = [], ...named }: Reference): PlannedStep =>
  ({
    ...{ ...named, inputs: {}, permissions: named.step, cost: 0 },
    spec: modules.map((module) => ({ module })),
  }) as unknown as PlannedStep;

/**
 * The steps of packs from their text.
 *
 * @param source Where the text comes from, for messages.
 */
export const decodeOrders = (source: string, text: string): E.Either<LyapError, Orders> =>
  E.tryCatch(
    () => {
      const orders = text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Order);
      const own = new Set(orders.map(({ key }) => key));
      const known = new Map<string, PlannedStep>();
      const others = orders.flatMap(({ inputs }) => Object.values(inputs)).filter(({ key }) => !own.has(key));
      others.forEach((reference) => known.set(reference.key, elsewhere(reference)));
      orders.forEach(({ inputs, ...order }) =>
        known.set(order.key, {
          ...order,
          spec: JSON.parse(order.spec),
          inputs: Object.fromEntries(
            Object.entries(inputs).map(([name, { key }]) => [name, known.get(key)!]),
          ),
        })
      );
      return { steps: [...known.values()], own: orders.map(({ id }) => id) };
    },
    (error) =>
      badInput(
        source,
        `it is not as lyap plan wrote it (${(error as Error).message})`,
        "write the plan again",
      ),
  );
