/**
 * Stored numbers -> the parameters of a config, on the current backend. Every name and shape is compared with those
 * that the config asks for before the first tensor is made from them; on an error nothing stays behind.
 */
import type { ModelConfig } from '../config.ts';
import { init, type Params } from '../model.ts';
import { flatten, mapParams, type ParamTree } from '../params.ts';
import { type Tensor, tensor, tidy } from '../tf.ts';
import { CheckpointError } from './errors.ts';
import type { FloatTensor } from './int8.ts';

export function buildParams(
  floats: ReadonlyMap<string, FloatTensor>,
  config: ModelConfig,
  file: string,
): Params {
  checkSize(floats, config, file);
  // A tidy disposes all that was made in it when an error leaves it, else all but what it answers with.
  return tidy(() => {
    const template = buildTemplate(config, file);
    const expected = flatten(template as unknown as ParamTree);
    checkNames(floats, expected, file);
    const params = mapParams(template as unknown as ParamTree, (_, name) => stored(floats, name));
    return params as never;
  }) as Params;
}

/** Before anything is allocated: a config that promises far more than the file holds is not built. */
function checkSize(floats: ReadonlyMap<string, FloatTensor>, config: ModelConfig, file: string): void {
  let numbers = 0;
  for (const { data } of floats.values()) numbers += data.length;
  const layers = config.layers.length;
  if (config.vocabulary * config.width > numbers || layers > floats.size) {
    const wanted = `the config asks for ${config.vocabulary} tokens of width ${config.width} and ${layers} layers`;
    throw new CheckpointError(
      'shape',
      `${wanted}; the file holds ${numbers} numbers in ${floats.size} tensors.`,
      file,
    );
  }
}

function buildTemplate(config: ModelConfig, file: string): Params {
  try {
    return init(config, 0);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CheckpointError('config', `a model of this config cannot be built: ${reason}`, file);
  }
}

function checkNames(
  floats: ReadonlyMap<string, FloatTensor>,
  expected: ReadonlyMap<string, Tensor>,
  file: string,
): void {
  for (const [name, { shape }] of expected) {
    const found = floats.get(name);
    if (found === undefined) {
      throw new CheckpointError(
        'missing-tensor',
        `tensor ${name}, of shape ${list(shape)}, is missing.`,
        file,
        name,
      );
    }
    if (found.shape.length !== shape.length || found.shape.some((length, axis) => length !== shape[axis])) {
      const sentence = `tensor ${name} has the shape ${list(found.shape)}, where the config asks for ${list(shape)}.`;
      throw new CheckpointError('shape', sentence, file, name);
    }
  }
  for (const name of floats.keys()) {
    if (!expected.has(name)) {
      throw new CheckpointError(
        'extra-tensor',
        `tensor ${name} has no place in a model of this config.`,
        file,
        name,
      );
    }
  }
}

function stored(floats: ReadonlyMap<string, FloatTensor>, name: string): Tensor {
  const found = floats.get(name);
  if (found === undefined) throw new Error(`${name} was there when the names were checked.`);
  return tensor(found.data, [...found.shape], 'float32');
}

const list = (shape: readonly number[]) => `[${shape.join(', ')}]`;
