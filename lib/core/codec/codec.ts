/**
 * Codecs that report every fault at once, each with its path and with what would be right; unknown keys are refused.
 * A thin layer over io-ts: a codec is an io-ts `Type`, so both can be mixed.
 *
 * @example All faults of a value
 * ```ts
 * import { decode, optional, positiveInteger, positiveNumber, record } from "./codec.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const optimiser = record({ learningRate: positiveNumber, every: optional(positiveInteger, 1) });
 * assertEquals(decode(optimiser, { learningRate: 0.1 }), { _tag: "Right", right: { learningRate: 0.1, every: 1 } });
 * const faults = decode(optimiser, { learningrate: 0.1, every: -2 });
 * assertEquals(faults._tag === "Left" && faults.left.map((fault) => fault.path), [
 *   "$.learningRate",
 *   "$.every",
 *   "$.learningrate",
 * ]);
 * ```
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import * as t from "io-ts/index.js";
import { type Codec, known, oneOf, suggestion, where } from "./scalars.ts";
import { type JsonSchema, shaped } from "./schema.ts";
import { isRecord } from "./json.ts";

export * from "./scalars.ts";

/** One thing wrong with a value: where it is, what was found, and what would be right. */
export interface Fault {
  /** JSON path, for example `$.sweep[0].forcing[1].interval`. */
  readonly path: string;
  /** The value there, shortened. */
  readonly found: string;
  /** What would be right. */
  readonly expected: string;
  /** All of that in a sentence, where "is …; expected …" would not read as one. */
  readonly says?: string;
}

/**
 * An error of io-ts that has a sentence of its own.
 *
 * @internal
 */
export interface SayingError extends t.ValidationError {
  /** The sentence, which follows the path. */
  readonly says?: string;
}

/** A field that may be left out, with what then holds. */
export interface Optional<A, O = A> {
  /** Reads the field where it is given. */
  readonly codec: Codec<A, O>;
  /** What holds where it is not. */
  readonly fallback: A;
}

type AnyCodec = t.Mixed;
/**
 * The fields of a record: a codec each, or `optional(codec, default)`.
 *
 * @internal
 */
// deno-lint-ignore no-explicit-any
export type Fields = Readonly<Record<string, AnyCodec | Optional<any, any>>>;

/**
 * What a record of these fields decodes to.
 *
 * @internal
 */
export type Decoded<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Optional<infer A, unknown> ? A
    : F[K] extends Codec<infer A, infer _> ? A
    : never;
};
type OptionalKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends AnyCodec ? never : K;
}[keyof F];
type Simplify<T> = { [K in keyof T]: T[K] };
type FieldInput<T> = T extends AnyCodec ? t.OutputOf<T> : T extends Optional<infer _, infer O> ? O : never;
/**
 * What a user writes for a record of these fields.
 *
 * @internal
 */
export type Input<F extends Fields> = Simplify<
  & { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: FieldInput<F[K]> }
  & { readonly [K in OptionalKeys<F>]?: FieldInput<F[K]> }
>;

/** A field that may be left out. */
export const optional = <A, O>(codec: Codec<A, O>, fallback: NoInfer<A>): Optional<A, O> => ({
  codec,
  fallback,
});

/** A field that may be left out, and then is. */
export const absent = <A, O>(codec: Codec<A, O>): Optional<A | undefined, O> =>
  optional(codec as Codec<A | undefined, O>, undefined);

/** A list of which every item is decoded; with `least` items or more. Default: any number. */
export const list = <A, O>(item: Codec<A, O>, least = 0): Codec<readonly A[], readonly O[]> => {
  const expected = least === 0 ? "a list" : `a list of ${least} or more`;
  const codec = new t.Type<readonly A[], readonly O[], unknown>(
    expected,
    (value): value is readonly A[] => Array.isArray(value) && value.every(item.is),
    (value, context) => {
      if (!Array.isArray(value) || value.length < least) return t.failure(value, context, expected);
      const errors: t.ValidationError[] = [];
      const items: A[] = [];
      value.forEach((entry, index) => {
        const result = item.validate(entry, t.appendContext(context, String(index), item, entry));
        if (E.isLeft(result)) errors.push(...result.left);
        else items.push(result.right);
      });
      return errors.length > 0 ? t.failures(errors) : t.success(items);
    },
    (items) => items.map(item.encode),
  );
  return shaped(codec, (visit) => ({
    type: "array",
    items: visit(item),
    ...(least === 0 ? {} : { minItems: least }),
  }));
};

/** A value that may be null, which says that there is none. */
export const nullable = <A, O>(codec: Codec<A, O>): Codec<A | null, O | null> =>
  shaped(
    new t.Type<A | null, O | null, unknown>(
      `${codec.name}, or null`,
      (value): value is A | null => value === null || codec.is(value),
      (value, context) => value === null ? t.success(null) : codec.validate(value, context),
      (value) => value === null ? null : codec.encode(value),
    ),
    (visit) => ({ anyOf: [visit(codec), { type: "null" }] }),
  );

