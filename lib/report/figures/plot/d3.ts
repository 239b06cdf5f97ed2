/**
 * The one place where d3-node comes in.
 *
 * The jsdom that it brings looks at the environment and uses Node's deprecated punycode module. `quiet.ts`, which is loaded
 * before it, shows it an empty environment, so that loading it needs no right and a page is the same in every one, and
 * keeps the warning from users, who can do nothing about it.
 *
 * @module
 */
import { endQuiet } from "../quiet.ts";
import { D3Node } from "d3-node";

endQuiet();

/** The part of a d3 selection that figures are drawn with. */
export interface Selection {
  /** Adds an element at the end and returns it. */
  readonly append: (name: string) => Selection;
  /** Sets an attribute and returns the same selection. */
  readonly attr: (name: string, value: string | number) => Selection;
  /** Sets the text and returns the same selection. */
  readonly text: (value: string) => Selection;
}

/** A path of which coordinates are rounded. */
export interface PathPen {
  /** Begins a new piece. */
  readonly moveTo: (x: number, y: number) => void;
  /** Draws a straight line from where the pen is. */
  readonly lineTo: (x: number, y: number) => void;
  /** Draws back to the beginning of the piece. */
  readonly closePath: () => void;
  /** The path so far, for the attribute `d`. */
  readonly toString: () => string;
}

/** A sheet to draw on: its svg element, pens for paths, and the finished text. */
export interface Sheet {
  /** The svg element. */
  readonly svg: Selection;
  /** A new pen. */
  readonly pen: () => PathPen;
  /** The sheet as text. */
  readonly toText: () => string;
}

/** The one document of all sheets: to make a document takes about as long as to draw a figure. */
let shared: InstanceType<typeof D3Node> | undefined;

/** An empty sheet. Path coordinates are rounded to `decimals`; default: 1. */
export const sheetOf = (decimals = 1): Sheet => {
  const node = shared ??= new D3Node();
  const svg = node.createSVG();
  // The sheet is in the document only while it is written as text, and so alone there.
  svg.remove();
  return {
    svg,
    pen: () => node.d3.pathRound(decimals),
    toText: () => {
      node.d3Element.append(() => svg.node());
      const text = node.svgString();
      svg.remove();
      return text;
    },
  };
};
