/**
 * What must hold of a kind, as data: `lyap check` tries it on a user's, and the conformance tests on all of the catalogues.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Read } from "../../core/catalogue.ts";
import { canonicalJson } from "../../core/codec/canonical.ts";
import { counted } from "../../core/program/text.ts";
import { placeOf, thrownWords } from "../../steps/thrown.ts";

/** The size with which a kind is tried: 5 and "unit". */
export interface TriedSize {
  readonly count: number;
  readonly noun: "unit" | "step";
}

/** One thing that must hold. */
export interface Check {
  /** What. */
  readonly says: string;
  /** With which size, where it is tried with several. */
  readonly size?: TriedSize;
  /** Tries it: what is wrong; null if it holds. It may throw, which is a fault too. */
  readonly fault: () => string | null;
}

/** What must hold, with its size. */
export const wordsOfCheck = ({ says, size }: Pick<Check, "says" | "size">): string =>
  size === undefined ? says : `${says}, with ${counted(size.count, size.noun)}`;

/** What checks of lyap's throw, which is no exception of the kind that they try. */
const refusals = new WeakSet<Error>();

/** Ends a check from within: what is wrong. */
export const refuse = (what: string): never => {
  const refusal = new Error(what);
  refusals.add(refusal);
  throw refusal;
};

/** What is wrong; what is thrown is reported. */
export const faultOf = ({ fault }: Check): string | null => {
  try {
    return fault();
  } catch (error) {
    if (error instanceof Error && refusals.has(error)) return error.message;
    const found = placeOf(error);
    const at = found === null ? "" : ` at ${found.name}${found.place}`;
    return `it throws${at}: ${thrownWords(error)}`;
  }
};

/** A kind that options choose. */
type Chosen = Read & { readonly kind: string; readonly example?: object };

/** An option that no kind has. */
const UNKNOWN = "no such option";

/** Settings of a kind from its example; null if they do not decode. */
export const exampleOf = <Settings extends object>(kind: Chosen, given: object = {}): Settings | null => {
  const read = kind.codec.decode({ kind: kind.kind, ...given, ...kind.example });
  return E.isRight(read) ? read.right as Settings : null;
};

const again = (kind: Chosen, settings: unknown): string | null => {
  const encoded = JSON.parse(JSON.stringify(kind.codec.encode(settings)));
  const back = kind.codec.decode(encoded);
  return E.isRight(back) && canonicalJson(back.right) === canonicalJson(settings)
    ? null
    : `${JSON.stringify(encoded)} does not decode to the same settings`;
};

/**
 * What must hold of the options of every kind.
 *
 * @param given What its settings need in addition to its example.
 */
export const checksOfOptions = (kind: Chosen, given: object = {}): readonly Check[] => {
  const written = { kind: kind.kind, ...given, ...kind.example };
  return [
    {
      says: "its options have defaults, or it brings an example",
      fault: () =>
        exampleOf(kind, given) === null
          ? `${JSON.stringify(written)} does not decode; give it an \`example\``
          : null,
    },
    {
      says: "its settings go to JSON and back",
      fault: () => {
        const settings = exampleOf(kind, given);
        return settings === null ? null : again(kind, settings) ?? again(kind, kind.codec.encode(settings));
      },
    },
    {
      says: "it refuses unknown options, and names them",
      fault: () => {
        const read = kind.codec.decode({ ...written, [UNKNOWN]: 1 });
        return E.isRight(read)
          ? "it takes any option"
          : read.left.some(({ context }) => context.at(-1)?.key === UNKNOWN)
          ? null
          : "it refuses them without their name";
      },
    },
  ];
};

/** Whether two lists have the same numbers, to the last bit. */
export const sameBits = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  a.length === b.length && Array.from(a).every((value, index) => Object.is(value, b[index]));

/** The first place at which two lists differ by more than a tolerance, relative above 1; -1 where none does. */
export const farAt = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number): number =>
  a.length !== b.length
    ? 0
    : Array.from(a).findIndex((value, index) =>
      !(Math.abs(value - b[index]!) <= tolerance * (1 + Math.abs(b[index]!)))
    );

/** Whether a text is a sentence, as captions and verdicts need them. */
export const isSentence = (text: unknown): boolean =>
  typeof text === "string" && /^[^a-z\s].*\.$/s.test(text) && !/NaN|undefined|\[object/.test(text);