const anyName = where("any text", (value): value is string => typeof value === "string", {});

/** A dictionary from names to values of one kind. Names are any texts, unless a codec for them is given. */
export const dictionary = <A, O>(
  item: Codec<A, O>,
  name: { readonly name: string; readonly is: (value: unknown) => boolean } = anyName,
): Codec<Readonly<Record<string, A>>, Readonly<Record<string, O>>> => {
  const codec = new t.Type<Readonly<Record<string, A>>, Readonly<Record<string, O>>, unknown>(
    "a dictionary",
    (value): value is Readonly<Record<string, A>> =>
      isRecord(value) && Object.keys(value).every(name.is) && Object.values(value).every(item.is),
    (value, context) => {
      if (!isRecord(value)) return t.failure(value, context, "a dictionary {name: value}");
      const errors: t.ValidationError[] = [];
      const out: (readonly [string, A])[] = [];
      for (const [key, entry] of Object.entries(value)) {
        const place = t.appendContext(context, key, item, entry);
        if (!name.is(key)) errors.push({ value: key, context: place, message: `as its name ${name.name}` });
        const result = item.validate(entry, place);
        if (E.isLeft(result)) errors.push(...result.left);
        else out.push([key, result.right]);
      }
      // Not by assignment, which would take the key "__proto__" for something else than a name.
      return errors.length > 0 ? t.failures(errors) : t.success(Object.fromEntries(out));
    },
    (value) => Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, item.encode(entry)])),
  );
  return shaped(codec, (visit) => ({ type: "object", additionalProperties: visit(item) }));
};

const codecOf = (field: AnyCodec | Optional<unknown, unknown>): AnyCodec =>
  "codec" in field ? field.codec as AnyCodec : field;

/** The schema of a record of these fields. */
const recordSchema =
  (fields: Fields, required: readonly string[]) => (visit: (codec: object) => JsonSchema): JsonSchema => ({
    type: "object",
    properties: Object.fromEntries(
      Object.entries(fields).map(([name, field]) => {
        const fallback = "codec" in field ? field.fallback as unknown : undefined;
        return [name, { ...visit(codecOf(field)), ...(fallback === undefined ? {} : { default: fallback }) }];
      }),
    ),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  });

/** The fault of a field that a record lacks: what its codec expects in place of nothing. */
const missing = (field: AnyCodec, context: t.Context): t.ValidationError => {
  const refused = field.validate(undefined, context);
  const [own] = E.isLeft(refused)
    ? refused.left.filter((each) => each.context.length === context.length)
    : [];
  return { value: undefined, context, message: own?.message ?? field.name };
};

/** A record with exactly these fields. Fields that may be left out are filled in with their defaults. */
export const record = <F extends Fields>(fields: F): Codec<Decoded<F>, Input<F>> => {
  const names = Object.keys(fields);
  const codec = new t.Type<Decoded<F>, Input<F>, unknown>(
    `{${names.join(", ")}}`,
    (value): value is Decoded<F> =>
      isRecord(value) && names.every((name) => codecOf(fields[name]!).is(value[name])) &&
      Object.keys(value).every((name) => Object.hasOwn(fields, name)),
    (value, context) => {
      if (!isRecord(value)) return t.failure(value, context, `an object with ${known(names)}`);
      const errors: t.ValidationError[] = [];
      const out: Record<string, unknown> = {};
      const unknownKeys = Object.keys(value).filter((name) => !Object.hasOwn(fields, name));
      for (const name of names) {
        const field = fields[name]!;
        if (value[name] === undefined) {
          if ("codec" in field) out[name] = field.fallback;
          else {
            errors.push(missing(field, t.appendContext(context, name, field)));
          }
          continue;
        }
        const codec = codecOf(field);
        const result = codec.validate(value[name], t.appendContext(context, name, codec, value[name]));
        if (E.isLeft(result)) errors.push(...result.left);
        else out[name] = result.right;
      }
      for (const name of unknownKeys) {
        const message = `no such key; known are ${known(names)}${suggestion(name, names)}`;
        const fault: SayingError = {
          value: value[name],
          context: t.appendContext(context, name, t.unknown, value[name]),
          message,
          says: `there is ${message}`,
        };
        errors.push(fault);
      }
      return errors.length > 0 ? t.failures(errors) : t.success(out as Decoded<F>);
    },
    (value) =>
      Object.fromEntries(
        names.map((name) => [name, codecOf(fields[name]!).encode((value as Record<string, unknown>)[name])]),
      ) as Input<F>,
  );
  return shaped(codec, recordSchema(fields, names.filter((name) => !("codec" in fields[name]!))));
};

/** What `partial` of these fields decodes to: every field may be missing, and then it is. */
export type Partially<F extends Fields> = { readonly [K in keyof F]?: Decoded<F>[K] };
/**
 * What a user writes for `partial` of these fields.
 *
 * @internal
 */
export type PartialInput<F extends Fields> = { readonly [K in keyof F]?: FieldInput<F[K]> };

/** A record without the keys that have no value: what undefined stands under is missing. */
const defined = (value: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));

