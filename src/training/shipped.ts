/** Opens a shipped model from its folder. Node only. */
import { join } from 'node:path';
import { loadCheckpoint } from '../models/checkpoints/load.ts';
import { nodeFolder } from './node-files.ts';
import type { OpenModel } from './recipe.ts';

export const openShipped: OpenModel = (id) => loadCheckpoint(nodeFolder(join('public', 'checkpoints', id)));
