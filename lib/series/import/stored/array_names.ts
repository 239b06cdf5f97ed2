/**
 * What the names and shapes of arrays in a file say.
 *
 * @module
 */
import type { StoredArray } from "./stored_file.ts";

/** Lengths of the axes that are longer than 1. */
export const axesOf = ({ shape }: StoredArray): readonly number[] => shape.filter((length) => length !== 1);

/** The last part of a path: "data" of "run1/data" and of "run1.data". */
export const lastName = ({ name }: StoredArray): string =>
  name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf(".")) + 1);

/** The text before the last part: "run1/" of "run1/data". */
export const folderOf = (array: StoredArray): string =>
  array.name.slice(0, array.name.length - lastName(array).length);

/** Whether only one axis is longer than 1. */
export const isVector = (array: StoredArray): boolean => axesOf(array).length === 1;

/** "trial" of "trial{2}", "run.x" of "run(3).x": what elements of a cell array and of an array of structures share. */
export const familyOf = ({ name }: StoredArray): string => name.replaceAll(/\{\d+\}|\(\d+\)/g, "");

/** "2" of "trial{2}": which element an array belongs to; "" for one that is no element. */
export const elementOf = ({ name }: StoredArray): string =>
  [...name.matchAll(/\{(\d+)\}|\((\d+)\)/g)].map(([, cell, structure]) => cell ?? structure).join();

/** "150 × 2": for people. */
export const shapeText = (array: StoredArray): string =>
  array.shape.length === 0
    ? "a single value"
    : array.shape.length === 1
    ? String(array.shape[0])
    : array.shape.join(" × ");
