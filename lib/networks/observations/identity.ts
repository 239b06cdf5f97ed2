/**
 * The identity observation model: the first N units are the observations, and forcing replaces only those.
 *
 * @module
 */
import type { Kind, None } from "../../core/catalogue.ts";
import { observationModel, type ObservationModelOf, type ObservationSizes } from "../observation.ts";
import { type Tensor2D, tf } from "../tensorflow.ts";

const ones = (rows: number, columns: number): Float64Array => {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows && i < columns; i++) out[i * columns + i] = 1;
  return out;
};

/**
 * No parameters. There must be at least as many units as observed variables.
 *
 * @source Brenner et al. (2022), Proceedings of ICML 39, 2292–2320, "identity teacher forcing".
 */
export const identityObservation: Kind<ObservationModelOf<"identity", None>> = observationModel({
  kind: "identity",
  title: "identity of the first units",
  meanings: {},
  options: {},
  forcedUnits: ({ observations }) => observations,
  sizesFault: ({ units, observations }: ObservationSizes) =>
    units >= observations
      ? undefined
      : `the identity observation model needs a unit for each of the ${observations} observed variables, ` +
        `and the cell has ${units}`,
  parameters: () => [],
  observe: (_, units, { observations }) => tf.slice(units, [0, 0], [-1, observations]) as Tensor2D,
  control: (_, observed, { units, observations }) => tf.pad(observed, [[0, 0], [0, units - observations]]),
  matrices: (_, { units, observations }) => ({
    observe: ones(observations, units),
    control: ones(units, observations),
  }),
  pullBack: () => ({}),
});
