import { beforeAll, describe } from 'vitest';
import { startBackend } from '../../../src/models/tf.ts';
import { longConvolutionCases } from './long-convolution-cases.ts';
import { scanCases } from './scan-cases.ts';
import { selectiveScanCases } from './selective-scan-cases.ts';

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));
  scanCases(2e-5);
  selectiveScanCases(2e-5);
  longConvolutionCases(2e-5);
});
