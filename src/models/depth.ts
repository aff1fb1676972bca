/** How many of so many words pass through a layer with a mixture of depths: plain arithmetic, so that costs can be counted by it. */
import type { DepthConfig } from './config.ts';

export const passingTokens = ({ capacity }: DepthConfig, tokens: number): number =>
  Math.min(tokens, Math.max(1, Math.ceil(capacity * tokens)));
