/**
 * Initial values of parameters, each drawn from the parameter's own stream.
 *
 * @module
 */
import { normals, type Stream, uniforms } from "../numerics/random.ts";
import type { ParameterDeclaration } from "./cell.ts";
import { addProduct, matrixProduct, transpose } from "./matrix_products.ts";
import { countOf } from "../numerics/shape.ts";

const parameter = (
  name: string,
  shape: readonly number[],
  draw: (source: Stream, count: number) => Float64Array,
): ParameterDeclaration => ({
  name,
  shape,
  initialise: (source) => Float32Array.from(draw(source, countOf(shape))),
});

/** A parameter that starts uniform on [−bound, bound]. */
export const uniformWithin = (name: string, shape: readonly number[], bound: number): ParameterDeclaration =>
  parameter(name, shape, (source, count) => uniforms(source, count, -bound, bound));

/**
 * A parameter that starts uniform on [−1/√fan, 1/√fan], as in torch.nn.
 *
 * @param fan What the bound is taken from: the number of units for recurrent layers, of inputs for linear ones.
 */
export const uniformParameter = (
  name: string,
  shape: readonly number[],
  fan: number,
): ParameterDeclaration => uniformWithin(name, shape, 1 / Math.sqrt(fan));

/** A parameter that starts normal with mean 0 and this standard deviation. */
export const normalParameter = (
  name: string,
  shape: readonly number[],
  standardDeviation: number,
): ParameterDeclaration =>
  parameter(name, shape, (source, count) => normals(source, count).map((value) => standardDeviation * value));

/** A parameter that starts at 0. */
export const zeroParameter = (name: string, shape: readonly number[]): ParameterDeclaration =>
  parameter(name, shape, (_, count) => new Float64Array(count));

/** A square matrix with a diagonal of zeros, as a copy. */
export const withoutDiagonal = <Values extends Float32Array | Float64Array>(
  matrix: Values,
  size: number,
): Values => {
  const out = matrix.slice() as Values;
  for (let i = 0; i < size; i++) out[i * size + i] = 0;
  return out;
};

/** A square parameter of which the diagonal starts at 0. */
export const offDiagonal = (square: ParameterDeclaration): ParameterDeclaration => ({
  ...square,
  initialise: (source) => withoutDiagonal(square.initialise(source), square.shape[0]!),
});

/** Largest eigenvalue of a symmetric positive-definite matrix, by power iteration. */
const largestEigenvalue = (matrix: Float64Array, size: number): number => {
  let vector: Float64Array = new Float64Array(size).fill(1 / Math.sqrt(size));
  let value = 0;
  for (let iteration = 0; iteration < 1000; iteration++) {
    const image = new Float64Array(size);
    addProduct(matrix, size, size, vector, image);
    const length = Math.sqrt(image.reduce((sum, entry) => sum + entry * entry, 0));
    if (Math.abs(length - value) <= 1e-12 * length) return length;
    value = length;
    vector = image.map((entry) => entry / length);
  }
  return value;
};

/** (RᵀR/M + I) over its largest eigenvalue, R standard normal: symmetric, with eigenvalues in (0, 1]. */
const normalisedPositiveDefinite = (source: Stream, size: number): Float64Array => {
  const R = normals(source, size * size);
  const matrix = matrixProduct(transpose(R, size, size), R, size, size, size).map((value) => value / size);
  for (let i = 0; i < size; i++) matrix[i * size + i] = matrix[i * size + i]! + 1;
  const largest = largestEigenvalue(matrix, size);
  return matrix.map((value) => value / largest);
};

/**
 * A square parameter that starts as a normalised positive-definite matrix: its largest eigenvalue is 1.
 *
 * @source Talathi & Vartak (2015), arXiv 1511.03771.
 */
export const positiveDefiniteParameter = (name: string, size: number): ParameterDeclaration =>
  parameter(name, [size, size], (source) => normalisedPositiveDefinite(source, size));

/** A vector that starts as the diagonal of a normalised positive-definite matrix. */
export const positiveDefiniteDiagonal = (name: string, size: number): ParameterDeclaration =>
  parameter(name, [size], (source) => {
    const matrix = normalisedPositiveDefinite(source, size);
    return new Float64Array(size).map((_, i) => matrix[i * size + i]!);
  });
