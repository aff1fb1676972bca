/** A config from outside, checked like one that stands in a file. */
import type { ModelConfig } from '../config.ts';
import { configFileSchema, formatName } from './config-schema.ts';
import { checked } from './json.ts';

/** Throws a `CheckpointError` whose message names the field. */
export function checkConfig(config: unknown): ModelConfig {
  const given = typeof config === 'object' && config !== null ? config : {};
  const described = { ...given, format: formatName, id: 'given', tokenizer: null };
  const { format: _, id, tokenizer, ...rest } = checked(configFileSchema, described, 'config', 'config');
  return rest as ModelConfig;
}
