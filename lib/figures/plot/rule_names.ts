/**
 * Where the names of horizontal rules stand ("floor 0.07"): at the right above the rule, unless data lies there.
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

/**
 * The names of a panel's horizontal rules, each where it hides least of the data.
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
  return rules.map((rule) => {
    const y = heightOf(rule.at);
    // Below its line where there is no room above, or where the name of a higher line stands there.
    const below = y < top + 11 ||
      rules.some((other) =>
        other.at > rule.at && heightOf(other.at) > top + 11 && y - heightOf(other.at) < 15
      );
    const baselines = below ? [y + 14] : [y - 5, y + 14];
    const places = [0, 0.25, 0.5, 0.75, 1].flatMap((share) =>
      baselines.map((baseline): RuleName => ({
        label: rule.label,
        x: share === 1 ? left + 4 : left + (1 - share) * width - 4,
        y: baseline,
        anchor: share === 1 ? "start" : "end",
      }))
    );
    const cost = (name: RuleName): number => {
      const box = boxOf(name);
      const near = rules.some((other) =>
        other !== rule && heightOf(other.at) > box.top - 18 && heightOf(other.at) < box.bottom + 18
      );
      const outside = name !== places[0] && (name.y > top + height - 3 || box.left < left + 3);
      return (outside || (near && name !== places[0]) ? 1000 : 0) +
        panel.marks.reduce((sum, mark) => sum + hiddenBy(box, mark, at), 0);
    };
    return places.reduce((best, each) => cost(each) < cost(best) ? each : best);
  });
};
