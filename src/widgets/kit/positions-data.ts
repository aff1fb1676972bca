/** The same weights with other ways to know positions, and what a shift of the whole text does to the scores. */
import { type Options, type RunRequest, type RunResult, runtime } from '../../runtime/client.ts';
import type { ShippedModel } from './models.ts';

export const positionKinds = ['learned', 'none', 'sinusoidal', 'rotary', 'alibi'] as const;
export type PositionKind = (typeof positionKinds)[number];

type Choices = NonNullable<RunRequest['choices']>;

/** Of RoPE: as in Su et al. 2021. */
const rotaryBase = 10_000;

/** What is asked of the worker for each; its own table of positions is what the model has anyway. */
export const choicesOf: Readonly<Record<PositionKind, Choices>> = {
  learned: {},
  none: { position: { kind: 'none' } },
  sinusoidal: { position: { kind: 'sinusoidal' } },
  rotary: { position: { kind: 'rotary', base: rotaryBase } },
  alibi: { position: { kind: 'alibi' } },
};

export const shifts = [1, 2, 4, 8, 16, 32, 64] as const;

export interface ShiftLine {
  readonly kind: PositionKind;
  /** The largest change of any score that may be looked at, layer 1. // [shift] */
  readonly moved: readonly number[];
}

const scores = 'blocks.0.attn.attn_scores';

export const runShifted = (
  model: ShippedModel,
  tokens: readonly number[],
  kind: PositionKind,
  start: number,
  capture: readonly string[],
  options: Options,
): Promise<RunResult> =>
  runtime().run({ model: model.id, tokens, capture, loss: true, start, choices: choicesOf[kind] }, options);

/** Softmax rows do not care about what all their scores share; so each row is compared less its mean. */
function furthest(a: RunResult, b: RunResult): number {
  const [one, other] = [a.tensors[scores], b.tensors[scores]]; // [1, heads, query, key]
  const length = one?.shape.at(-1) ?? 0;
  if (!one || !other || length === 0) throw new Error(`The model answered without ${scores}.`);
  let most = 0;
  for (let row = 0; row < one.data.length / length; row++) {
    const seen = (row % length) + 1;
    const apart = Array.from(
      { length: seen },
      (_, key) => (one.data[row * length + key] ?? 0) - (other.data[row * length + key] ?? 0),
    );
    const mean = apart.reduce((sum, value) => sum + value, 0) / seen;
    most = Math.max(most, ...apart.map((value) => Math.abs(value - mean)));
  }
  return most;
}

export async function shiftLines(
  model: ShippedModel,
  tokens: readonly number[],
  options: Options,
): Promise<readonly ShiftLine[]> {
  const lines: ShiftLine[] = [];
  for (const kind of positionKinds) {
    const first = await runShifted(model, tokens, kind, 0, [scores], options);
    const moved: number[] = [];
    for (const shift of shifts) {
      // The learned table ends: beyond it there is nothing to read.
      if (kind === 'learned' && shift + tokens.length > model.context) break;
      moved.push(furthest(first, await runShifted(model, tokens, kind, shift, [scores], options)));
    }
    lines.push({ kind, moved });
  }
  return lines;
}
