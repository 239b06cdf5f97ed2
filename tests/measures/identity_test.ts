/** A measure's name says which measure it is: its kind, its preset and its options can be read from it again. */
import { assertEquals, assertThrows } from "@std/assert/mod.js";
import { measureCodec, measureKinds } from "../../lib/measures/catalogue.ts";
import { calledInSentences, measureName, measureNamed } from "../../lib/measures/identity.ts";
import { defineMeasure, type Measure } from "../../lib/measures/measure.ts";
import { decode } from "../../lib/core/codec/codec.ts";

/** Another value of an option, of the kind that it has. */
const changed = (value: unknown): unknown =>
  typeof value === "number" ? value / 2 + (value < 1 ? 0 : 1) : value === "auto" ? "binning" : value;

for (const { kind, presets, symbol, title } of Object.values<Measure>(measureKinds as never)) {
  Deno.test(`${kind}: what a name means has that name, in every preset and with every option`, () => {
    for (const preset of Object.keys(presets)) {
      const options = Object.entries(presets[preset]!.options);
      const others = options.map(([name, value]) => ({ [name]: changed(value) }));
      const all = [{}, ...others, Object.assign({}, ...others)];
      const decoded = all.map((other) => decode(measureCodec, { kind, preset, ...other }))
        .flatMap((each) => each._tag === "Right" ? [each.right] : []);
      assertEquals(decoded.length > 0, true);
      for (const settings of decoded) assertEquals(measureNamed(measureName(settings)), settings);
    }
  });

  Deno.test(`${kind} is called by its symbol, or by its title where it has none`, () => {
    assertEquals(calledInSentences(measureNamed(kind)!), symbol ?? title);
  });
}

Deno.test("what is no measure has no identity", () => {
  const names = ["", "largest exponent", "D_stsp (", "D_stsp (coarse)", "D_stsp (bins many)", "toString"];
  assertEquals(names.map(measureNamed), names.map(() => null));
});

Deno.test("a measure whose presets lack the usual one is refused where it is defined, by name", () => {
  const presets = { short: { is: "short", options: {} }, long: { is: "long", options: {} } };
  assertThrows(
    () =>
      defineMeasure({ kind: "mine", title: "t", better: "smaller", presets, evaluate: () => ({ value: 0 }) }),
    TypeError,
    'The measure "mine" has the presets short and long, and none is named "default"',
  );
});

Deno.test("a preset that does not say what it is, or gives no options, is refused where it is defined", () => {
  const mine = (preset: unknown) =>
    defineMeasure({
      kind: "mine",
      title: "mine",
      better: "smaller",
      presets: { default: preset as never },
      evaluate: () => ({ value: 0 }),
    });
  for (const preset of [{ bins: 30 }, { is: "mine" }, null]) {
    assertThrows(() => mine(preset), TypeError, 'The preset "default" of the measure "mine" is not { is');
  }
});
