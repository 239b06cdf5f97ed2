/** A measure of such a user's own. */
import { column, defineMeasure, measured } from "@lyap/lyap/define";

export default defineMeasure({
  kind: "peak",
  title: "largest value",
  better: "smaller",
  evaluate: (_, { generated }) => measured(Math.max(...column(generated, 0))),
});
