/**
 * The data types of a safetensors file that we read and write, as a table. Every float is a Float32Array in memory;
 * integers keep their own array. Typed arrays are little-endian on every machine that runs a browser or Node, as
 * the format is, so most types are a copy of bytes.
 */
import { fromBfloat16, fromFloat16, toBfloat16, toFloat16 } from './float16.ts';

export type StoredData = Float32Array | Int8Array | Uint8Array | Int32Array | BigInt64Array;

interface DataType {
  readonly bytes: number;
  readonly isFloat: boolean;
  /** From bytes that start at offset 0 of a buffer of their own. */
  readonly decode: (buffer: ArrayBuffer) => StoredData;
  /** Writes into `target`, exactly as long as it needs to be; answers false when `data` is another kind of array. */
  readonly encode: (data: StoredData, target: Uint8Array) => boolean;
}

const bytesOf = (data: ArrayBufferView) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

function copied<A extends StoredData>(
  bytes: number,
  isFloat: boolean,
  ArrayType: { new (buffer: ArrayBuffer): A; readonly prototype: A },
): DataType {
  return {
    bytes,
    isFloat,
    decode: (buffer) => new ArrayType(buffer),
    encode: (data, target) => {
      if (!(data instanceof (ArrayType as unknown as new (buffer: ArrayBuffer) => A))) return false;
      target.set(bytesOf(data));
      return true;
    },
  };
}

function halved(fromBits: (bits: number) => number, toBits: (value: number) => number): DataType {
  return {
    bytes: 2,
    isFloat: true,
    decode: (buffer) => Float32Array.from(new Uint16Array(buffer), fromBits),
    encode: (data, target) => {
      if (!(data instanceof Float32Array)) return false;
      target.set(bytesOf(Uint16Array.from(data, toBits)));
      return true;
    },
  };
}

export const dataTypes = {
  F32: copied(4, true, Float32Array),
  F16: halved(fromFloat16, toFloat16),
  BF16: halved(fromBfloat16, toBfloat16),
  I8: copied(1, false, Int8Array),
  U8: copied(1, false, Uint8Array),
  BOOL: copied(1, false, Uint8Array),
  I32: copied(4, false, Int32Array),
  I64: copied(8, false, BigInt64Array),
} as const satisfies Record<string, DataType>;

export type DataTypeName = keyof typeof dataTypes;

export const isDataTypeName = (name: unknown): name is DataTypeName =>
  typeof name === 'string' && Object.hasOwn(dataTypes, name);
