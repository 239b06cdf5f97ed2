/**
 * Pictures as PNG, for slides and for places that take no SVG. The renderer (resvg, compiled to WebAssembly) and the font
 * come from npm; they are read by the caller, as this module has no effects of its own.
 *
 * @module
 */
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import * as TE from "fp-ts/TaskEither.js";
import fontPackage from "dejavu-fonts-ttf/package.json" with { type: "json" };
import { environmentFault, type LyapError } from "../core/program/errors.ts";

/**
 * In a clone deno.json says what a name means, and in node_modules the folder does; where lyap is behind an
 * address, nothing.
 */
const PACKAGES = import.meta.url.startsWith("file:") ? "" : "npm:/";

/** A file of a package that this module imports, in the version that it imports. */
const fileOf = (name: string, file: string): URL =>
  new URL(import.meta.resolve(`${PACKAGES}${name}/${file}`));

/** Where the files lie that `pngRenderer` needs; importing the package's JSON is what installs its fonts. */
export const pngAssets: {
  readonly renderer: URL;
  readonly fonts: readonly URL[];
  readonly fontVersion: string;
} = {
  fontVersion: fontPackage.version,
  renderer: fileOf("@resvg/resvg-wasm", "index_bg.wasm"),
  fonts: ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((file) => fileOf("dejavu-fonts-ttf", `ttf/${file}`)),
};

/** From SVG text to the bytes of a PNG, at `scale` pixels per unit of the picture; default: 2. */
export type PngRenderer = (svg: string, scale?: number) => Uint8Array;

let ready: Promise<void> | undefined;

/**
 * A renderer from the bytes of its files. The same SVG gives the same pixels on every machine, as the font comes along.
 *
 * @param wasm Bytes of `pngAssets.renderer`.
 * @param fonts Bytes of `pngAssets.fonts`.
 * @errors EnvironmentFault when the renderer cannot be started.
 */
export const pngRenderer = (
  wasm: Uint8Array<ArrayBuffer>,
  fonts: readonly Uint8Array[],
): TE.TaskEither<LyapError, PngRenderer> =>
  TE.tryCatch(
    async () => {
      ready ??= initWasm(wasm);
      await ready;
      return (svg, scale = 2) =>
        new Resvg(svg, {
          font: {
            fontBuffers: [...fonts],
            defaultFontFamily: "DejaVu Sans",
            sansSerifFamily: "DejaVu Sans",
          },
          fitTo: { mode: "zoom", value: scale },
        }).render().asPng();
    },
    (cause) =>
      environmentFault(
        `Cannot start the PNG renderer: ${String(cause)}`,
        pngAssets.renderer.href,
        "use --format svg, or install the packages again",
      ),
  );
