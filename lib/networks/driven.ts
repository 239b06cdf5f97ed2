/**
 * Networks that inputs drive: the last units are set to given values before every step, so that what remains of the state
 * follows from itself and from the inputs.
 *
 * @module
 */
import type { Series } from "../series/series.ts";
import type { StateMap } from "./cell.ts";
import { initialState, type Model, modelMap } from "./model.ts";

/**
 * A driven network as a map of what is not driven, followed by a clock that counts the rows of the inputs, as a share of all of
 * them; behind the last row comes the first. Its Jacobian is that of the state given the inputs: the clock has a row and a column
 * of zeros.
 *
 * @param model A network with inputs.
 * @param inputs Their values, standardised.
 */
export const drivenMap = (model: Model, inputs: Series): StateMap => {
  const { dimension, step, jacobian } = modelMap(model);
  const { columns, rows, values } = inputs;
  const first = model.cell.units - columns;
  const kept = Array.from({ length: dimension }, (_, i) => i).filter((i) =>
    i < first || i >= model.cell.units
  );
  const size = kept.length + 1;
  const whole = new Float64Array(dimension);
  const image = new Float64Array(dimension);
  const matrix = new Float64Array(dimension * dimension);
  const rowOf = (state: Float64Array): number => Math.round(state[size - 1]! * rows) % rows;
  const load = (state: Float64Array): void => {
    kept.forEach((place, i) => whole[place] = state[i]!);
    whole.set(values.subarray(rowOf(state) * columns, (rowOf(state) + 1) * columns), first);
  };
  return {
    dimension: size,
    step: (state, out) => {
      load(state);
      step(whole, image);
      kept.forEach((place, i) => out[i] = image[place]!);
      out[size - 1] = ((rowOf(state) + 1) % rows) / rows;
    },
    jacobian: (state, out) => {
      load(state);
      jacobian(whole, matrix);
      out.fill(0);
      kept.forEach((row, i) =>
        kept.forEach((column, j) => out[i * size + j] = matrix[row * dimension + column]!)
      );
    },
  };
};

/** The state of that map that shows as `observed`, at the first row of the inputs. */
export const drivenState = (model: Model, observed: Float64Array): Float64Array => {
  const { cell: { units }, inputs = 0 } = model;
  const state = initialState(model, observed);
  return Float64Array.from([...state.subarray(0, units - inputs), ...state.subarray(units), 0]);
};
