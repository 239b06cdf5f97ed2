/**
 * Numbers that remember how they came about: reverse differentiation in float64, one scalar operation at a time. Slow
 * and plain, and it shares no line with the kernels that it is held against.
 */
import { exp, tanh } from "../../../../lib/numerics/elementary.ts";

/** A number on the tape, by its place. */
export type Value = number;

export interface Tape {
  readonly constant: (value: number) => Value;
  readonly add: (a: Value, b: Value) => Value;
  readonly subtract: (a: Value, b: Value) => Value;
  readonly multiply: (a: Value, b: Value) => Value;
  readonly divide: (a: Value, b: Value) => Value;
  readonly relu: (a: Value) => Value;
  readonly tanh: (a: Value) => Value;
  readonly sigmoid: (a: Value) => Value;
  readonly valueOf: (a: Value) => number;
  /** ∂`result`/∂x for every x on the tape, by place. */
  readonly gradientOf: (result: Value) => Float64Array;
}

export const createTape = (): Tape => {
  const values: number[] = [];
  const lefts: number[] = [];
  const rights: number[] = [];
  const leftSlopes: number[] = [];
  const rightSlopes: number[] = [];
  const record = (value: number, left: Value, leftSlope: number, right: Value, rightSlope: number): Value => {
    values.push(value);
    lefts.push(left);
    leftSlopes.push(leftSlope);
    rights.push(right);
    rightSlopes.push(rightSlope);
    return values.length - 1;
  };
  const unary = (a: Value, value: number, slope: number) => record(value, a, slope, -1, 0);
  return {
    constant: (value) => record(value, -1, 0, -1, 0),
    add: (a, b) => record(values[a]! + values[b]!, a, 1, b, 1),
    subtract: (a, b) => record(values[a]! - values[b]!, a, 1, b, -1),
    multiply: (a, b) => record(values[a]! * values[b]!, a, values[b]!, b, values[a]!),
    divide: (a, b) => {
      const quotient = values[a]! / values[b]!;
      return record(quotient, a, 1 / values[b]!, b, -quotient / values[b]!);
    },
    relu: (a) => values[a]! > 0 ? unary(a, values[a]!, 1) : unary(a, 0, 0),
    tanh: (a) => {
      const value = tanh(values[a]!);
      return unary(a, value, 1 - value * value);
    },
    sigmoid: (a) => {
      const value = 1 / (1 + exp(-values[a]!));
      return unary(a, value, value * (1 - value));
    },
    valueOf: (a) => values[a]!,
    gradientOf: (result) => {
      const gradient = new Float64Array(values.length);
      gradient[result] = 1;
      for (let at = result; at >= 0; at--) {
        const from = gradient[at]!;
        if (from === 0) continue;
        const left = lefts[at]!;
        const right = rights[at]!;
        if (left >= 0) gradient[left] = gradient[left]! + from * leftSlopes[at]!;
        if (right >= 0) gradient[right] = gradient[right]! + from * rightSlopes[at]!;
      }
      return gradient;
    },
  };
};