/** A record of which every field may be missing; none is filled in. Unknown keys are refused. */
export const partial = <F extends Fields>(fields: F): Codec<Partially<F>, PartialInput<F>> => {
  const present = (value: object): Codec<Record<string, unknown>> =>
    record(
      Object.fromEntries(
        Object.entries(fields)
          .filter(([name]) => (value as Record<string, unknown>)[name] !== undefined)
          .map(([name, field]) => [name, codecOf(field)]),
      ),
    );
  const all = record(
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, codecOf(field)])),
  );
  const codec = new t.Type<Partially<F>, PartialInput<F>, unknown>(
    `any of {${Object.keys(fields).join(", ")}}`,
    (value): value is Partially<F> => isRecord(value) && present(value).is(defined(value)),
    (value, context) => {
      if (!isRecord(value)) {
        return t.failure(value, context, `an object with any of ${known(Object.keys(fields))}`);
      }
      const result = all.validate(value, context);
      if (E.isRight(result)) return t.success(result.right as Partially<F>);
      const real = result.left.filter((error) => {
        const last = error.context[error.context.length - 1]!;
        const missing = error.value === undefined && error.context.length === context.length + 1;
        return !missing || !Object.hasOwn(fields, last.key);
      });
      return real.length > 0
        ? t.failures(real)
        : present(value).validate(defined(value), context) as t.Validation<Partially<F>>;
    },
    (value) => present(value).encode(value as Record<string, unknown>) as PartialInput<F>,
  );
  return shaped(codec, recordSchema(fields, []));
};

/** The codec of one kind of a choice: `{kind, …options}`. */
export const variant = <Kind extends string, F extends Fields>(
  kind: Kind,
  options: F,
): Codec<{ readonly kind: Kind } & Decoded<F>, { readonly kind: Kind } & Input<F>> =>
  record({ kind: oneOf(kind), ...options }) as unknown as Codec<
    { readonly kind: Kind } & Decoded<F>,
    { readonly kind: Kind } & Input<F>
  >;

/**
 * One of several kinds, distinguished by their key `kind`. The catalogue of forcing schemes, cells, systems … is such a
 * choice, made of the codecs that its entries bring.
 */
export const choice = <C extends AnyCodec>(
  what: string,
  kinds: Readonly<Record<string, C>>,
): Codec<t.TypeOf<C>, t.OutputOf<C>> => {
  const names = Object.keys(kinds);
  const codec = new t.Type<t.TypeOf<C>, t.OutputOf<C>, unknown>(
    what,
    (value): value is t.TypeOf<C> => names.some((name) => kinds[name]!.is(value)),
    (value, context) => {
      if (!isRecord(value)) {
        const article = /^[aeiou]/.test(what) ? "an" : "a";
        return t.failure(value, context, `${article} ${what}: {kind, …} with kind one of ${known(names)}`);
      }
      const kind = value.kind;
      const chosen = typeof kind === "string" && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
      if (chosen !== undefined) return chosen.validate(value, context);
      return t.failure(
        kind,
        t.appendContext(context, "kind", t.string, kind),
        `a known ${what}: one of ${known(names)}${suggestion(kind, names)}`,
      );
    },
    (value) => kinds[(value as { kind: string }).kind]!.encode(value),
  );
  return shaped(codec, (visit) => ({ oneOf: Object.values(kinds).map(visit) }), what);
};

const shown = (value: unknown): string => {
  if (value === undefined) return "missing";
  if (typeof value === "function") return "a function";
  const printed = typeof value === "number" ? String(value) : JSON.stringify(value) ?? String(value);
  return printed.length > 60 ? `${printed.slice(0, 57)}…` : printed;
};

const pathOf = (context: t.Context): string =>
  "$" +
  context.slice(1).map(({ key }) =>
    key === ""
      ? ""
      : /^\d+$/.test(key)
      ? `[${key}]`
      : /^[\p{L}_$][\p{L}\d_$]*$/u.test(key)
      ? `.${key}`
      : `[${JSON.stringify(key)}]`
  ).join("");

const TOO_DEEP: Fault = {
  path: "$",
  found: "…",
  expected: "fewer lists and objects in each other",
  says: "its lists and objects are nested too deeply to read",
};

const decoded = <A, O>(codec: Codec<A, O>, value: unknown): E.Either<readonly Fault[], A> => {
  const result = codec.decode(value);
  if (E.isRight(result)) return result;
  return E.left(result.left.map((error: SayingError) => ({
    path: pathOf(error.context),
    found: shown(error.value),
    expected: error.message ?? error.context[error.context.length - 1]?.type.name ?? "another value",
    ...(error.says === undefined ? {} : { says: error.says }),
  })));
};

/** Decodes a value, or says everything that is wrong with it. */
export const decode = <A, O>(codec: Codec<A, O>, value: unknown): E.Either<readonly Fault[], A> => {
  try {
    return decoded(codec, value);
  } catch (error) {
    // Codecs call each other for each level.
    if (error instanceof RangeError) return E.left([TOO_DEEP]);
    throw error;
  }
};
