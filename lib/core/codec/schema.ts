/**
 * JSON Schemas of codecs: what an editor needs to complete and check a spec while it is written.
 *
 * @module
 */

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What is asked for the schema of a part. */
type Visit = (codec: object) => JsonSchema;

interface Shape {
  readonly of: (visit: Visit) => JsonSchema;
  readonly name: string | null;
}

/** The shapes of codecs: a codec is an io-ts type, which has no place for one. */
const shapes = new WeakMap<object, Shape>();

/**
 * A codec with the schema of what it reads.
 *
 * @param of Its schema, from those of its parts.
 * @param name A name under which other schemas refer to it. Default: it is written out where it is used.
 */
export const shaped = <C extends object>(codec: C, of: Shape["of"], name: string | null = null): C => {
  shapes.set(codec, { of, name });
  return codec;
};

const plainOf = (codec: object): JsonSchema => ({
  description: (codec as { readonly name?: string }).name ?? "",
});

/**
 * The schema of a codec, with all its parts where they are used.
 *
 * @example A record
 * ```ts
 * import { optional, positiveInteger, record } from "./codec.ts";
 * import { schemaOf } from "./schema.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(schemaOf(record({ units: positiveInteger, seed: optional(positiveInteger, 1) })), {
 *   type: "object",
 *   properties: {
 *     units: { description: "a whole number of 1 or more", type: "integer", minimum: 1 },
 *     seed: { description: "a whole number of 1 or more", type: "integer", minimum: 1, default: 1 },
 *   },
 *   required: ["units"],
 *   additionalProperties: false,
 * });
 * ```
 */
export const schemaOf = (codec: object): JsonSchema => shapes.get(codec)?.of(schemaOf) ?? plainOf(codec);

/** The schema of a codec as a document: parts that have names appear once, under `$defs`. */
export const schemaDocument = (codec: object, title: string): JsonSchema => {
  const names = new Map<object, string>();
  const definitions = new Map<string, JsonSchema>();
  const freeName = (name: string): string => {
    const plain = name.replaceAll(/\W+/g, "-");
    const taken = [...names.values()].filter((other) => other.replace(/-\d+$/, "") === plain).length;
    return taken === 0 ? plain : `${plain}-${taken + 1}`;
  };
  const visit: Visit = (part) => {
    const shape = shapes.get(part);
    if (shape === undefined) return plainOf(part);
    if (shape.name === null) return shape.of(visit);
    if (!names.has(part)) {
      const name = freeName(shape.name);
      names.set(part, name);
      definitions.set(name, shape.of(visit));
    }
    return { $ref: `#/$defs/${names.get(part)}` };
  };
  const { properties, ...document } = visit(codec);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title,
    ...document,
    // A spec names its schema for the editor; whoever reads the spec leaves that out.
    ...(properties === undefined ? {} : { properties: { $schema: { type: "string" }, ...properties } }),
    $defs: Object.fromEntries(definitions),
  };
};
