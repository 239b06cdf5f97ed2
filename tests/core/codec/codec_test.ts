import { assertEquals, assertMatch } from "@std/assert/mod.js";
import fc from "fast-check";
import * as E from "fp-ts/Either.js";
import { canonicalJson, digestOf } from "../../../lib/core/codec/canonical.ts";
import {
  choice,
  type Codec,
  decode,
  dictionary,
  finiteNumber,
  list,
  numberBetween,
  oneOf,
  optional,
  partial,
  positiveInteger,
  record,
  variant,
} from "../../../lib/core/codec/codec.ts";

const sparse = variant("sparse", { interval: positiveInteger });
const generalized = variant("generalized", {
  alpha: numberBetween(0, 1),
  every: optional(positiveInteger, 5),
});
const forcing = choice<typeof sparse | typeof generalized>("forcing", { sparse, generalized });
const settings = record({
  forcing,
  modes: list(oneOf("slow", "fast"), 1),
  parameters: optional(dictionary(finiteNumber), {}),
});

const faultsOf = <A, O>(codec: Codec<A, O>, value: unknown): readonly (readonly [string, string])[] => {
  const decoded = decode(codec, value);
  return E.isLeft(decoded) ? decoded.left.map(({ path, expected }) => [path, expected] as const) : [];
};

Deno.test("every fault is reported at once, with its path and what would be right", () => {
  const faults = faultsOf(settings, {
    forcing: { kind: "sparse", interval: -5 },
    modes: ["slow", "fsat"],
    parameters: { rho: "38" },
    colour: 1,
  });
  assertEquals(faults.map(([path]) => path), [
    "$.forcing.interval",
    "$.modes[1]",
    "$.parameters.rho",
    "$.colour",
  ]);
  assertMatch(faults[1]![1], /did you mean "fast"/);
  assertMatch(faults[3]![1], /known are "forcing", "modes", "parameters"/);
});

Deno.test("an unknown kind, a missing key and a value of the wrong shape are named", () => {
  assertEquals(faultsOf(settings, { forcing: { kind: "sparce" }, modes: ["slow"] }).map(([path]) => path), [
    "$.forcing.kind",
  ]);
  assertEquals(faultsOf(settings, { modes: [] }).map(([path]) => path), ["$.forcing", "$.modes"]);
  assertEquals(faultsOf(settings, null).map(([path]) => path), ["$"]);
  assertEquals(faultsOf(settings, { forcing: "sparse", modes: "slow" }).map(([path]) => path), [
    "$.forcing",
    "$.modes",
  ]);
});

Deno.test("a function where a value belongs is called a function, and its source is left out", () => {
  const decoded = decode(settings, () => 3);
  assertEquals(E.isLeft(decoded) ? decoded.left[0]!.found : "", "a function");
});

Deno.test("defaults are filled in, nested ones too, and decoding what was decoded changes nothing", () => {
  const once = decode(settings, { forcing: { kind: "generalized", alpha: 0.5 }, modes: ["slow"] });
  assertEquals(
    once,
    E.right({ forcing: { kind: "generalized", alpha: 0.5, every: 5 }, modes: ["slow"], parameters: {} }),
  );
  assertEquals(E.chain((value: unknown) => decode(settings, value))(once), once);
});

Deno.test("a partial record keeps what is there, fills in nothing and refuses unknown keys", () => {
  const codec = partial({ forcing, every: optional(positiveInteger, 7) });
  assertEquals(decode(codec, {}), E.right({}));
  assertEquals(decode(codec, { every: 2 }), E.right({ every: 2 }));
  assertEquals(decode(codec, { every: 2, forcing: undefined }), E.right({ every: 2 }));
  assertEquals(faultsOf(codec, { evry: undefined }).map(([path]) => path), ["$.evry"]);
  assertEquals(faultsOf(codec, { every: 0, evry: 1, forcing: { kind: "sparse" } }).map(([path]) => path), [
    "$.forcing.interval",
    "$.every",
    "$.evry",
  ]);
});

Deno.test("keys that every object inherits are no keys of a spec", () => {
  assertEquals(faultsOf(settings, { forcing: { kind: "toString" }, modes: ["slow"] }).map(([path]) => path), [
    "$.forcing.kind",
  ]);
  assertEquals(
    faultsOf(
      settings,
      JSON.parse('{"forcing":{"kind":"sparse","interval":1},"modes":["slow"],"__proto__":1}'),
    )
      .map(([path]) => path),
    ["$.__proto__"],
  );
});

Deno.test("canonical JSON does not depend on the order of keys and reads back as the same value", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const text = canonicalJson(value);
    assertEquals(canonicalJson(JSON.parse(text)), text);
  }));
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.integer()), (value) => {
    const reversed = Object.fromEntries(Object.entries(value).reverse());
    assertEquals(digestOf(value), digestOf(reversed));
  }));
});
