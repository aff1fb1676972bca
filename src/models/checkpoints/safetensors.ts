/**
 * safetensors, https://huggingface.co/docs/safetensors: 8 bytes of little-endian length, that many bytes of JSON
 * (`{name: {dtype, shape, data_offsets: [begin, end]}, "__metadata__"?: {name: text}}`), then the bytes of the
 * tensors without holes. Plain typed arrays in and out: no tensor of TensorFlow.js here.
 *
 * A file comes from anywhere, so nothing in it is believed: every length, name, shape and offset is checked before
 * a byte is read, and what is wrong is told in a sentence that names the tensor.
 */
import { type DataTypeName, dataTypes, isDataTypeName, type StoredData } from './data-types.ts';
import { CheckpointError, type CheckpointProblem } from './errors.ts';
import { duplicateKey } from './json-keys.ts';

export interface StoredTensor {
  readonly type: DataTypeName;
  readonly shape: readonly number[];
  readonly data: StoredData;
}

export interface SafetensorsFile {
  readonly tensors: Map<string, StoredTensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

export interface ReadOptions {
  /** For messages. */
  readonly file?: string;
  /** Weights with NaN or Infinity are refused unless this is set. */
  readonly allowNotFinite?: boolean;
}

/** The limit of the reference implementation. */
const headerMaximum = 100_000_000;
const lengthBytes = 8;

interface Entry {
  readonly name: string;
  readonly type: DataTypeName;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

type Fail = (problem: CheckpointProblem, sentence: string, tensor?: string) => never;

export function readSafetensors(bytes: Uint8Array, options: ReadOptions = {}): SafetensorsFile {
  const fail: Fail = (problem, sentence, tensor) => {
    throw new CheckpointError(problem, sentence, options.file ?? null, tensor ?? null);
  };
  const { header, body } = splitFile(bytes, fail);
  const metadata = readMetadata(header, fail);
  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name !== '__metadata__') entries.push(readEntry(name, value, body.length, fail));
  }
  checkOffsets(entries, body.length, fail);
  const tensors = new Map<string, StoredTensor>();
  for (const { name, type, shape, begin, end } of entries) {
    // A copy, so that the tensor is aligned, and independent of the file's buffer.
    const own = new Uint8Array(end - begin);
    own.set(body.subarray(begin, end));
    const data = dataTypes[type].decode(own.buffer);
    if (options.allowNotFinite !== true && data instanceof Float32Array) {
      const at = data.findIndex((value) => !Number.isFinite(value));
      if (at >= 0) fail('not-finite', `tensor ${name} holds ${data[at]} at position ${at}.`, name);
    }
    tensors.set(name, { type, shape, data });
  }
  return { tensors, metadata };
}

