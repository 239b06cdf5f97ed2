/**
 * What a kind is and what a catalogue of kinds gives: codec, types, lookup.
 *
 * A cell, a forcing scheme, a measure, a claim … is one file that makes a `kind` from its name, its options and its
 * behaviour. A catalogue lists kinds; all that is said of them elsewhere follows from that list.
 *
 * @example Two shapes
 * ```ts
 * import { catalogue, kind } from "./catalogue.ts";
 * import { decode, optional, positiveNumber } from "./codec/codec.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const circle = kind({ kind: "circle", options: { radius: optional(positiveNumber, 1) }, corners: 0 });
 * const square = kind({ kind: "square", options: { side: positiveNumber }, corners: 4 });
 * const shapes = catalogue("shape", [circle, square]);
 * assertEquals(decode(shapes.codec, { kind: "circle" }), { _tag: "Right", right: { kind: "circle", radius: 1 } });
 * assertEquals(shapes.of({ kind: "square", side: 2 }).corners, 4);
 * ```
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import * as t from "io-ts/index.js";
import { choice, type Codec, type Decoded, type Fields, type Input, variant } from "./codec/codec.ts";

/** What is wrong with settings that decode one by one but don't fit together. */
export interface Misfit {
  /** The option at fault. */
  readonly option: string;
  /** What would be right. */
  readonly expected: string;
}

/** What every kind says of itself, besides its behaviour. */
export interface Description {
  /** Its name in a spec. */
  readonly kind: string;
  /** Codecs of its settings besides `kind`. */
  readonly options: Fields;
  /** What is wrong with settings that decode one by one but don't fit together. Default: nothing. */
  fault?(settings: never): Misfit | undefined;
}

/** A choice of a kind, all defaults filled in: `{kind, …options}`. */
export type Settings<Name extends string, Options extends Fields> =
  & { readonly kind: Name }
  & Decoded<Options>;

/** A choice of a kind as a user writes it: options that have a default may be left out. */
export type Written<Name extends string, Options extends Fields> = { readonly kind: Name } & Input<Options>;

/**
 * A behaviour with a name and options of its own.
 *
 * @internal
 */
export type Defined<Behaviour extends Description, Name extends string, Options extends Fields> =
  & Omit<Behaviour, "kind" | "options">
  & { readonly kind: Name; readonly options: Options };

/** No options. */
export type None = Record<never, never>;

/**
 * A definition with the codec that a catalogue reads it by.
 *
 * @internal
 */
export type Kind<Definition extends Description, Common extends Fields = None> = Definition & {
  /** Reads what a spec says of this kind. */
  readonly codec: Codec<
    Settings<Definition["kind"], Common & Definition["options"]>,
    Written<Definition["kind"], Common & Definition["options"]>
  >;
};

/** A codec whose values also fit together. */
const fitting = <A, O>(codec: Codec<A, O>, fault: (settings: A) => Misfit | undefined): Codec<A, O> =>
  new t.Type<A, O, unknown>(
    codec.name,
    (value): value is A => codec.is(value) && fault(value) === undefined,
    (value, context) => {
      const decoded = codec.validate(value, context);
      if (E.isLeft(decoded)) return decoded;
      const misfit = fault(decoded.right);
      if (misfit === undefined) return decoded;
      const found = (decoded.right as Readonly<Record<string, unknown>>)[misfit.option];
      return t.failure(found, t.appendContext(context, misfit.option, t.unknown, found), misfit.expected);
    },
    codec.encode,
  );

/**
 * A kind from its definition.
 *
 * @param definition Its name, its options, and what it does.
 * @param common Options that all kinds of its catalogue have. Default: none.
 */
export const kind = <const Definition extends Description, Common extends Fields = None>(
  definition: Definition,
  common: Common = {} as Common,
): Kind<Definition, Common> => {
  const options: Common & Definition["options"] = { ...common, ...definition.options };
  const codec = variant<Definition["kind"], Common & Definition["options"]>(definition.kind, options);
  const { fault } = definition;
  return {
    ...definition,
    codec: fault === undefined ? codec : fitting(codec, (settings) => fault(settings as never)),
  };
};

/** What a catalogue needs to know of a kind. */
interface Entry {
  readonly kind: string;
  readonly codec: t.Mixed;
}

/**
 * The kinds of a catalogue by their names.
 *
 * @internal
 */
export type ByName<Kinds extends Entry> = { readonly [K in Kinds as K["kind"]]: K };

/**
 * A choice among the kinds of a catalogue, all defaults filled in.
 *
 * @internal
 */
export type ChoiceOf<C> = C extends { readonly codec: Codec<infer A, infer _> } ? A : never;

/**
 * A choice among the kinds of a catalogue as a user writes it.
 *
 * @internal
 */
export type InputOf<C> = C extends { readonly codec: Codec<infer _, infer O> } ? O : never;

/** All kinds of one sort. */
export interface Catalogue<Kinds extends Entry> {
  /** Every kind by its name, each with the type of its own settings. */
  readonly kinds: ByName<Kinds>;
  /** Reads the choice of a spec: `{kind, …options}`. A misspelt kind is refused, with what was probably meant. */
  readonly codec: Codec<t.TypeOf<Kinds["codec"]>, t.OutputOf<Kinds["codec"]>>;
  /** The kind of a choice. */
  readonly of: (settings: t.TypeOf<Kinds["codec"]>) => Kinds;
  /** The kind of a name; undefined where there is none. */
  readonly named: (kind: string) => Kinds | undefined;
}

/**
 * A catalogue of kinds.
 *
 * @param what What is chosen, for messages: "cell".
 * @param kinds All of them, in the order in which they are listed.
 */
export const catalogue = <const Kinds extends Entry>(
  what: string,
  kinds: readonly Kinds[],
): Catalogue<Kinds> => {
  const byName = new Map<string, Kinds>(kinds.map((each) => [each.kind, each]));
  return {
    kinds: Object.fromEntries(byName) as ByName<Kinds>,
    codec: choice<Kinds["codec"]>(what, Object.fromEntries(kinds.map((each) => [each.kind, each.codec]))),
    of: (settings) => byName.get(settings.kind)!,
    named: (name) => byName.get(name),
  };
};
