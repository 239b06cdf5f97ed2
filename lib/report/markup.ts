/**
 * HTML as a value: everything that is not markup is escaped by the library that writes it.
 *
 * @module
 */
import { toHtml } from "hast-util-to-html";
import { h } from "hastscript";
import { withoutCommands } from "../core/program/text.ts";
import { textPieces } from "./figures/plot/text.ts";
import { type Word, wordsIn } from "./glossary.ts";

/** A piece of a page. */
export type Node = ReturnType<typeof h> | string;

/** Attributes of an element. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** An element: `element("p.note", {id: "a"}, "text")`. */
export const element = (selector: string, attributes: Attributes, ...children: readonly Node[]): Node =>
  h(selector, { ...attributes }, ...children);

/** Markup that is known to be good: a picture that this program drew, its own scripts and styles. */
export const trusted = (value: string): Node => ({ type: "raw", value }) as unknown as Node;

const withSubscripts = (text: string): readonly Node[] =>
  textPieces(text).map((piece) => piece.subscript ? element("sub", {}, piece.text) : piece.text);

/** A text in which no line breaks beside a sign as in "τ = 30" or "3 %". */
const unbroken = (text: string): string =>
  text.replaceAll(/ ([=±×]) /g, "\u00a0$1\u00a0").replaceAll(/(\d) (%|× )/g, "$1\u00a0$2");

/** A text in which "D_stsp" has a subscript and no line breaks beside a sign as in "τ = 30" or "3 %". */
export const rich = (text: string): readonly Node[] => withSubscripts(unbroken(text));

/** The same, with the words of the glossary marked: `explainedOnce` explains each where it first occurs. */
export const prose = (text: string): readonly Node[] =>
  wordsIn(unbroken(text)).flatMap(({ text, word }) =>
    word === null ? withSubscripts(text) : [element("span", { dataWord: word.id }, ...withSubscripts(text))]
  );

interface Element {
  readonly type: string;
  readonly tagName?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly children?: readonly (Element | string)[];
}

/** In these a link would be one too many. */
const closed = new Set(["a", "button", "summary", "h1", "h2", "h3", "option", "dt"]);

/**
 * Makes the first mark of each word a link to its explanation, and leaves the text of all others.
 *
 * @returns The page, and the ids of the words that are explained in it.
 */
export const explainedOnce = (
  nodes: readonly Node[],
): { readonly nodes: readonly Node[]; readonly words: readonly Word["id"][] } => {
  const words = new Set<string>();
  const walked = (node: Element | string, isClosed: boolean): readonly (Element | string)[] => {
    if (typeof node === "string" || node.children === undefined) return [node];
    const inside = isClosed || closed.has(node.tagName ?? "");
    const children = node.children.flatMap((child) => walked(child, inside));
    const word = node.properties?.dataWord;
    if (typeof word !== "string") return [{ ...node, children }];
    if (inside || words.has(word)) return children;
    words.add(word);
    return [h("a.word", { href: `#word-${word}` }, ...children as never[]) as Element];
  };
  const explained = nodes.flatMap((node) => walked(node as Element | string, false)) as readonly Node[];
  return { nodes: explained, words: [...words] };
};

/** Writes nodes as HTML, without characters that command whoever shows its source. */
export const htmlOf = (nodes: readonly Node[]): string =>
  withoutCommands(toHtml(h(null, ...nodes), { allowDangerousHtml: true }));
