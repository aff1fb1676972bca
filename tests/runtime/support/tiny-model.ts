/** A decoder of two small layers with random first weights, as the files of a checkpoint folder. */
import { architectures } from '../../../src/models/architectures.ts';
import { stepFile } from '../../../src/models/checkpoints/files.ts';
import { encodeParams, saveCheckpoint } from '../../../src/models/checkpoints/save.ts';
import { init } from '../../../src/models/model.ts';
import { disposeParams, type ParamTree } from '../../../src/models/params.ts';

export const tinyConfig = architectures.gpt2.config({
  vocabulary: 11,
  context: 12,
  width: 8,
  layers: 2,
  heads: 2,
  initializerRange: 0.5,
});

/** File name -> content; needs a backend that runs. */
export async function tinyFiles(seed = 1): Promise<Map<string, Uint8Array>> {
  const params: ParamTree = init(tinyConfig, seed) as never;
  const early: ParamTree = init(tinyConfig, seed + 1) as never;
  const files = await saveCheckpoint({ id: 'tiny', config: tinyConfig, params, tokenizer: null }, 'float32');
  files.set(stepFile(10), await encodeParams(early, 'float32'));
  disposeParams(params);
  disposeParams(early);
  return files;
}
