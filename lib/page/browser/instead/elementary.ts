// deno-lint-ignore-file lyap/reproducible-numerics -- only places in figures are computed with these.
/**
 * In the place of `lib/numerics/elementary.ts` in what draws the page: no bit of a figure is kept, and the browser's own
 * functions weigh nothing.
 *
 * @module
 */

/** As the browser has it. */
export const log10 = Math.log10;

/** As the browser has it. */
export const pow = Math.pow;
