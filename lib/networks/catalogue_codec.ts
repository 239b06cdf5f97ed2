/**
 * The codec that a catalogue makes of its entries' options, so that a new entry needs no line in any codec.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import * as t from "io-ts/index.js";
import { choice, type Codec, type Fields, variant } from "../codec/codec.ts";

/** What the codec needs to know of an entry of a catalogue. */
export interface Entry<Settings> {
  /** The value of the key `kind`. */
  readonly kind: string;
  /** Codecs of the options; each has a default. */
  readonly options: Fields;
  /** What is wrong with options that decode one by one but don't fit together; nothing when they do. */
  fault?(settings: Settings): { readonly option: string; readonly expected: string } | undefined;
}

/**
 * The settings of an entry of a catalogue.
 *
 * @internal
 */
export type SettingsOf<AnEntry> = AnEntry extends Entry<infer Settings> ? Settings : never;

/**
 * The settings of any entry of a catalogue.
 *
 * @internal
 */
export type Choice<Entries> = { [Kind in keyof Entries]: SettingsOf<Entries[Kind]> }[keyof Entries];

/**
 * Settings as a user writes them: besides the `Required` ones, all may be left out.
 *
 * @internal
 */
export type InputOf<Settings, Required extends PropertyKey> = Settings extends unknown ?
    & { readonly [Key in keyof Settings & Required]: Settings[Key] }
    & { readonly [Key in Exclude<keyof Settings, Required>]?: Settings[Key] }
  : never;

/**
 * The codec of one entry's settings.
 *
 * @internal
 */
export const entryCodec = <Settings>(entry: Entry<Settings>, common: Fields): Codec<Settings, unknown> => {
  const fields = variant(entry.kind, { ...common, ...entry.options }) as unknown as Codec<Settings, unknown>;
  return new t.Type<Settings, unknown, unknown>(
    entry.kind,
    (value): value is Settings => fields.is(value) && entry.fault?.(value) === undefined,
    (value, context) => {
      const decoded = fields.validate(value, context);
      if (E.isLeft(decoded)) return decoded;
      const fault = entry.fault?.(decoded.right);
      if (fault === undefined) return decoded;
      const found = (decoded.right as Readonly<Record<string, unknown>>)[fault.option];
      return t.failure(found, t.appendContext(context, fault.option, t.unknown, found), fault.expected);
    },
    fields.encode,
  );
};

/**
 * The codec of a choice among the entries of a catalogue.
 *
 * @param what What is chosen, for messages: "cell".
 * @param entries The catalogue.
 * @param common Options that all entries have.
 */
export const catalogueCodec = <Settings, Input>(
  what: string,
  entries: Readonly<Record<string, Entry<Settings>>>,
  common: Fields,
): Codec<Settings, Input> =>
  choice(
    what,
    Object.fromEntries(
      Object.entries(entries).map(([kind, entry]) => [kind, entryCodec(entry, common)]),
    ),
  ) as unknown as Codec<Settings, Input>;
