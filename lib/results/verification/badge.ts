/**
 * A verification as a badge: a document that badge services draw (their JSON endpoint), and a picture.
 *
 * @module
 */
import { toXml } from "xast-util-to-xml";
import { x } from "xastscript";
import { counted } from "../../core/program/text.ts";
import { exitCodeOfVerification, hasFlipped, isSame, type Verification } from "./verification.ts";

/** What a badge says. */
export interface Badge {
  /** Version of the form that badge services read. */
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  /** Six hexadecimal digits. */
  readonly color: string;
}

/** White text on each of these has a contrast of 4.5 and more. */
const COLOURS = { good: "#1b7f3b", bad: "#b3261e", unknown: "#5f6368" } as const;

const LABEL = "lyap verify";

const said = ({ judged, audited }: Verification): string => {
  const claims = judged.flatMap((each) => each.claims);
  const flipped = claims.filter(hasFlipped).length;
  const differing = audited.filter((each) => !isSame(each)).length;
  const parts = [
    ...(claims.length === 0 ? [] : [
      flipped === 0
        ? `${counted(claims.length, "claim")} as expected`
        : `${flipped} of ${claims.length} flipped`,
    ]),
    ...(audited.length === 0 ? [] : [
      differing === 0
        ? `${counted(audited.length, "run")} made again`
        : `${differing} of ${audited.length} made again otherwise`,
    ]),
  ];
  return parts.length === 0 ? "nothing judged" : parts.join(", ");
};

/** The badge of a verification. */
export const verificationBadge = (verification: Verification): Badge => {
  const code = exitCodeOfVerification(verification);
  const isEmpty = verification.judged.every(({ claims }) => claims.length === 0) &&
    verification.audited.length === 0;
  return {
    schemaVersion: 1,
    label: LABEL,
    message: code === 3 ? "could not run" : said(verification),
    color: code === 3 || isEmpty ? COLOURS.unknown : code === 0 ? COLOURS.good : COLOURS.bad,
  };
};

/** Pixels of a letter at 11 pixels of height, on average. `textLength` makes every font keep to it. */
const LETTER = 6.4;
const PADDING = 8;
const HEIGHT = 20;

const widthOf = (text: string): number => Math.round(text.length * LETTER);

/** A badge as SVG. */
export const badgeSvg = ({ label, message, color }: Badge): string => {
  const left = widthOf(label) + 2 * PADDING;
  const right = widthOf(message) + 2 * PADDING;
  const part = (text: string, from: number) =>
    x("text", { x: from + PADDING, y: 14, textLength: widthOf(text), fill: "#fff" }, text);
  return toXml(
    x("svg", {
      xmlns: "http://www.w3.org/2000/svg",
      width: left + right,
      height: HEIGHT,
      viewBox: `0 0 ${left + right} ${HEIGHT}`,
      role: "img",
      "font-family": "Verdana, DejaVu Sans, sans-serif",
      "font-size": 11,
    }, [
      x("title", `${label}: ${message}`),
      x("clipPath", { id: "round" }, x("rect", { width: left + right, height: HEIGHT, rx: 3 })),
      x("g", { "clip-path": "url(#round)" }, [
        x("rect", { width: left, height: HEIGHT, fill: "#3c4043" }),
        x("rect", { x: left, width: right, height: HEIGHT, fill: color }),
      ]),
      part(label, 0),
      part(message, left),
    ]),
  ) + "\n";
};
