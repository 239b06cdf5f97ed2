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
import { type JsonSchema, shaped } from "./codec/schema.ts";
import { choice, type Codec, type Decoded, type Fields, type Input, variant } from "./codec/codec.ts";

/**
 * What is wrong with settings that decode one by one but don't fit together.
 *
 * @internal
 */
export interface Misfit {
  /** The option at fault. */
  readonly option: string;
  /** What would be right. */
  readonly expected: string;
}

/** What every kind says of itself, apart from its behaviour. */
export interface KindDescription {
  /** Its name in a spec. */
  readonly kind: string;
  /** Codecs of its settings apart from `kind`. */
  readonly options: Fields;
  /** What is wrong with settings that decode one by one but don't fit together. Default: nothing. */
  fault?(settings: never): Misfit | undefined;
}

/** A choice of a kind, all defaults filled in: `{kind, …options}`. */
export type KindSettings<Name extends string, Options extends Fields> =
  & { readonly kind: Name }
  & Decoded<Options>;

/** A choice of a kind as a user writes it: options that have a default may be left out. */
export type KindInput<Name extends string, Options extends Fields> = { readonly kind: Name } & Input<Options>;

/**
 * A behaviour with a name and options of its own.
 *
 * @internal
 */
export type Defined<Behaviour extends KindDescription, Name extends string, Options extends Fields> =
  & Omit<Behaviour, "kind" | "options">
  & { readonly kind: Name; readonly options: Options };

/** No options. */
export type None = Record<never, never>;

/**
 * A definition with the codec that a catalogue reads it by.
 *
 * @internal
 */
export type Kind<Definition extends KindDescription, Common extends Fields = None> = Definition & {
  /** Reads what a spec says of this kind. */
  readonly codec: Codec<
    KindSettings<Definition["kind"], Common & Definition["options"]>,
    KindInput<Definition["kind"], Common & Definition["options"]>
  >;
};

/** A codec whose values also fit together. */
const fitting = <A, O>(codec: Codec<A, O>, fault: (settings: A) => Misfit | undefined): Codec<A, O> =>
  shaped(
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
    ),
    (visit) => visit(codec),
  );

/**
 * A kind from its definition.
 *
 * @param definition Its name, its options, and what it does.
 * @param common Options that all kinds of its catalogue have. Default: none.
 */
export const kind = <const Definition extends KindDescription, Common extends Fields = None>(
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

/** What a module of a user's exports as its default, with the name of its file. */
export interface LoadedModule {
  /** The name of its file without folders and ending. */
  readonly name: string;
  /** What the user calls it, for messages: the path of its file. */
  readonly called: string;
  /** Its default export. */
  readonly exported: unknown;
}

/** What this process has imported, by the digest of the sources. It only grows, as Deno's own cache of modules does. */
const modules = new Map<string, LoadedModule>();

/** Makes the default export of a module known, under the digest of its sources. */
export const bring = (digest: string, module: LoadedModule): void => {
  modules.set(digest, module);
};

/** Whether a module is known. */
export const isBrought = (digest: string): boolean => modules.has(digest);

/** What the user calls a module; its digest where it is not known. */
export const calledModule = (digest: string): string => modules.get(digest)?.called ?? digest;

/** The default export of a module; undefined if it is not known. */
export const exportOf = (digest: string): unknown => modules.get(digest)?.exported;

/**
 * What a user writes in the place of a kind: the kind that a module exports.
 *
 * @internal
 */
export interface ModuleChoice {
  /** Says that the kind is in a module. */
  readonly kind: "module";
  /** Its file, relative to the file of the experiment; or, in a spec that stays in memory, the kind itself. */
  readonly module: string | object;
}

/**
 * What modules are in the eyes of one catalogue.
 *
 * @param adopt What a default export is there, or what it should be: "a cell: …".
 * @returns The kind of the module with a digest, or what is wrong with it.
 */
export const adopted = <K>(
  adopt: (exported: unknown, module: Omit<LoadedModule, "exported">) => E.Either<string, K>,
): (digest: string) => E.Either<string, K> => {
  const known = new Map<string, E.Either<string, K>>();
  return (digest) => {
    const before = known.get(digest);
    if (before !== undefined) return before;
    const module = modules.get(digest);
    if (module === undefined) return E.left("the digest of a module that has been loaded");
    const found = adopt(module.exported, module);
    // What is wrong with it is said with the name that the user has for it then.
    if (E.isRight(found)) known.set(digest, found);
    return found;
  };
};

/**
 * A kind with its codec, with settings of any type.
 *
 * @internal
 */
export interface Read {
  /** Reads what a spec says of it. */
  readonly codec: t.Mixed;
}

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
  /**
   * Reads the choice of a spec: `{kind, …options}`, with `module`, a digest, where the kind is a user's. A misspelt kind is
   * refused, with what was probably meant.
   */
  readonly codec: Codec<t.TypeOf<Kinds["codec"]>, t.OutputOf<Kinds["codec"]>>;
  /** The kind of a choice, a user's by its module; by its name where the choice names no module. */
  readonly of: (settings: t.TypeOf<Kinds["codec"]>) => Kinds;
  /** The kind of a name, a user's of the spec that was decoded last too; undefined if there is none. */
  readonly named: (kind: string) => Kinds | undefined;
  /** Every kind, those of users that have been used too. */
  readonly known: () => readonly Kinds[];
  /** The kind that a value is, if it is one of this sort; else what it should be. */
  readonly adopt: (value: unknown, called: string) => E.Either<string, Kinds>;
}

