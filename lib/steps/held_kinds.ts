/**
 * Kinds that a spec holds itself, in the place of a file: what `defineCell(…).of(…)` and `module(defineMeasure(…))` give. They
 * are known in this process only, under a digest of what can be read off them.
 *
 * @module
 */
import { bring, isBrought } from "../core/catalogue.ts";
import { type Digest, digestOf, type Json } from "../core/codec/canonical.ts";
import { isRecord } from "../core/codec/json.ts";
import type { ParameterDeclaration } from "../networks/cell.ts";

/** What one of the define functions made. */
export type Definition = Readonly<Record<string, unknown>>;

/** A kind in a spec, with what else the spec says of it. */
export interface HeldKind {
  /** The kind itself. */
  readonly definition: Definition;
  /** Its options. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** The kind that a part of a spec holds; null if it holds none. */
export const heldKindIn = (part: unknown): HeldKind | null => {
  if (!isRecord(part)) return null;
  if (part.kind === "defined" && isRecord(part.definition)) {
    const { kind: _, definition, ...options } = part;
    return { definition: definition as Definition, options };
  }
  if (part.kind === "module" && isRecord(part.module)) {
    const { kind: _, module, ...options } = part;
    return { definition: module as Definition, options };
  }
  return null;
};

/** What a kind is called; a system, which has no other name here, by its title. */
export const nameOfHeld = (definition: Definition): string =>
  "equations" in definition ? String(definition.title ?? "my system") : String(definition.kind);

/** The parameters of a cell; of other kinds none. */
const parametersOf = ({ parameters }: Definition, options: object): readonly ParameterDeclaration[] =>
  typeof parameters === "function" ? parameters(options) : [];

/** What distinguishes a kind from others, as far as that can be read off it. */
const readOff = (definition: Definition, options: object): Json => [
  ...Object.entries(definition).filter(([name]) => name !== "codec").map(([name, part]) => [
    name,
    typeof part === "function"
      ? String(part)
      : name === "options" && isRecord(part)
      ? Object.keys(part)
      : JSON.stringify(part) ?? null,
  ]),
  ...parametersOf(definition, options).map(({ name, shape }) => [name, [...shape]]),
];

const digests = new WeakMap<Definition, Digest>();

/** Makes a kind known, and gives the digest under which no other one of this process is. */
export const bringHeld = ({ definition, options }: HeldKind): Digest => {
  const known = digests.get(definition);
  if (known !== undefined) return known;
  let digest = digestOf(readOff(definition, options));
  while (isBrought(digest)) digest = digestOf([digest]);
  const name = nameOfHeld(definition);
  bring(digest, { name, called: `the ${name} of this program`, exported: definition });
  digests.set(definition, digest);
  return digest;
};
