/**
 * The one place where TensorFlow.js is imported: quiet, on its cpu backend, which needs no permission, and only when
 * `loadTensorFlow` is called, since it takes longer to load than everything else together. What runs by the kernels and in
 * float64 does without it.
 *
 * @module
 */
import type * as TensorFlow from "@tensorflow/tfjs";

const notLoaded = (): never => {
  throw new Error('TensorFlow.js is not loaded; call "await loadTensorFlow()" before an op of tf');
};

/** TensorFlow.js once it is loaded; until then every use of it throws an error that says so. */
export let tf: typeof TensorFlow = new Proxy({} as typeof TensorFlow, { get: notLoaded });

let loading: Promise<void> | undefined;
let loaded = false;

/** Whether `tf` can be used. */
export const isTensorFlowLoaded = (): boolean => loaded;

/** Loads TensorFlow.js, once for all callers. */
export const loadTensorFlow = (): Promise<void> =>
  loading ??= import("@tensorflow/tfjs").then(async (module) => {
    module.enableProdMode();
    await module.setBackend("cpu");
    tf = module;
    loaded = true;
  });

/**
 * As TensorFlow.js has it.
 *
 * @internal
 */
export type Scalar = TensorFlow.Scalar;

/**
 * As TensorFlow.js has it.
 *
 * @internal
 */
export type Tensor = TensorFlow.Tensor;

/**
 * As TensorFlow.js has it.
 *
 * @internal
 */
export type Tensor1D = TensorFlow.Tensor1D;

/**
 * As TensorFlow.js has it.
 *
 * @internal
 */
export type Tensor2D = TensorFlow.Tensor2D;

/**
 * As TensorFlow.js has it.
 *
 * @internal
 */
export type Tensor3D = TensorFlow.Tensor3D;