function splitFile(bytes: Uint8Array, fail: Fail): { header: Record<string, unknown>; body: Uint8Array } {
  if (bytes.length < lengthBytes)
    fail('truncated', `the file has ${bytes.length} bytes, too few for a header.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(headerMaximum)) {
    fail('header', `the header claims ${length} bytes, more than the ${headerMaximum} that are allowed.`);
  }
  const bodyStart = lengthBytes + Number(length);
  if (bodyStart > bytes.length) {
    fail('truncated', `the header claims ${length} bytes, but only ${bytes.length - lengthBytes} follow.`);
  }
  let text = '';
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bytes.subarray(lengthBytes, bodyStart),
    );
    header = JSON.parse(text);
  } catch {
    fail('header', 'the header is not JSON.');
  }
  if (!isRecord(header) || !text.startsWith('{')) return fail('header', 'the header is not a JSON object.');
  const twice = duplicateKey(text);
  if (twice !== null) fail('duplicate', `the header has the name ${twice} twice.`, twice);
  return { header, body: bytes.subarray(bodyStart) };
}

function readMetadata(header: Record<string, unknown>, fail: Fail): Map<string, string> {
  const metadata = new Map<string, string>();
  const value = Object.hasOwn(header, '__metadata__') ? header.__metadata__ : {};
  if (!isRecord(value)) return fail('header', '__metadata__ is not a JSON object.');
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string')
      return fail('header', `__metadata__ has something else than text as ${key}.`);
    metadata.set(key, text);
  }
  return metadata;
}

function readEntry(name: string, value: unknown, bodyLength: number, fail: Fail): Entry {
  if (!isRecord(value)) return fail('header', `tensor ${name} is not described by a JSON object.`, name);
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isDataTypeName(dtype)) {
    const known = Object.keys(dataTypes).join(', ');
    return fail('data-type', `tensor ${name} has the data type ${shown(dtype)}; known are ${known}.`, name);
  }
  if (!Array.isArray(shape) || !shape.every(isLength)) {
    return fail('shape', `tensor ${name} has the shape ${shown(shape)}, which is no list of lengths.`, name);
  }
  const lengths: readonly number[] = shape;
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isLength)) {
    return fail('offsets', `tensor ${name} has the offsets ${shown(offsets)}, not two positions.`, name);
  }
  const [begin = 0, end = 0]: number[] = offsets;
  if (begin > end) fail('offsets', `tensor ${name} ends at byte ${end}, before it begins at ${begin}.`, name);
  if (end > bodyLength) {
    fail(
      'offsets',
      `tensor ${name} ends at byte ${end}, but the file has only ${bodyLength} bytes of data.`,
      name,
    );
  }
  const needed = elementCount(lengths) * dataTypes[dtype].bytes;
  if (!Number.isSafeInteger(needed)) {
    fail('shape', `tensor ${name} of shape [${lengths.join(', ')}] is larger than any file.`, name);
  }
  if (needed !== end - begin) {
    const claim = `tensor ${name} of shape [${lengths.join(', ')}] and type ${dtype} needs ${needed} bytes`;
    fail('shape', `${claim}, but its offsets span ${end - begin}.`, name);
  }
  return { name, type: dtype, shape: lengths, begin, end };
}

/** The tensors must tile the data exactly: nothing twice, nothing hidden between them. */
function checkOffsets(entries: readonly Entry[], bodyLength: number, fail: Fail): void {
  const inOrder = [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end);
  let position = 0;
  let previous = '';
  for (const { name, begin, end } of inOrder) {
    if (begin < position) {
      fail('offsets', `tensor ${name} begins at byte ${begin}, inside tensor ${previous}.`, name);
    }
    if (begin > position) {
      fail('offsets', `${begin - position} bytes before tensor ${name} belong to no tensor.`, name);
    }
    position = end;
    previous = name;
  }
  if (position < bodyLength) {
    fail('offsets', `the last ${bodyLength - position} bytes of the file belong to no tensor.`);
  }
}

export interface WriteOptions {
  readonly file?: string;
  readonly metadata?: ReadonlyMap<string, string>;
}

export function writeSafetensors(
  tensors: ReadonlyMap<string, StoredTensor>,
  options: WriteOptions = {},
): Uint8Array {
  const file = options.file ?? null;
  // Wide types first, so that every tensor is aligned in the file, as the reference implementation orders them.
  const inOrder = [...tensors].sort(([, a], [, b]) => dataTypes[b.type].bytes - dataTypes[a.type].bytes);
  const header: [string, unknown][] = [];
  if (options.metadata !== undefined) header.push(['__metadata__', Object.fromEntries(options.metadata)]);
  let end = 0;
  for (const [name, { type, shape, data }] of inOrder) {
    if (name === '__metadata__')
      throw new CheckpointError('header', 'no tensor may be called __metadata__.', file, name);
    if (elementCount(shape) !== data.length) {
      const sentence = `tensor ${name} of shape [${shape.join(', ')}] has ${data.length} numbers.`;
      throw new CheckpointError('shape', sentence, file, name);
    }
    const begin = end;
    end += data.length * dataTypes[type].bytes;
    header.push([name, { dtype: type, shape, data_offsets: [begin, end] }]);
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const headerLength = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(lengthBytes + headerLength + end).fill(
    0x20,
    lengthBytes,
    lengthBytes + headerLength,
  );
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(text, lengthBytes);
  let position = lengthBytes + headerLength;
  for (const [name, { type, data }] of inOrder) {
    const target = bytes.subarray(position, position + data.length * dataTypes[type].bytes);
    if (!dataTypes[type].encode(data, target)) {
      throw new CheckpointError('data-type', `tensor ${name} has no ${type} data.`, file, name);
    }
    position += target.length;
  }
  return bytes;
}

export function elementCount(shape: readonly number[]): number {
  // A length of 0 wins over an overflow elsewhere, as the product of the lengths has it.
  return shape.includes(0) ? 0 : shape.reduce((product, length) => product * length, 1);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isLength = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
