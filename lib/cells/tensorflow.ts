/**
 * The one place where TensorFlow.js is imported: quiet, on its cpu backend, which needs no permission.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

tf.enableProdMode();
await tf.setBackend("cpu");

export { tf };
export type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D, Variable } from "@tensorflow/tfjs";
