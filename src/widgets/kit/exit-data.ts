/** Where each word of a text leaves the model, and what that changes, from the distributions after each layer. */
import { confidenceOf, type Exit, exitOf } from '../../models/early-exit.ts';
import { type Lens, topOf } from './lens-data.ts';

export interface Exits {
  /** By position. */
  readonly exits: readonly Exit[];
  readonly meanLayers: number;
  /** Positions whose likeliest next word is the one after all layers. */
  readonly same: number;
  /** Nats a token, with what each position says where it leaves. */
  readonly loss: number;
  readonly full: number;
}

/** `lens`: stage 0 is the embedding, stage l what stands after layer l. */
export function exitsOf(lens: Lens, threshold: number): Exits {
  const { tokens, vocabulary, probabilities } = lens;
  const layers = probabilities.length - 1;
  const at = (stage: number, position: number) =>
    probabilities[stage]?.subarray(position * vocabulary, (position + 1) * vocabulary) ?? new Float32Array();
  const exits = tokens.map((_, position) =>
    exitOf(
      Array.from({ length: layers }, (__, layer) => confidenceOf(at(layer + 1, position))),
      threshold,
    ),
  );
  const lossWith = (stageAt: (position: number) => number): number => {
    const losses = tokens
      .slice(1)
      .map((token, position) => -Math.log(at(stageAt(position), position)[token] ?? 0));
    return losses.reduce((sum, loss) => sum + loss, 0) / Math.max(1, losses.length);
  };
  const likeliest = (stage: number, position: number) => topOf(lens, stage, position, 1)[0]?.id;
  return {
    exits,
    meanLayers: exits.reduce((sum, exit) => sum + exit.layers, 0) / Math.max(1, exits.length),
    same: exits.filter((exit, position) => likeliest(exit.layers, position) === likeliest(layers, position))
      .length,
    loss: lossWith((position) => exits[position]?.layers ?? layers),
    full: lossWith(() => layers),
  };
}
