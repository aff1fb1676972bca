/** What a request must satisfy before a tensor is made of it, and an answer before it is sent. */
import type { ModelConfig } from '../../models/config.ts';
import { RuntimeError } from '../problem.ts';
import type { TensorData } from '../protocol.ts';

export function checkTokens(tokens: readonly number[], config: ModelConfig): void {
  if (tokens.length === 0) throw RuntimeError.of('bad-request', 'There is no text for the model to read.');
  if (tokens.length > config.context) {
    throw RuntimeError.of(
      'too-long',
      `The text has ${tokens.length} tokens, and this model reads at most ${config.context}.`,
    );
  }
  const strange = tokens.find((id) => !Number.isInteger(id) || id < 0 || id >= config.vocabulary);
  if (strange !== undefined) {
    const sentence = `The text holds token ${strange}, and this model has only tokens 0 to ${config.vocabulary - 1}.`;
    throw RuntimeError.of('bad-token', sentence);
  }
}

/** The model's numbers are never drawn unless they are numbers. */
export function checkFinite(name: string, { data }: TensorData): void {
  for (const value of data) {
    if (!Number.isFinite(value)) {
      throw RuntimeError.of('not-finite', `The model's ${name} is no longer a number.`);
    }
  }
}

/** [row][column] -> one flat array and its shape. */
export function matrix(name: string, rows: readonly (readonly number[])[]): TensorData {
  const width = rows[0]?.length ?? 0;
  const uneven = rows.some((row) => row.length !== width || !row.every(Number.isFinite));
  if (width === 0 || uneven) {
    throw RuntimeError.of('bad-request', `The ${name} vectors must be numbers, all of the same length.`);
  }
  return { shape: [rows.length, width], data: Float32Array.from(rows.flat()) };
}
