import { formatTick } from '../../viz/numbers.ts';

export const rooflineMessages = {
  title: 'The roof of this machine',
  rubric: 'Move the number of texts, and watch which operations wait for memory.',
  model: 'Model',
  tiny: 'GPT-2 Toytown',
  length: 'Tokens before',
  rows: 'Texts side by side',
  again: 'Measure again',
  chart: 'Operations a second against operations a byte',
  intensity: 'operations a byte',
  speed: 'operations a second',
  phases: { prefill: 'prefill', decode: 'decode' },
  names: {
    projections: 'q, k, v',
    scores: 'scores',
    output: 'output',
    'feed-forward': 'feed-forward',
    logits: 'logits',
  },
  measured: (size: number) => `${size} × ${size}`,
  machine: 'this machine',
  nothing: 'Nothing yet.',
  point: (name: string, intensity: number, speed: number) =>
    `${name}: ${formatTick(intensity)} operations a byte, at most ${formatTick(speed)} a second here`,
  product: (size: number, intensity: number, speed: number) =>
    `Measured, product of ${size} × ${size} matrices: ${formatTick(intensity)} operations a byte, ${formatTick(speed)} a second`,
  reads: (peak: number, bandwidth: number, ridge: number, prefill: number, decode: number) =>
    `Measured here: ${formatTick(peak)} operations and ${formatTick(bandwidth)} bytes a second, so below ${formatTick(ridge)} operations a byte memory is the limit. The feed-forward layer does ${formatTick(prefill)} a byte in prefill and ${formatTick(decode)} in decode.`,
  tableCaption: 'Operations, bytes and what the roof allows',
  columns: ['phase', 'operation', 'operations', 'bytes', 'operations a byte', 'operations a second, at most'],
} as const;
