/**
 * The places of the texts of a figure, as boxes.
 *
 * @module
 */
import { sizes } from "../../../../lib/report/figures/plot/layout.ts";
import { textWidth } from "../../../../lib/report/figures/plot/text.ts";

/** A text with the rectangle that it fills, in pixels. */
export interface TextBox {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A text as the layout or a rule has it. */
export interface PlacedWords {
  readonly text?: string;
  readonly label?: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
  readonly size?: number;
}

/** The box of a text: letters reach about three quarters of their size above the baseline, and a fifth below. */
export const boxOfText = ({ text, label, x, y, anchor, size = sizes.tick }: PlacedWords): TextBox => {
  const words = text ?? label ?? "";
  const width = textWidth(words, size);
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return { text: words, left, right: left + width, top: y - 0.75 * size, bottom: y + 0.2 * size };
};

/** Pairs of texts that cover each other. */
export const overlapping = (boxes: readonly TextBox[]): readonly string[] =>
  boxes.flatMap((a, index) =>
    boxes.slice(index + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `${a.text} | ${b.text}`)
  );
