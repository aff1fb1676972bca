/** A run on its way, as two files: numbers that say how far it is, and tensors to go on from. Exact: float32. */
import * as v from 'valibot';
import { curveSchema } from '../models/checkpoints/curve.ts';
import type { FileSource } from '../models/checkpoints/files.ts';
import { readIfThere } from '../models/checkpoints/files.ts';
import { type FloatTensor, floatTensors } from '../models/checkpoints/int8.ts';
import { checked, jsonBytes, parseJson } from '../models/checkpoints/json.ts';
import { readSafetensors } from '../models/checkpoints/safetensors.ts';
import { encodeFloats } from '../models/checkpoints/save.ts';
import type { TrainingState } from './session.ts';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

const runSchema = v.strictObject({
  recipe: v.string(),
  seed: whole,
  step: whole,
  optimizerSteps: whole,
  seconds: v.pipe(v.number(), v.finite()),
  tokens: whole,
  curve: curveSchema,
});

export type RunRecord = v.InferOutput<typeof runSchema>;

const recordFile = 'run.json';
const tensorsFile = 'state.safetensors';

interface WritableFolder extends FileSource {
  write(name: string, bytes: Uint8Array): Promise<void>;
}

type Group = 'params' | 'means' | 'squares';

export async function saveRun(
  folder: WritableFolder,
  record: Omit<RunRecord, 'step' | 'optimizerSteps'>,
  state: TrainingState,
): Promise<void> {
  const groups: Record<Group, ReadonlyMap<string, FloatTensor>> = {
    params: state.params,
    means: state.optimizer.means,
    squares: state.optimizer.squares,
  };
  const floats = new Map<string, FloatTensor>();
  for (const [group, tensors] of Object.entries(groups)) {
    for (const [name, tensor] of tensors) floats.set(`${group}/${name}`, tensor);
  }
  const step = String(state.step);
  await folder.write(tensorsFile, encodeFloats(floats, 'float32', new Map([['step', step]]), tensorsFile));
  const run = { ...record, step: state.step, optimizerSteps: state.optimizer.steps };
  await folder.write(recordFile, jsonBytes(checked(runSchema, run, recordFile, 'card')));
}

/** Null where no run was saved. */
export async function loadRun(
  folder: FileSource,
): Promise<{ record: RunRecord; state: TrainingState } | null> {
  const json = await readIfThere(folder, recordFile);
  if (json === null) return null;
  const record = checked(runSchema, parseJson(json, recordFile), recordFile, 'card');
  const file = readSafetensors(await folder.read(tensorsFile), { file: tensorsFile });
  if (file.metadata.get('step') !== String(record.step)) {
    throw new Error(
      `${recordFile} is of step ${record.step}, ${tensorsFile} of ${file.metadata.get('step')}.`,
    );
  }
  const floats = floatTensors(file.tensors, tensorsFile);
  const group = (name: Group) =>
    new Map(
      [...floats].flatMap(([key, tensor]) =>
        key.startsWith(`${name}/`) ? [[key.slice(name.length + 1), tensor]] : [],
      ),
    );
  const optimizer = { steps: record.optimizerSteps, means: group('means'), squares: group('squares') };
  return { record, state: { step: record.step, params: group('params'), optimizer } };
}
