/** A reader's text damaged by the code that training uses, and how far what a model wrote is from what it should have written. */
import { corruptSpans } from '../../data/objectives/span-corruption.ts';
import { type Noise, noises } from '../../data/objectives/toytown-denoised.ts';
import { randomStream } from '../../random.ts';
import type { Damage } from '../messages/denoise.ts';

export const damages = [...Object.keys(noises), 'span corruption'] as Damage[];

interface Damaged {
  readonly read: readonly number[];
  readonly wanted: readonly number[];
}

/** The same seed does the same damage, here and in the graders. */
export function damageText(
  damage: Damage,
  ids: readonly number[],
  seed: number,
  vocabulary: readonly string[],
): Damaged {
  const random = randomStream(seed);
  if (damage !== 'span corruption') return { read: noises[damage as Noise](ids, random), wanted: ids };
  const sentinels = vocabulary.flatMap((word, id) => (word.startsWith('<extra_id_') ? [id] : []));
  const { source, target } = corruptSpans(ids, random, { sentinels });
  return { read: source, wanted: target };
}

/** Places at which two texts differ; where one is longer, its rest differs. */
export const differing = (some: readonly number[], others: readonly number[]): number =>
  Array.from({ length: Math.max(some.length, others.length) }, (_, at) => at).filter(
    (at) => some[at] !== others[at],
  ).length;
