import { assert, assertEquals } from "@std/assert/mod.js";
import { toSvg } from "../../../lib/report/figures/plot/draw.ts";
import { placedFigure } from "../../../lib/report/figures/plot/layout.ts";
import { ruleNames } from "../../../lib/report/figures/plot/rule_names.ts";
import { textWidth } from "../../../lib/report/figures/plot/text.ts";
import { boxOfText, overlapping } from "./support/boxes.ts";
import fc from "fast-check";
import type { Axis, Figure } from "../../../lib/report/figures/plot/figure.ts";
import { extent, place, ticksOf } from "../../../lib/report/figures/plot/scales.ts";
import { dark, light } from "../../../lib/report/figures/plot/palette.ts";

const axis = (quantity: string, scale: Axis["scale"], domain: readonly [number, number]): Axis => ({
  quantity,
  unit: null,
  scale,
  domain,
  ticks: null,
});

const figureWith = (points: readonly (readonly [number, number])[], text = "plain"): Figure => ({
  kind: "test",
  title: text,
  finding: [text],
  caption: [text],
  panels: [{
    title: text,
    note: "",
    x: axis("x", "linear", [0, 1]),
    y: axis("y", "log", [1, 1000]),
    marks: [{ type: "line", points, look: 0, width: 1, opacity: 1, dash: "none" }],
    above: [],
    empty: null,
  }],
  columns: 1,
  aspect: 0.5,
  keepAspect: false,
  sharedY: false,
  legend: [{ label: text, look: 0, sample: "line" }],
  table: { columns: [], rows: [] },
});

Deno.test("ends and middle of an axis are where they should be", () => {
  assertEquals([1, 10, 100].map(place(axis("", "log", [1, 100]))), [0, 0.5, 1]);
  assertEquals([-1, 0, 1].map(place(axis("", "linear", [-1, 1]))), [0, 0.5, 1]);
  assert(Number.isNaN(place(axis("", "log", [1, 100]))(0)));
});

Deno.test("ticks are round and inside the domain", () => {
  const labels = (scale: Axis["scale"], low: number, high: number) =>
    ticksOf(axis("", scale, [low, high]), 5).map(({ label }) => label);
  assertEquals(labels("linear", -0.012, 0.031), ["−0.01", "0.00", "0.01", "0.02", "0.03"]);
  assertEquals(labels("linear", 0, 30000), ["0", "5,000", "10,000", "15,000", "20,000", "25,000", "30,000"]);
  assertEquals(labels("log", 0.005, 20), ["0.01", "0.1", "1", "10"]);
  assertEquals(labels("log", 30, 80), ["50"]);
  assertEquals(labels("decades", -20, 4), ["10⁻²⁰", "10⁻¹⁵", "10⁻¹⁰", "10⁻⁵", "1"]);
});

Deno.test("a range has room at both ends, also where there is one value or none", () => {
  assertEquals(extent([0, 10], "linear", 0.1), [-1, 11]);
  assertEquals(extent([3], "linear"), [1.5, 4.5]);
  assertEquals(extent([NaN, Infinity], "linear"), [0, 1]);
  assertEquals(extent([-1, 0], "log"), [1, 10]);
});

Deno.test("a minus sign at the left has room, however many digits the ticks come to", () => {
  const drawn = figureWith([[0, 1]]);
  for (const ends of [[-6e7, 6e7], [-0.0151, 0.0149], [-14.8, -14.7]] as const) {
    const panels = [{ ...drawn.panels[0]!, y: axis("y", "linear", ends) }];
    for (const width of [720, 340]) {
      const negative = placedFigure({ ...drawn, panels }, width, false).texts
        .filter(({ text, anchor }) => anchor === "end" && text.startsWith("−"));
      assert(negative.length > 0);
      for (const { text, x, size } of negative) assert(x - textWidth(text, size) >= 9, `${text} at ${width}`);
    }
  }
});

Deno.test("two lines at one place have their names above and below", () => {
  const rule = (at: number, label: string) =>
    ({ type: "rule", axis: "y", at, look: "faint", label }) as const;
  const drawn = figureWith([[0, 1]]);
  const panels = [{ ...drawn.panels[0]!, marks: [rule(30, "floor"), rule(30.1, "ceiling")] }];
  const svg = toSvg({ ...drawn, panels });
  const heightOf = (name: string) => Number(new RegExp(` y="([\\d.]+)"[^>]*>${name}<`).exec(svg)![1]);
  assert(heightOf("floor") - heightOf("ceiling") >= 14);
});

