/**
 * Names of an experiment's datasets: runs with equal settings share one.
 *
 * @module
 */
import { canonicalJson } from "../core/codec/canonical.ts";

/**
 * For each run the name of its dataset: "dataset 1" for the first that occurs, "dataset 2" for the next.
 *
 * @param datasets The dataset settings of all runs, in order.
 *
 * @example Three runs on two datasets
 * ```ts
 * import { datasetNames } from "./dataset_names.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(datasetNames([{ a: 1, b: 2 }, { a: 3 }, { b: 2, a: 1 }]), ["dataset 1", "dataset 2", "dataset 1"]);
 * ```
 */
export const datasetNames = (datasets: readonly unknown[]): readonly string[] => {
  const written = datasets.map(canonicalJson);
  const places = new Map([...new Set(written)].map((each, index) => [each, index + 1]));
  return written.map((each) => `dataset ${places.get(each)}`);
};
