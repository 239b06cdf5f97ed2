import { assert, assertEquals } from "@std/assert/mod.js";
import { decode } from "../../lib/core/codec/codec.ts";
import { figureCodec, figureOf } from "../../lib/report/figures/catalogue.ts";
import { toSvg } from "../../lib/report/figures/plot/draw.ts";
import { pngAssets, pngRenderer } from "../../lib/report/png.ts";
import { right } from "../either.ts";
import { quickstart } from "./figures/support/evidence.ts";

Deno.test("a figure becomes a PNG of twice its size, with text in it, the same twice", async () => {
  const fonts = await Promise.all(pngAssets.fonts.map((url) => Deno.readFile(url)));
  const render = right(await pngRenderer(await Deno.readFile(pngAssets.renderer), fonts)());
  const without = right(await pngRenderer(new Uint8Array(), [])());
  const svg = toSvg(right(figureOf(right(decode(figureCodec, { kind: "measure" })), quickstart)));
  const png = render(svg);
  assertEquals([...png.subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join(""), "PNG");
  const header = new DataView(png.buffer, png.byteOffset);
  assertEquals(header.getUint32(16), 1440);
  assertEquals(png, render(svg));
  assert(png.length > without(svg).length, "with a font there is text in the picture");
});
