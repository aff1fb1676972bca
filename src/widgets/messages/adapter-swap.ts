import { formatLoss } from '../../viz/numbers.ts';

const names = { none: 'none', after: 'colour after', mirror: 'words changed' } as const;

export const adapterSwapMessages = {
  title: 'Exchange two adapters of one model',
  plugged: 'Plugged in',
  folded: 'Multiplied out into the weights',
  names,
  train: 'Train both adapters',
  again: 'Train both again',
  stop: 'Stop them',
  progress: (done: number, all: number) => `Step ${done} of ${all}.`,
  nothing: 'Two adapters of rank 3, one for each town: train them here, then plug in one or the other.',
  measuring: 'Measuring held-out stories of both towns.',
  reads: (
    plugged: keyof typeof names,
    folded: boolean,
    after: number,
    mirror: number,
    apart: number | null,
  ): string =>
    `${plugged === 'none' ? 'Without an adapter' : folded ? 'With the adapter multiplied out' : 'With the adapter plugged in'} the model loses ${formatLoss(after)} nats a token where the colour stands after, and ${formatLoss(mirror)} where words have changed places.${
      apart === null
        ? ''
        : ` Beside the weights or multiplied out: the logits differ by at most ${apart.toExponential(1)}.`
    }`,
  failed: (message: string) => `This stopped: ${message}`,
} as const;
