/**
 * What a count says of the share behind it.
 *
 * @module
 */

/** One minus the probability with which the limit holds. */
const DOUBT = 0.05;
/** Halvings of the interval in which the limit is sought. */
const HALVINGS = 60;

/** The probability of at most `count` of `of`, each with the probability `share`. */
const atMostOf = (count: number, of: number, share: number): number => {
  let term = 1;
  for (let i = 0; i < of; i++) term *= 1 - share;
  let sum = term;
  for (let k = 1; k <= count; k++) {
    term *= (of - k + 1) / k * share / (1 - share);
    sum += term;
  }
  return sum;
};

/**
 * The largest share that a count of few allows at 95 %: with a larger one so few would come out less often than once in
 * twenty times. None of 300 allows 1 %. It takes the series for independent of each other, which the draws of one kind are
 * not, nor the settings of one system.
 *
 * @source C. J. Clopper & E. S. Pearson (1934), Biometrika 26, 404–413.
 */
export const largestShare = (count: number, of: number): number => {
  if (count >= of) return 1;
  let [low, high] = [count / of, 1];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (atMostOf(count, of, middle) > DOUBT) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};
