/**
 * A network: a cell, an observation model, and the number of observed variables. What is trained, before it has weights.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { stream } from "../numerics/random.ts";
import { cannotCompute, type LyapError } from "../core/program/errors.ts";
import { type CellChoice, cellOf } from "./catalogue.ts";
import type { ParameterDeclaration, Weights } from "./cell.ts";
import type { ObservationSizes } from "./observation.ts";
import { type ObservationChoice, observationModelOf } from "./observations/catalogue.ts";

/** A cell with an observation model. */
export interface Network {
  /** Kind, units and options of the cell. */
  readonly cell: CellChoice;
  /** Kind and options of the observation model. */
  readonly observation: ObservationChoice;
  /** N, the number of observed variables. */
  readonly observations: number;
  /** K, how many inputs drive it: before every step the last K units are set to them. Default: 0. */
  readonly inputs?: number;
}

/** M units and N observed variables. */
export const sizesOf = ({ cell, observations }: Network): ObservationSizes => ({
  units: cell.units,
  observations,
});

/** Length of the state. */
export const stateSizeOf = ({ cell }: Network): number => cellOf(cell).stateSize(cell);

/**
 * A network whose sizes fit together, or why they don't.
 *
 * @errors CannotCompute when the observation model cannot have that many units or observed variables.
 */
export const networkOf = (network: Network): E.Either<LyapError, Network> => {
  const { cell: { units }, inputs = 0 } = network;
  const fault = observationModelOf(network.observation).sizesFault?.({
    ...sizesOf(network),
    units: units - inputs,
  });
  return fault === undefined
    ? E.right(network)
    : E.left(cannotCompute(fault, "give the cell more units or choose the linear observation model"));
};

/** All parameters: the cell's, then the observation model's. */
export const parameterDeclarationsOf = (network: Network): readonly ParameterDeclaration[] => [
  ...cellOf(network.cell).parameters(network.cell),
  ...observationModelOf(network.observation).parameters(sizesOf(network), network.observation),
];

/**
 * Initial weights. Each parameter is drawn from the stream of the seed, "init" and its name, so that no parameter's
 * values depend on which others there are.
 *
 * @example Weights by name
 * ```ts
 * import { initialWeights } from "./network.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const weights = initialWeights({
 *   cell: { kind: "PLRNN", units: 30 },
 *   observation: { kind: "linear" },
 *   observations: 3,
 * }, 1);
 * assertEquals(Object.keys(weights), ["A", "W", "h", "B"]);
 * assertEquals(weights.B!.shape, [3, 30]);
 * ```
 */
export const initialWeights = (network: Network, seed: number): Weights =>
  Object.fromEntries(
    parameterDeclarationsOf(network).map(({ name, shape, initialise }) => [
      name,
      { shape, values: initialise(stream(seed, "init", name)) },
    ]),
  );

/**
 * Which entries of the state forcing acts on: 1 for the forced units and for what a cell carries beside them (the
 * LSTM's cell state), 0 for all others.
 *
 * With the control signal followed by zeros for what comes after the units, forcing of strength α is, for every cell and
 * every observation model, z ← z + α · mask ⊙ (control − z).
 */
export const forcingMask = (network: Network): Float32Array => {
  const { units } = network.cell;
  const forced = observationModelOf(network.observation).forcedUnits(sizesOf(network));
  return Float32Array.from(
    { length: stateSizeOf(network) },
    (_, index) => index % units < forced ? 1 : 0,
  );
};
