/**
 * The places of the names of horizontal rules ("floor 0.07"): at the right above the rule, unless there are
 * data.
 *
 * @module
 */
import type { Mark } from "./figure.ts";
import { type PlacedPanel, sizes } from "./layout.ts";
import { place } from "./scales.ts";
import { textWidth } from "./text.ts";

/** A name of a rule with its place in pixels. */
export interface RuleName {
  /** The name. */
  readonly label: string;
  /** Where it begins or ends. */
  readonly x: number;
  /** Its baseline. */
  readonly y: number;
  /** Whether `x` is where it begins or where it ends. */
  readonly anchor: "start" | "end";
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** About the reach of a marker, in pixels. */
const reach = 4;

const boxOf = ({ label, x, y, anchor }: RuleName): Box => {
  const width = textWidth(label, sizes.tick);
  const left = anchor === "end" ? x - width : x;
  return { left, right: left + width, top: y - 10, bottom: y + 3 };
};

const within = (box: Box, margin: number, x: number, y: number): boolean =>
  x > box.left - margin && x < box.right + margin && y > box.top - margin && y < box.bottom + margin;

type At = (point: readonly [number, number]) => readonly [number, number];

/** Places on the way from each point of a line to the next. */
const alongLine = (points: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] =>
  points.slice(1).flatMap(([x, y], index) => {
    const [fromX, fromY] = points[index]!;
    const steps = Math.min(200, Math.ceil(Math.max(Math.abs(x - fromX), Math.abs(y - fromY)) / 4));
    return Array.from({ length: steps + 1 }, (_, step) => {
      const share = steps === 0 ? 0 : step / steps;
      return [fromX + share * (x - fromX), fromY + share * (y - fromY)] as const;
    });
  });

/** How much of a mark would lie under a box: a marker that is hidden is worse than a line that is interrupted. */
const hiddenBy = (box: Box, mark: Mark, at: At): number => {
  switch (mark.type) {
    case "points":
      return 10 * mark.points.filter((point) => within(box, reach, ...at(point))).length;
    case "errors":
      return 10 *
        mark.bars.filter(([x, low, high]) =>
          alongLine([at([x, low]), at([x, high])]).some((each) => within(box, 2, ...each))
        ).length;
    case "rule":
      return mark.axis === "x" &&
          within({ ...box, top: -Infinity, bottom: Infinity }, 2, at([mark.at, 1])[0], 0)
        ? 1
        : 0;
    case "line":
      return alongLine(mark.points.map(at)).some(([x, y]) => within(box, 0, x, y)) ? 1 : 0;
    default:
      return 0;
  }
};

/** Whether two boxes cover each other. */
const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The places for a name along its line, from the right end to the left. */
const shares: readonly number[] = Array.from({ length: 17 }, (_, index) => index / 16);

/** Lines of text that a name may be away from its rule, if there are others beside it. */
const steps = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
const lineHeight = 14;

/** What it costs to hide another name, to leave the panel, and to be beside the line of another name. */
const costs = { covers: 1e6, outside: 1e4, near: 1e3, farther: 2e3 } as const;

/**
 * The names of a panel's horizontal rules, each where it hides least of the data. No name covers another.
 *
 * @param placed A panel with its place in the picture.
 */
export const ruleNames = (placed: PlacedPanel): readonly RuleName[] => {
  const { panel, left, top, width, height } = placed;
  const [xPlace, yPlace] = [place(panel.x), place(panel.y)];
  const heightOf = (at: number): number => top + height - yPlace(at) * height;
  const at: At = ([x, y]) => [left + xPlace(x) * width, heightOf(y)];
  const rules = panel.marks.flatMap((mark) =>
    mark.type === "rule" && mark.axis === "y" && mark.label !== "" ? [mark] : []
  );
  const named: RuleName[] = [];
  for (const rule of rules) {
    const y = heightOf(rule.at);
    // Below its line if there is no room above, or if the name of a higher line is there.
    const below = y < top + 11 ||
      rules.some((other) =>
        other.at > rule.at && heightOf(other.at) > top + 11 && y - heightOf(other.at) < 15
      );
    const places = steps.flatMap((step) => {
      const [over, under] = [y - 5 - step * lineHeight, y + 14 + step * lineHeight];
      return shares.flatMap((share) =>
        (below && step === 0 ? [under] : [over, under]).map((baseline) => ({
          step,
          name: {
            label: rule.label,
            x: share === 1 ? left + 4 : left + (1 - share) * width - 4,
            y: baseline,
            anchor: share === 1 ? "start" : "end",
          } satisfies RuleName,
        }))
      );
    });
    const usual = places[0]!.name;
    const cost = ({ step, name }: (typeof places)[number]): number => {
      const box = boxOf(name);
      const near = rules.some((other) =>
        other !== rule && heightOf(other.at) > box.top - 18 && heightOf(other.at) < box.bottom + 18
      );
      const outside = name !== usual &&
        (name.y > top + height - 3 || box.top < top - 3 || box.left < left + 3);
      return costs.covers * named.filter((other) => overlap(boxOf(other), box)).length +
        (outside ? costs.outside : 0) + (near && name !== usual ? costs.near : 0) + costs.farther * step +
        panel.marks.reduce((sum, mark) => sum + hiddenBy(box, mark, at), 0);
    };
    const least = Math.min(...places.map(cost));
    named.push(places.find((each) => cost(each) === least)!.name);
  }
  return named;
};
