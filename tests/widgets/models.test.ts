import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDescription } from '../../src/models/checkpoints/load.ts';
import { nodeFolder } from '../../src/training/node-files.ts';
import { shippedModels } from '../../src/widgets/kit/models.ts';

const checkpoints = join(import.meta.dirname, '../../public/checkpoints');

test.each(Object.values(shippedModels))(
  'what figures take for granted of $id is what its files say',
  async (model) => {
    const { config } = await loadDescription(nodeFolder(join(checkpoints, model.id)));
    expect(config.layers).toHaveLength(model.layers);
    expect(config.context).toBe(model.context);
    for (const { mixer } of config.layers) {
      expect(mixer).toMatchObject({ kind: 'attention', heads: model.heads, headSize: model.headSize });
    }
  },
);
