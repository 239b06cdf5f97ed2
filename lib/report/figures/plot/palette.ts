/**
 * Colours, dashes and markers. Okabe and Ito's palette, each colour with a dash and a marker of its own, so that nothing
 * depends on colour alone; in the dark the lighter ones come first.
 *
 * @source Okabe & Ito (2008), Color Universal Design.
 * @module
 */
import type { Look } from "./figure.ts";

/**
 * How a picture is coloured: `auto` follows the reader's system.
 *
 * @internal
 */
export type Theme = "auto" | "light" | "dark";

interface Shades {
  readonly paper: string;
  readonly text: string;
  readonly quiet: string;
  readonly grid: string;
  readonly palette: readonly string[];
}

/** Colours on white. */
export const light: Shades = {
  paper: "#ffffff",
  text: "#1f2328",
  quiet: "#59636e",
  grid: "#d9dee3",
  palette: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"],
};

/** Colours on near black. */
export const dark: Shades = {
  paper: "#14171a",
  text: "#e6e8ea",
  quiet: "#a8b1ba",
  grid: "#343a40",
  palette: ["#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#d55e00"],
};

/** How many colours there are: looks that differ by this many have the same colour, and another dash and marker. */
export const COLOURS = light.palette.length;

/**
 * One more than there are colours, so that where these start over the dashes differ; short enough to be seen on both sides
 * of the marker in a legend.
 */
const dashes = ["", "7 3", "2 3", "6 2 1.5 2", "4 2", "1 3", "6 2 1.5 2 1.5 2"];
const markers = ["circle", "triangle", "square", "diamond"] as const;
/** The shape of a marker. */
export type Marker = (typeof markers)[number];

/** Class of what is drawn with a look. */
export const classOf = (look: Look): string =>
  typeof look === "number" ? `c${look % COLOURS}` : look === "baseline" ? "faint" : look;

/** Dash pattern of a look; empty for a full line. */
export const dashOf = (look: Look): string =>
  typeof look === "number"
    ? dashes[look % dashes.length]!
    : { truth: "", faint: "4 3", baseline: "1 3" }[look];

/** Dash pattern of lines that others published, in any colour. */
export const fineDash = "1.5 2.5";

/** Marker of a look. */
export const markerOf = (look: Look): Marker =>
  typeof look === "number" ? markers[look % markers.length]! : "square";

const rulesFor = (shades: Shades, scope: string): string =>
  [
    `${scope}{color:${shades.text}}`,
    `${scope} .paper{fill:${shades.paper}}`,
    `${scope} text{fill:${shades.text}}`,
    `${scope} text.quiet{fill:${shades.quiet}}`,
    `${scope} text.halo{stroke:${shades.paper}}`,
    `${scope} .grid{stroke:${shades.grid}}`,
    `${scope} .stroke.truth{stroke:${shades.text}}${scope} .fill.truth{fill:${shades.text}}`,
    `${scope} .stroke.faint{stroke:${shades.quiet}}${scope} .fill.faint{fill:${shades.quiet}}`,
    ...shades.palette.map((colour, index) =>
      `${scope} .stroke.c${index}{stroke:${colour}}${scope} .fill.c${index}{fill:${colour}}`
    ),
  ].join("");

/** The dark colours on the paper that GitHub has in its dark theme, for pictures of a README. */
const darkOnGitHub: Shades = { ...dark, paper: "#0d1117" };

/**
 * The style rules of figures, for a style element of the picture or of the page that holds it.
 *
 * @param theme Which colours. Default: as the reader's system has it; always light on paper.
 * @param bare Whether the picture is for a README, whose paper it must match. Default: it does not.
 */
export const figureStyle = (theme: Theme = "auto", bare = false): string => {
  const scope = ".lyap-figure";
  const night = bare ? darkOnGitHub : dark;
  const first = rulesFor(theme === "dark" ? night : light, scope);
  return theme === "auto"
    ? `${first}@media screen and (prefers-color-scheme:dark){${rulesFor(night, scope)}}`
    : first;
};
