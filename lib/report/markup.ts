/**
 * HTML as a value: everything that is not markup is escaped by the library that writes it.
 *
 * @module
 */
import { toHtml } from "hast-util-to-html";
import { h } from "hastscript";
import { withoutCommands } from "../program/text.ts";
import { textPieces } from "../figures/plot/text.ts";

/** A piece of a page. */
export type Node = ReturnType<typeof h> | string;

/** Attributes of an element. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** An element: `element("p.note", {id: "a"}, "text")`. */
export const element = (selector: string, attributes: Attributes, ...children: readonly Node[]): Node =>
  h(selector, { ...attributes }, ...children);

/** Markup that is known to be good: a picture that this program drew, its own scripts and styles. */
export const trusted = (value: string): Node => ({ type: "raw", value }) as unknown as Node;

/** A text in which "D_stsp" has a subscript and no line breaks beside a sign as in "τ = 30" or "3 %". */
export const rich = (text: string): readonly Node[] =>
  textPieces(text.replaceAll(/ ([=±×]) /g, "\u00a0$1\u00a0").replaceAll(/(\d) (%|× )/g, "$1\u00a0$2")).map((
    piece,
  ) => piece.subscript ? element("sub", {}, piece.text) : piece.text);

/** Writes nodes as HTML, without characters that command whoever shows its source. */
export const htmlOf = (nodes: readonly Node[]): string =>
  withoutCommands(toHtml(h(null, ...nodes), { allowDangerousHtml: true }));
