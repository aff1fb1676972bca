/** The shipped weights, damaged in each way in which a file can arrive damaged. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { modelFolder } from './model-command.ts';

const entrySchema = v.object({
  dtype: v.string(),
  shape: v.array(v.number()),
  data_offsets: v.tuple([v.number(), v.number()]),
});
type Entry = v.InferOutput<typeof entrySchema>;
type Header = Record<string, unknown>;

const whole = readFileSync(join(modelFolder, 'model.safetensors'));
const headerEnd = 8 + Number(whole.readBigUInt64LE(0));
const header = JSON.parse(whole.subarray(8, headerEnd).toString('utf8')) as Header;
const body = whole.subarray(headerEnd);
const tensors = Object.entries(header).flatMap(([name, entry]): [string, Entry][] =>
  name === '__metadata__' ? [] : [[name, v.parse(entrySchema, entry)]],
);

function written(changed: Header, bytes: Buffer = body): Buffer {
  const text = Buffer.from(JSON.stringify(changed));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, bytes]);
}

function withEntry(index: number, change: (entry: Entry, first: Entry) => Entry): Buffer {
  const [, first] = tensors[0] ?? [];
  const [name, entry] = tensors.at(index) ?? [];
  if (!first || !entry || name === undefined) throw new Error('there are too few tensors');
  return written({ ...header, [name]: change(entry, first) });
}

/** All bits set are not a number, in each of the formats that weights are shipped in. */
function withNaN(): Buffer {
  const bytes = Buffer.from(body);
  const [, entry] = tensors.find(([, { shape, dtype }]) => shape.length > 1 && /^B?F\d+$/.test(dtype)) ?? [];
  if (!entry) throw new Error('there is no matrix of floats to damage');
  bytes.fill(255, entry.data_offsets[0], entry.data_offsets[0] + 8);
  return written(header, bytes);
}

function withLength(length: bigint): Buffer {
  const bytes = Buffer.from(whole);
  bytes.writeBigUInt64LE(length);
  return bytes;
}

const matrix = tensors.findIndex(([, { shape }]) => shape.length === 2 && shape[0] !== shape[1]);

export const damaged: Readonly<Record<string, () => Buffer>> = {
  'cut off at its end': () => whole.subarray(0, whole.length - 1000),
  'cut off in its header': () => whole.subarray(0, 100),
  'of no bytes': () => Buffer.alloc(0),
  'with a header longer than the file': () => withLength(2n ** 40n),
  'with a header that is not JSON': () => Buffer.concat([whole.subarray(0, 8), whole.subarray(9)]),
  'with tensors that overlap': () =>
    withEntry(1, (entry, first) => ({
      ...entry,
      data_offsets: [
        first.data_offsets[0],
        first.data_offsets[0] + entry.data_offsets[1] - entry.data_offsets[0],
      ],
    })),
  'with a tensor that runs past the end': () =>
    withEntry(-1, (entry) => ({ ...entry, data_offsets: [body.length, 2 * body.length] })),
  'with a tensor of another shape': () =>
    withEntry(matrix, (entry) => ({ ...entry, shape: [...entry.shape].reverse() })),
  'with a weight that is not a number': withNaN,
  'that is a page of HTML': () => Buffer.from('<!doctype html><title>Not found</title>'),
};
