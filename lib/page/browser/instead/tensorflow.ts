/**
 * In the place of `lib/networks/tensorflow.ts` in the page, which has no cell that needs it.
 *
 * @module
 */
const none = (): never => {
  throw new Error("TensorFlow.js does not belong to the page");
};

/** Every use of it throws. */
export const tf = new Proxy({}, { get: none });

/** Throws. */
export const loadTensorFlow = none;
