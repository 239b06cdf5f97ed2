/**
 * Modules of users, loaded with an end to the patience: one that awaits what never happens would end the process with a
 * stack of lyap, or hold it for ever.
 *
 * @module
 */

/** How long a module of a kind may load, in seconds: it may wait for nothing but TensorFlow.js. */
export const MODULE_PATIENCE = 30;

/** How long a program may load, in seconds: it may read files or ask the network first. */
export const PROGRAM_PATIENCE = 300;

/**
 * Imports a module.
 *
 * @param address Where it is.
 * @param patience How long it may take, in seconds.
 * @errors Rejects with what the module throws, or where it still awaits something at its top level after that time.
 */
export const importWithin = async (
  address: string,
  patience: number,
): Promise<{ readonly default?: unknown }> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, fail) => {
    const why = `something that it awaits at its top level has not happened after ${patience} s`;
    // A module that computed for so long has its result in the next turn.
    timer = setTimeout(() => timer = setTimeout(() => fail(new Error(why)), 1000), patience * 1000);
  });
  try {
    return await Promise.race([import(address) as Promise<{ readonly default?: unknown }>, late]);
  } finally {
    clearTimeout(timer);
  }
};
