/** The texts of a request: what they must satisfy, and the tensors that a model reads of them. */
import type { ModelConfig } from '../../models/config.ts';
import type { ModelInputs } from '../../models/model.ts';
import { type Tensor2D, type Tensor4D, tensor } from '../../models/tf.ts';
import { RuntimeError } from '../problem.ts';
import type { Text } from '../protocol.ts';
import { checkTokens } from './check.ts';

type Masks = readonly (readonly number[])[];

export interface Reading {
  readonly texts: readonly Text[];
  readonly start: number;
  readonly mask?: Masks;
  readonly sourceMask?: Masks;
}

const bad = (message: string): RuntimeError => RuntimeError.of('bad-request', message);

/** Before a tensor is made of them. */
export function checkReading({ texts, start, mask, sourceMask }: Reading, config: ModelConfig): void {
  for (const text of texts) checkText(text, config);
  const length = longest(texts.map(({ tokens }) => tokens));
  if (!Number.isInteger(start) || start < 0) throw bad('A text begins at a position from 0 on.');
  if (config.position.kind === 'learned' && start + length > config.position.maximum) {
    const { maximum } = config.position;
    throw RuntimeError.of(
      'too-long',
      `The text would end at position ${start + length}, and this model knows ${maximum} positions.`,
    );
  }
  // A padding mask counts from the first position on.
  if (start > 0 && needsPadding(texts, lengthsOf(texts))) {
    throw bad('Padded texts begin at position 0.');
  }
  if (mask) checkMask(mask, length);
  if (sourceMask) checkMask(sourceMask, longest(texts.map(({ source = [] }) => source)));
}

function checkText(text: Text, config: ModelConfig): void {
  const { tokens, source, segments, padding, targets } = text;
  checkTokens(tokens, config);
  if (config.encoder === undefined && source !== undefined) {
    throw bad('This model reads one text: it has no encoder for a second one.');
  }
  if (config.encoder !== undefined) {
    if (source === undefined) throw bad('This model answers a text: there is none for it to read.');
    checkTokens(source, { ...config, context: config.encoder.context });
  }
  if (segments !== undefined) {
    const kinds = config.segments ?? 0;
    if (kinds === 0) throw bad('This model does not tell segments apart.');
    checkList('segments', segments, tokens.length, (one) => Number.isInteger(one) && one >= 0 && one < kinds);
  }
  if (padding !== undefined) {
    checkList('padding', padding, (source ?? tokens).length, (one) => one === 0 || one === 1);
  }
  if (targets !== undefined) {
    const { vocabulary } = config;
    checkList(
      'targets',
      targets,
      tokens.length,
      (one) => Number.isInteger(one) && one >= -1 && one < vocabulary,
    );
  }
}

function checkList(
  name: string,
  values: readonly number[],
  length: number,
  fits: (value: number) => boolean,
): void {
  if (values.length === length && values.every(fits)) return;
  throw bad(`The ${name} of a text must be ${length} numbers that this model knows.`);
}

function checkMask(mask: Masks, length: number): void {
  const square = mask.length === length && mask.every((row) => row.length === length);
  if (!square || !mask.every((row) => row.every((one) => one === 0 || one === 1))) {
    throw bad(`A mask of this text must be ${length} rows of ${length} numbers, each 0 or 1.`);
  }
}

export const longest = (lists: readonly (readonly number[])[]): number =>
  lists.reduce((most, { length }) => Math.max(most, length), 0);

interface Lengths {
  readonly tokens: number;
  /** 0: there is no source. */
  readonly source: number;
}

const lengthsOf = (texts: readonly Text[]): Lengths => ({
  tokens: longest(texts.map(({ tokens }) => tokens)),
  source: longest(texts.map(({ source = [] }) => source)),
});

/** Whether some row has padding: said by the text, or because another one is longer. */
function needsPadding(texts: readonly Text[], lengths: Lengths): boolean {
  return texts.some(({ tokens, source, padding }) => {
    const shorter = source ? source.length < lengths.source : tokens.length < lengths.tokens;
    return shorter || padding?.includes(0) === true;
  });
}

/** In a tidy. Rows are padded at their end, by token 0 that nobody looks at. */
export function inputsOf({ texts, start, mask, sourceMask }: Reading): ModelInputs {
  const lengths = lengthsOf(texts);
  const padded = needsPadding(texts, lengths);
  const segmented = texts.some(({ segments }) => segments !== undefined);
  const ofPadding = ({ tokens, source, padding }: Text) => padding ?? (source ?? tokens).map(() => 1);
  const paddedLength = lengths.source > 0 ? lengths.source : lengths.tokens;
  const read = (pick: (text: Text) => readonly number[] | undefined, length: number) =>
    rowsOf(
      texts.map((text) => pick(text) ?? []),
      length,
    );
  return {
    tokens: read(({ tokens }) => tokens, lengths.tokens), // [rows, seq]
    ...(lengths.source > 0 ? { source: read(({ source }) => source, lengths.source) } : {}), // [rows, source]
    ...(segmented ? { segments: read(({ segments }) => segments, lengths.tokens) } : {}), // [rows, seq]
    ...(padded ? { paddingMask: read(ofPadding, paddedLength) } : {}), // [rows, source or seq]
    ...(mask ? { mask: { instead: maskOf(mask) } } : {}),
    ...(sourceMask ? { sourceMask: { instead: maskOf(sourceMask) } } : {}),
    ...(start > 0 ? { start } : {}),
  };
}

/** [rows, length] of int32, 0 beyond the end of a row */
export function rowsOf(rows: readonly (readonly number[])[], length: number): Tensor2D {
  const values = new Int32Array(rows.length * length);
  for (const [index, row] of rows.entries()) values.set(row, index * length);
  return tensor(values, [rows.length, length], 'int32') as Tensor2D;
}

/** [1, 1, query, key] */
function maskOf(mask: Masks): Tensor4D {
  return tensor(Float32Array.from(mask.flat()), [1, 1, mask.length, mask.length]) as Tensor4D;
}
