import { toUnion } from "fp-ts/Either.js";
import { allocateLearnt, type Learnt } from "../../lib/networks/kernels/numbers.ts";

/** Memory for `size` parameters, or the failure of the test. */
export const learntOf = (size: number): Learnt => {
  const made = toUnion(allocateLearnt(size));
  if ("_tag" in made) throw new Error(JSON.stringify(made));
  return made;
};
