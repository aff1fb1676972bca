/** y = x W + b on rows, with the bias added where the product is made. */
import { add, matMul, type Tensor1D, type Tensor2D } from '../tf.ts';

/** x: [rows, inputs], weight: [inputs, outputs], bias: [outputs] -> [rows, outputs] */
export function plainLinearMap(x: Tensor2D, weight: Tensor2D, bias?: Tensor1D): Tensor2D {
  const product = matMul(x, weight) as Tensor2D; // [rows, outputs]
  return bias === undefined ? product : (add(product, bias) as Tensor2D); // [rows, outputs]
}

export function linearMap(x: Tensor2D, weight: Tensor2D, bias?: Tensor1D): Tensor2D {
  return plainLinearMap(x, weight, bias);
}
