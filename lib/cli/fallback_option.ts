/**
 * The option of the commands that may take finished artifacts from other stores.
 *
 * @module
 */
import { resolve } from "@std/path/mod.js";
import { isAddress } from "../engine/fallback.ts";
import type { Options, Values } from "./options.ts";

/** Stores of others. */
export const fallbackOption = {
  fallback: {
    takes: "texts",
    value: "DIR",
    help:
      "a store that is only read, or the http address of one: what it holds is verified and taken from there",
  },
} as const satisfies Options;

/** The stores that a call names, with whole paths. */
export const fallbacksOf = ({ fallback }: Values<typeof fallbackOption>): readonly string[] =>
  (fallback ?? []).map((place) => isAddress(place) ? place.replace(/\/+$/, "") : resolve(place));
