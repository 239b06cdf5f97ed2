/**
 * Pictures in pixels. What renders them is loaded only for those who want some.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as TE from "fp-ts/TaskEither.js";
import { fromFileUrl } from "@std/path/mod.js";
import type { Program } from "../core/program/program.ts";

/** A function that renders SVG as PNG. */
export const inPixels: Program<(svg: string) => Uint8Array> = ({ files }) => {
  const read = (url: URL) => files.read(fromFileUrl(url));
  return pipe(
    TE.Do,
    TE.apSW("png", TE.fromTask(() => import("../report/png.ts"))),
    TE.bindW("wasm", ({ png }) => read(png.pngAssets.renderer)),
    TE.bindW("fonts", ({ png }) => TE.traverseArray(read)(png.pngAssets.fonts)),
    TE.chainW(({ png, wasm, fonts }) => png.pngRenderer(new Uint8Array(wasm), fonts)),
  );
};
