/**
 * `src/widgets/kit/shipped-models.json`: what a figure must know of each model that ships before anything is loaded, read from
 * `public/checkpoints/<model>/config.json` whenever Vite starts. It is committed, so that its ids are types.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Plugin } from 'vite';
import { configFileSchema } from '../../models/checkpoints/config-schema.ts';

const tableFile = 'src/widgets/kit/shipped-models.json';

type ConfigOnDisk = v.InferOutput<typeof configFileSchema>;

/** Numbers that a model has none of are 0. */
function describe(id: string, config: ConfigOnDisk) {
  const { stack, layers, width, vocabulary, context, encoder } = config;
  const attention = [...layers, ...(encoder?.layers ?? [])].flatMap(({ mixer }) =>
    mixer.kind === 'attention' ? [mixer] : [],
  )[0];
  const channels = layers.map(({ channelMixer }) => channelMixer);
  const hidden = channels.flatMap((one) => ('hidden' in one ? [one.hidden] : []))[0];
  const experts = channels.flatMap((one) => ('experts' in one ? [one.experts] : []))[0];
  return {
    id,
    stack,
    layers: layers.length,
    encoderLayers: encoder?.layers.length ?? 0,
    mixers: layers.map(({ mixer }) => mixer.kind),
    heads: attention?.heads ?? 0,
    keyValueHeads: attention?.keyValueHeads ?? 0,
    headSize: attention?.headSize ?? 0,
    width,
    hidden: hidden ?? 0,
    experts: experts ?? 0,
    vocabulary,
    context,
    sourceContext: encoder?.context ?? 0,
  };
}

/** One line a model, so that two that are added at once merge. */
export function shippedModelsTable(root: string): string {
  const folder = join(root, 'public/checkpoints');
  const lines = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'config.json')))
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const file = join(folder, name, 'config.json');
      const found = v.safeParse(configFileSchema, JSON.parse(readFileSync(file, 'utf8')));
      if (!found.success) throw new Error(`${file}: ${found.issues[0].message}`);
      return `  ${JSON.stringify(name)}: ${JSON.stringify(describe(name, found.output))}`;
    });
  return `{\n${lines.join(',\n')}\n}\n`;
}

export function shippedModels(root: string): Plugin {
  return {
    name: 'book:shipped-models',
    config() {
      const file = join(root, tableFile);
      const table = shippedModelsTable(root);
      // Written only where a model was added or changed, so that nothing that watches it starts anew.
      if (!existsSync(file) || readFileSync(file, 'utf8') !== table) writeFileSync(file, table);
    },
  };
}
