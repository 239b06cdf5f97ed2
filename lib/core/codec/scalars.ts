/**
 * Codecs of single values: numbers, texts, flags.
 *
 * @module
 */
import * as t from "io-ts/index.js";
import { closest } from "./closest.ts";
import { type JsonSchema, shaped } from "./schema.ts";

/**
 * What io-ts calls a codec.
 *
 * @internal
 */
type IoType<A, O> = t.Type<A, O, unknown>;

/** Decodes unknown input to `A`; `O` is the form in which a user writes it, with defaults left out. */
export type Codec<A, O = A> = IoType<A, O>;

/**
 * A codec for the values of type `A` that satisfy a test.
 *
 * @param schema Its JSON Schema without the description; `{}` says that an editor can check nothing.
 */
export const where = <A>(
  expected: string,
  is: (value: unknown) => value is A,
  schema: JsonSchema,
): Codec<A> =>
  shaped(
    new t.Type<A, A, unknown>(
      expected,
      is,
      (value, context) => is(value) ? t.success(value) : t.failure(value, context, expected),
      t.identity,
    ),
    () => ({ description: expected, ...schema }),
  );

const numberWhere = (
  expected: string,
  test: (value: number) => boolean,
  schema: JsonSchema,
): Codec<number> =>
  where(expected, (value): value is number => typeof value === "number" && test(value), schema);

/** Any finite number. */
export const finiteNumber: Codec<number> = numberWhere("a finite number", Number.isFinite, {
  type: "number",
});
/** A finite number above 0. */
export const positiveNumber: Codec<number> = numberWhere(
  "a number above 0",
  (value) => Number.isFinite(value) && value > 0,
  { type: "number", exclusiveMinimum: 0 },
);
/** A finite number of 0 or more. */
export const nonNegativeNumber: Codec<number> = numberWhere(
  "a number of 0 or more",
  (value) => Number.isFinite(value) && value >= 0,
  { type: "number", minimum: 0 },
);
/** A whole number of 1 or more. */
export const positiveInteger: Codec<number> = numberWhere(
  "a whole number of 1 or more",
  (value) => Number.isSafeInteger(value) && value >= 1,
  { type: "integer", minimum: 1 },
);
/** A whole number of 0 or more. */
export const nonNegativeInteger: Codec<number> = numberWhere(
  "a whole number of 0 or more",
  (value) => Number.isSafeInteger(value) && value >= 0,
  { type: "integer", minimum: 0 },
);
/** Any whole number. */
export const integer: Codec<number> = numberWhere("a whole number", Number.isSafeInteger, {
  type: "integer",
});
/** A number from `low` to `high`, both included. */
export const numberBetween = (low: number, high: number): Codec<number> =>
  numberWhere(`a number from ${low} to ${high}`, (value) => value >= low && value <= high, {
    type: "number",
    minimum: low,
    maximum: high,
  });
/** A string with at least one character. */
export const text: Codec<string> = where(
  "a text",
  (value): value is string => typeof value === "string" && value.length > 0,
  { type: "string", minLength: 1 },
);
/** true or false. */
export const flag: Codec<boolean> = where(
  "true or false",
  (value): value is boolean => typeof value === "boolean",
  { type: "boolean" },
);

/** More names than these no message lists. */
const MOST_NAMES = 40;

/** Names in quotes, for messages; of very many the first few. */
export const known = (names: readonly string[]): string => {
  const shown = names.length > MOST_NAMES ? names.slice(0, 10) : names;
  const rest = names.length - shown.length;
  return shown.map((name) => `"${name}"`).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
};
/** "; did you mean …?" where a known name is near. */
export const suggestion = (name: unknown, names: readonly string[]): string => {
  const near = typeof name === "string" ? closest(name, names) : undefined;
  return near === undefined ? "" : `; did you mean "${near}"?`;
};

/** One of a few texts; the fault of a misspelt one suggests which was probably meant. */
export const oneOf = <const Names extends readonly string[]>(...names: Names): Codec<Names[number]> => {
  const is = (value: unknown): value is Names[number] => typeof value === "string" && names.includes(value);
  return shaped(
    new t.Type<Names[number], Names[number], unknown>(
      names.join(" | "),
      is,
      (value, context) =>
        is(value)
          ? t.success(value)
          : t.failure(value, context, `one of ${known(names)}${suggestion(value, names)}`),
      t.identity,
    ),
    () => ({ enum: names }),
  );
};
