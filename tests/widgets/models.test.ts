import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shippedModelsTable } from '../../src/book/build/shipped-models.ts';
import { loadDescription } from '../../src/models/checkpoints/load.ts';
import { nodeFolder } from '../../src/training/node-files.ts';
import { shippedModels } from '../../src/widgets/kit/models.ts';

const root = join(import.meta.dirname, '../..');
const checkpoints = join(root, 'public/checkpoints');

test.each(Object.values(shippedModels))(
  'what figures take for granted of $id is what its files say',
  async (model) => {
    const { config } = await loadDescription(nodeFolder(join(checkpoints, model.id)));
    expect(config.layers).toHaveLength(model.layers);
    expect(config.context).toBe(model.context);
    expect(config.layers.map(({ mixer }) => mixer.kind)).toEqual(model.mixers);
    const [attention] = config.layers.flatMap(({ mixer }) => (mixer.kind === 'attention' ? [mixer] : []));
    expect(attention?.heads ?? 0).toBe(model.heads);
    expect(attention?.headSize ?? 0).toBe(model.headSize);
  },
);

test('the table is of the folders that ship', () => {
  expect(readFileSync(join(root, 'src/widgets/kit/shipped-models.json'), 'utf8')).toBe(
    shippedModelsTable(root),
  );
});
