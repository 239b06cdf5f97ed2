/**
 * From values to places on an axis, and the places of its ticks. Only + − × ÷ and the bit-exact logarithm, so
 * that a figure has the same bytes on every machine.
 *
 * @module
 */
import { log10, pow } from "../../../numerics/elementary.ts";
import type { Axis, ScaleKind, Tick } from "./figure.ts";
import { shortNumber, superscript } from "../../../numerics/format.ts";

/** 10 to an integral power, exact up to 10²². */
const tenTo = (exponent: number): number => {
  let power = 1;
  for (let i = 0; i < Math.abs(exponent); i++) power *= 10;
  return exponent < 0 ? 1 / power : power;
};

const onScale = (scale: ScaleKind, value: number): number =>
  scale === "log" ? (value > 0 ? log10(value) : NaN) : value;

/** The place of a value between the ends of an axis: 0 at the lower, 1 at the upper end; NaN if it has none. */
export const place = (axis: Pick<Axis, "scale" | "domain">): (value: number) => number => {
  const low = onScale(axis.scale, axis.domain[0]);
  const high = onScale(axis.scale, axis.domain[1]);
  return (value) => (onScale(axis.scale, value) - low) / (high - low);
};

const isValid = (value: number, scale: ScaleKind): boolean =>
  Number.isFinite(value) && (scale !== "log" || value > 0);

/**
 * Smallest and largest of the values with a margin at both ends; [0, 1] (or [1, 10]) where there are none.
 *
 * @param values Values that must be seen; those that are not finite, or not positive on a log axis, do not count.
 * @param margin Share of the range that is added at each end. Default: 0.05.
 */
export const extent = (
  values: Iterable<number>,
  scale: ScaleKind,
  margin = 0.05,
): readonly [number, number] => {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!isValid(value, scale)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return scale === "log" ? [1, 10] : [0, 1];
  if (scale === "log") {
    const spread = Math.max(log10(high) - log10(low), 0.3) * margin;
    const factor = pow(10, spread);
    return low === high ? [low / 2, high * 2] : [low / factor, high * factor];
  }
  if (high - low <= 1e-9 * Math.max(Math.abs(low), Math.abs(high))) {
    const half = low === 0 ? 1 : Math.abs(low) / 2;
    return [low - half, high + half];
  }
  return [low - margin * (high - low), high + margin * (high - low)];
};

/** Multiples of 1, 2 or 5 times a power of ten, at most about `count` of them. */
const linearTicks = ([low, high]: readonly [number, number], count: number): readonly Tick[] => {
  const exponent = Math.floor(log10((high - low) / count));
  const rough = (high - low) / count;
  for (let e = exponent; e <= exponent + 1; e++) {
    for (const multiple of [1, 2, 5]) {
      const scale = tenTo(Math.abs(e));
      const step = e < 0 ? multiple / scale : multiple * scale;
      if (step < 0.75 * rough) continue;
      const ticks: Tick[] = [];
      for (let i = Math.ceil(low / step); i * step <= high; i++) {
        const at = e < 0 ? (i * multiple) / scale : i * multiple * scale;
        const label = high >= 1e4 && Math.abs(at) >= 1000
          ? shortNumber(at)
          : e < -8
          ? shortNumber(at, 4)
          : at.toFixed(Math.max(0, -e));
        ticks.push({ at, label: label.replace(/^-(0\.?0*)$/, "$1").replace(/^-/, "−") });
      }
      return ticks;
    }
  }
  return [];
};

/** Ticks at powers of ten, written out where all of them are short. */
const powers = (exponents: readonly number[], at: (exponent: number) => number): readonly Tick[] => {
  const plain = exponents.every((e) => e >= -3 && e <= 3);
  return exponents.map((e) => ({
    at: at(e),
    label: plain || e === 0 ? shortNumber(tenTo(e)) : `10${superscript(e)}`,
  }));
};

/** Powers of ten between two decimal logarithms, thinned to at most about `count`. */
const decadeTicks = (low: number, high: number, count: number): readonly number[] => {
  const least = (high - low) / (count + 1);
  const every = [1, 2, 3, 5, 10, 20, 25, 50, 100, 200, 500].find((step) => step >= least) ?? Math.ceil(least);
  const out: number[] = [];
  for (let e = Math.ceil(low / every) * every; e <= high; e += every) out.push(e === 0 ? 0 : e);
  return out;
};

const logTicks = ([low, high]: readonly [number, number], count: number): readonly Tick[] => {
  const decades = decadeTicks(log10(low), log10(high), count);
  if (decades.length >= 3 || log10(high) - log10(low) > 3) {
    return powers(decades, tenTo);
  }
  const ticks: Tick[] = [];
  const first = Math.floor(log10(low));
  for (let e = first; e <= Math.ceil(log10(high)); e++) {
    for (const multiple of [1, 2, 5]) {
      const at = e < 0 ? multiple / tenTo(-e) : multiple * tenTo(e);
      if (at >= low && at <= high) ticks.push({ at, label: shortNumber(at) });
    }
  }
  return ticks;
};

/** The ticks of an axis: its own, or about `count` at round values. */
export const ticksOf = (axis: Axis, count: number): readonly Tick[] => {
  if (axis.ticks !== null) return axis.ticks;
  if (axis.scale === "log") return logTicks(axis.domain, count);
  if (axis.scale === "linear") return linearTicks(axis.domain, count);
  return powers(decadeTicks(axis.domain[0], axis.domain[1], count), (e) => e);
};