Deno.test("every tick that a figure gives has its label, in a second line where there is no room", () => {
  const drawn = figureWith([]);
  const values = [5, 10, 20, 30, 40, 50, 60, 70, 100, 200];
  const ticks = values.map((at) => ({ at, label: String(at) }));
  const x = { quantity: "τ", unit: "steps", scale: "log", domain: [4.5, 220], ticks } as const;
  const panels = [{ ...drawn.panels[0]!, x }];
  const labelled = (width: number) => {
    const placed = placedFigure({ ...drawn, panels }, width, false);
    return placed.panels[0]!.xTicks.flatMap(({ label }) => label === null ? [] : [Number(label)]);
  };
  // The widths of a page: in the text, on the first screen, on a phone.
  for (const width of [740, 540, 340]) assertEquals(labelled(width), values, `${width}`);
});

Deno.test("the name of a line hides no data: it goes to the other side, or farther left", () => {
  const rule = { type: "rule", axis: "y", at: 30, look: "faint", label: "ceiling" } as const;
  const namesBeside = (points: readonly (readonly [number, number])[], width = 720) => {
    const drawn = figureWith([]);
    const marks = [
      rule,
      { type: "points", points, look: 0, filled: true, crossed: false, size: 4 } as const,
    ];
    const [panel] = placedFigure({ ...drawn, panels: [{ ...drawn.panels[0]!, marks }] }, width, false).panels;
    return ruleNames(panel!)[0]!;
  };
  const usual = namesBeside([]);
  assertEquals(namesBeside([[0.5, 30]]), usual);
  const below = namesBeside([[0.97, 32]]);
  assert(below.x === usual.x && below.y > usual.y);
  const left = namesBeside([[0.97, 32], [0.97, 28]]);
  assert(left.x < usual.x && left.y === usual.y);
  // In a panel that is too narrow it does not run into the numbers at the left.
  const everywhere = [0, 0.25, 0.5, 0.75, 1].map((x) => [x, 32] as const);
  const narrow = namesBeside(everywhere, 130);
  assert(narrow.anchor === "start" || narrow.x >= 60, JSON.stringify(narrow));
});

Deno.test("no name of a line covers another, however many lines lie beside each other", () => {
  const names = ["floor", "ceiling", "parroting", "persistence", "climatology", "reservoir", "linear"];
  const drawn = figureWith([]);
  fc.assert(fc.property(
    fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 2, maxLength: names.length }),
    fc.boolean(),
    fc.constantFrom(720, 540, 340, 130),
    (levels, together, width) => {
      const marks = levels.map((at, index) =>
        ({
          type: "rule",
          axis: "y",
          at: together ? 30 + index / 10 : at,
          look: "faint",
          label: `${names[index]} ${at.toFixed(2)}`,
        }) as const
      );
      const [panel] =
        placedFigure({ ...drawn, panels: [{ ...drawn.panels[0]!, marks }] }, width, false).panels;
      const boxes = ruleNames(panel!).map(boxOfText);
      assertEquals(boxes.length, levels.length);
      assertEquals(overlapping(boxes), []);
    },
  ));
});

Deno.test("values of a heat map that are too wide for their cells are drawn upright", () => {
  const cells = Array.from({ length: 20 }, (_, x) => ({ x, y: 0, shade: 0.5, label: "0.123" }));
  const drawn = figureWith([]);
  const panels = [{
    ...drawn.panels[0]!,
    x: axis("x", "linear", [-0.5, 19.5]),
    y: axis("y", "linear", [-0.5, 0.5]),
    marks: [{ type: "cells", cells } as const],
  }];
  assertEquals(toSvg({ ...drawn, panels }, { width: 340 }).match(/rotate\(-90/g)?.length, 20);
  assertEquals(toSvg({ ...drawn, panels }, { width: 1600 }).match(/rotate\(-90/g), null);
});

Deno.test("values that have no place interrupt a line and leave no NaN behind", () => {
  const svg = toSvg(figureWith([[0, 1], [0.2, NaN], [0.4, 10], [0.6, -5], [0.8, 100], [1, Infinity]]));
  assert(!/NaN|Infinity/.test(svg));
});

Deno.test("texts with markup in them stay texts", () => {
  const svg = toSvg(figureWith([[0, 1]], '<script>alert(1)</script> & "x"'));
  assert(!svg.includes("<script"));
  assert(svg.includes("&lt;script&gt;alert(1)&lt;/script&gt; &amp;"));
});

Deno.test("100,000 points of a smooth line make a small picture", () => {
  const points = Array.from({ length: 100_000 }, (_, i) => [i / 1e5, 1 + 998 * (i / 1e5)] as const);
  assert(toSvg(figureWith(points)).length < 20_000);
});

const luminance = (colour: string): number => {
  const channel = (at: number): number => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
};
const contrast = (a: string, b: string): number => {
  const [low, high] = [luminance(a), luminance(b)].sort((p, q) => p - q);
  return (high! + 0.05) / (low! + 0.05);
};

Deno.test("all text has a contrast of 4.5 or more, in the light and in the dark", () => {
  for (const shades of [light, dark]) {
    for (const colour of [shades.text, shades.quiet]) assert(contrast(colour, shades.paper) >= 4.5);
  }
});
