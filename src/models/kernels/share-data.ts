/**
 * TensorFlow.js' WASM backend copies the numbers whenever a tensor is cloned, and every tensor that a gradient needs
 * is cloned. Data there is counted by reference anyway (as `reshape` uses it), so a clone may share it, as it does on
 * the other backends.
 */
import { registerKernel, type TensorInfo, unregisterKernel } from '../tf.ts';

unregisterKernel('Identity', 'wasm');
registerKernel({
  kernelName: 'Identity',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend }) => {
    const { x } = inputs as { x: TensorInfo };
    (backend as { incRef(dataId: object): void }).incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  },
});
