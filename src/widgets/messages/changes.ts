/** Words for what a reader changes in a model. */
const tensors: readonly (readonly [RegExp, string])[] = [
  [/cross_attn\.(z|result)$/, 'what the heads take from the source'],
  [/attn\.(z|result)$/, 'what the heads answer'],
  [/attn\.pattern$/, 'attention weights'],
  [/attn\.attn_scores$/, 'attention scores'],
  [/attn\.(rot_)?q$/, 'queries'],
  [/attn\.(rot_)?k$/, 'keys'],
  [/attn\.v$/, 'values'],
  [/cross_attn_out$/, 'what attention to the source writes'],
  [/attn_out$/, 'what attention writes'],
  [/experts\.\d+\.post$/, 'neurons of an expert'],
  [/mlp\.post$/, 'neurons'],
  [/mlp_out$/, 'what the feed-forward layer writes'],
  [/moe_out$/, 'what the experts write'],
  [/moe\.router_logits$/, 'scores of the router'],
  [/moe\.router_probs$/, 'probabilities of the router'],
  [/(ssm|gru)\.state$/, 'state'],
  [/ssm\.delta$/, 'step size'],
  [/hyena\.y$/, 'what the filters answer'],
  [/(ssm|hyena|gru)_out$/, 'what the mixer writes'],
  [/ln1\.normalized$/, 'output of the first norm'],
  [/ln_cross\.normalized$/, 'output of the norm for the source'],
  [/ln2\.normalized$/, 'output of the second norm'],
  [/ln_final\.normalized$/, 'output of the last norm'],
  [/normalized$/, 'output of the norm'],
  [/resid_(pre|mid|cross|post)$/, 'residual stream'],
  [/(^|\.)embed$/, 'embeddings'],
  [/pos_embed$/, 'embeddings of positions'],
];

type Done =
  | { readonly kind: 'ablate' | 'borrow' }
  | { readonly kind: 'scale'; readonly factor: number }
  | { readonly kind: 'fill'; readonly value: number };

const places: Readonly<Record<string, string>> = {
  text: 'text',
  position: 'word',
  key: 'looked-at word',
  tile: 'tile',
  head: 'head',
  dimension: 'dimension',
  neuron: 'neuron',
  expert: 'expert',
  choice: 'choice',
  channel: 'channel',
  state: 'state',
  order: 'filter',
  token: 'token',
  class: 'class',
};

export const changesMessages = {
  title: 'Changed',
  none: 'Nothing is changed: the model is as it was trained.',
  remove: (change: string) => `Undo: ${change}`,
  clear: 'Undo all',
  layer: (number: number, stack: string | null) =>
    stack === 'encoder' || stack === 'decoder' ? `${stack} layer ${number}` : `layer ${number}`,
  place: (axis: string, number: number) => `${places[axis] ?? axis} ${number}`,
  tensor: (name: string) => tensors.find(([pattern]) => pattern.test(name))?.[1] ?? name,
  done: (change: Done) => {
    switch (change.kind) {
      case 'ablate':
        return 'off';
      case 'borrow':
        return 'as in the other text';
      case 'scale':
        return `times ${change.factor}`;
      case 'fill':
        return `set to ${change.value}`;
    }
  },
  tensorAt: (where: string, tensor: string) => `${where === '' ? '' : `${where}: `}${tensor}`,
  change: (tensor: string, done: string) => `${tensor}, ${done}`,
  difference: 'What the changes do',
  trained: 'as trained',
  changed: 'changed',
  loss: 'loss',
  next: (word: string) => `next: ${word}`,
} as const;