/** The schema of a kind that a file of the user exports; that kind has the options. */
export const moduleSchema: JsonSchema = {
  type: "object",
  properties: {
    kind: { enum: ["module"] },
    module: { type: "string", description: "its file, relative to the file of the experiment" },
  },
  required: ["kind", "module"],
};

/** The names of the kinds of every catalogue that this process has loaded, by what is chosen in it. */
const names = new Map<string, readonly string[]>();

/**
 * The names of the kinds of a catalogue, without those of users.
 *
 * @param what What is chosen in it: "cell".
 * @returns Nothing where this process has not loaded it.
 */
export const namesIn = (what: string): readonly string[] => names.get(what) ?? [];

/** A choice without what it says of its module. */
const withoutModule = (value: unknown): unknown => {
  const { module: _, ...rest } = value as Readonly<Record<string, unknown>>;
  return rest;
};

/**
 * A catalogue of kinds.
 *
 * @param what What is chosen, for messages: "cell".
 * @param kinds All of them, in the order in which they are listed.
 * @param functions Names of the functions by which a value is recognised as such a kind. Default: no module can bring one.
 * @param complete What is made of a user's value before it is asked for its codec. Default: itself.
 */
export const catalogue = <const Kinds extends Entry>(
  what: string,
  kinds: readonly Kinds[],
  functions: readonly string[] = [],
  complete: (value: Readonly<Record<string, unknown>>) => unknown = (value) => value,
): Catalogue<Kinds> => {
  const byName = new Map<string, Kinds>(kinds.map((each) => [each.kind, each]));
  names.set(what, [...byName.keys()]);
  /** Those of users by name; of two specs with one name each, it means that of the spec that was decoded last. */
  const own = new Map<string, Kinds>();
  const adopt = (value: unknown, called: string): E.Either<string, Kinds> => {
    const given = (typeof value === "object" && value !== null ? value : {}) as Readonly<
      Record<string, unknown>
    >;
    const missing = functions.filter((each) => typeof given[each] !== "function");
    if (typeof given.kind !== "string" || missing.length > 0) {
      return E.left(
        `a module whose default export is a ${what}; ${called} ` +
          (typeof given.kind === "string" ? `lacks ${missing.join(", ")}` : "exports something else"),
      );
    }
    if (byName.has(given.kind)) {
      return E.left(
        `a ${what} with a name that lyap does not have; "${given.kind}", the \`kind\` of ${called}, is taken`,
      );
    }
    const kind = complete(given) as Kinds;
    own.set(kind.kind, kind);
    return E.right(kind);
  };
  const ofModule = adopted((exported, { called }) => adopt(exported, called));
  /** The digest of the module that a choice names, where modules can bring kinds of this sort. */
  const moduleOf = (value: unknown): string | undefined => {
    const { module } = (typeof value === "object" && value !== null ? value : {}) as {
      readonly module?: unknown;
    };
    return functions.length > 0 && typeof module === "string" ? module : undefined;
  };
  const chosen: Codec<t.TypeOf<Kinds["codec"]>, t.OutputOf<Kinds["codec"]>> = choice<Kinds["codec"]>(
    what,
    Object.fromEntries(kinds.map((each) => [each.kind, each.codec])),
  );
  const codec = new t.Type<t.TypeOf<Kinds["codec"]>, t.OutputOf<Kinds["codec"]>, unknown>(
    what,
    (value): value is t.TypeOf<Kinds["codec"]> => {
      const digest = moduleOf(value);
      if (digest === undefined) return chosen.is(value);
      const kind = ofModule(digest);
      return E.isRight(kind) && kind.right.codec.is(withoutModule(value));
    },
    (value, context) => {
      const digest = moduleOf(value);
      if (digest === undefined) return chosen.validate(value, context);
      const kind = ofModule(digest);
      if (E.isLeft(kind)) {
        const called = calledModule(digest);
        return t.failure(called, t.appendContext(context, "module", t.string, called), kind.left);
      }
      own.set(kind.right.kind, kind.right);
      const decoded = kind.right.codec.validate(withoutModule(value), context);
      return E.isLeft(decoded) ? decoded : t.success({ ...decoded.right, module: digest });
    },
    (settings) => {
      const digest = moduleOf(settings);
      const kind = digest === undefined ? undefined : ofModule(digest);
      return kind === undefined || E.isLeft(kind)
        ? chosen.encode(settings)
        : { ...kind.right.codec.encode(withoutModule(settings)), module: digest };
    },
  );
  shaped(
    codec,
    (visit) => ({
      oneOf: [...kinds.map((each) => visit(each.codec)), ...(functions.length > 0 ? [moduleSchema] : [])],
    }),
    what,
  );
  return {
    kinds: Object.fromEntries(byName) as ByName<Kinds>,
    codec,
    of: (settings) => {
      const digest = moduleOf(settings);
      const kind = digest === undefined ? undefined : ofModule(digest);
      return kind !== undefined && E.isRight(kind)
        ? kind.right
        : (byName.get(settings.kind) ?? own.get(settings.kind))!;
    },
    known: () => [...byName.values(), ...own.values()],
    named: (name) => byName.get(name) ?? own.get(name),
    adopt,
  };
};
