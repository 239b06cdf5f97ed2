/** The JSON Schema of an experiment: what an editor reads beside a spec. */
import { assert, assertEquals } from "@std/assert/mod.js";
import { schemaDocument } from "../../../lib/core/codec/schema.ts";
import { experimentCodec } from "../../../lib/experiment/experiment.ts";
import { vocabulary } from "../../../lib/experiment/vocabulary.ts";

const document = schemaDocument(experimentCodec(vocabulary), "An experiment of lyap");

Deno.test("a spec may name its schema, as the help of lyap schema advises, and nothing else that is unknown", () => {
  const { properties, additionalProperties } = document as {
    readonly properties: Readonly<Record<string, unknown>>;
    readonly additionalProperties: boolean;
  };
  assertEquals(properties.$schema, { type: "string" });
  assertEquals(additionalProperties, false);
  assert("name" in properties && "sweep" in properties);
});

type Part = Readonly<Record<string, unknown>>;

const isPart = (value: unknown): value is Part =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A part and all parts below it, each with its path. */
const partsOf = (part: Part, path: string): readonly (readonly [path: string, part: Part])[] => {
  const named = ["properties", "$defs"].flatMap((key) =>
    Object.entries((part[key] ?? {}) as Readonly<Record<string, Part>>)
  );
  const single = ["items", "additionalProperties"].map((key) => [key, part[key]] as const);
  const several = ["oneOf", "anyOf"].flatMap((key) =>
    ((part[key] ?? []) as readonly Part[]).map((each, index) => [`${key}[${index}]`, each] as const)
  );
  return [
    [path, part],
    ...[...named, ...single, ...several].flatMap(([name, each]) =>
      isPart(each) ? partsOf(each, `${path}/${name}`) : []
    ),
  ];
};

const SAYS_WHAT = ["type", "enum", "const", "oneOf", "anyOf", "$ref"];

Deno.test("every part of the schema says what is allowed there, so that an editor completes and checks it", () => {
  const parts = partsOf(document, "").filter(([path]) => !path.endsWith("/$defs"));
  assert(parts.length > 500, `${parts.length}`);
  const untyped = parts.filter(([, part]) => !SAYS_WHAT.some((key) => key in part)).map(([path]) => path);
  assertEquals(untyped, []);
  // Values in a default must be of their own type.
  const typeOf = (value: unknown): string =>
    value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  for (const [path, part] of parts) {
    if (part.type === undefined || !("default" in part)) continue;
    const types = [part.type].flat().map((type) => type === "integer" ? "number" : type);
    assert(types.includes(typeOf(part.default)), `${path}: ${JSON.stringify(part)}`);
  }
});
