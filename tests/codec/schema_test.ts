/** The JSON Schema of an experiment: what an editor reads beside a spec. */
import { assert, assertEquals } from "@std/assert/mod.js";
import { schemaDocument } from "../../lib/codec/schema.ts";
import { experimentCodec } from "../../lib/experiment/experiment.ts";
import { vocabulary } from "../../lib/experiment/vocabulary.ts";

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
