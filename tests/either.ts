import * as E from "fp-ts/Either.js";

/** The right value; a failed test without one. */
export const right = <A>(either: E.Either<unknown, A>): A => {
  if (E.isLeft(either)) throw new Error(`a Left: ${JSON.stringify(either.left)}`);
  return either.right;
};

/** The left value; a failed test without one. */
export const left = <L>(either: E.Either<L, unknown>): L => {
  if (E.isRight(either)) throw new Error("a Right where a fault was expected");
  return either.left;
};
