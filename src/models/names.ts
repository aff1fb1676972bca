/**
 * What the axes of every probed tensor are, by its name: plain data, so that a figure can say what a change is about,
 * and a change of single positions is told from one of heads or neurons. `tests/models/names.test.ts` compares this table
 * with the tensors of every architecture.
 */
export type Axis =
  | 'text'
  | 'position'
  | 'key'
  | 'tile'
  | 'head'
  | 'dimension'
  | 'neuron'
  | 'expert'
  | 'choice'
  | 'channel'
  | 'state'
  | 'order'
  | 'token'
  | 'class';

const stream: readonly Axis[] = ['text', 'position', 'dimension'];
const perHead: readonly Axis[] = ['text', 'head', 'position', 'dimension'];
const overKeys: readonly Axis[] = ['text', 'head', 'position', 'key'];
const neurons: readonly Axis[] = ['text', 'position', 'neuron'];
const channels: readonly Axis[] = ['text', 'position', 'channel'];

/** The last parts of a name -> its axes. The longest that fits counts. */
const table: ReadonlyMap<string, readonly Axis[]> = new Map<string, readonly Axis[]>([
  ['embed', stream],
  ['pos_embed', stream],
  ['segment_embed', stream],
  ['normalized', stream],
  ['resid_pre', stream],
  ['resid_mid', stream],
  ['resid_cross', stream],
  ['resid_post', stream],
  ['attn_out', stream],
  ['cross_attn_out', stream],
  ['mlp_out', stream],
  ['moe_out', stream],
  ['ssm_out', stream],
  ['hyena_out', stream],
  ['linear_attn_out', stream],
  ['latent_attn_out', stream],
  ['gru_out', stream],
  ['unembed.pre', stream],
  ['unembed.post', stream],
  ['q', perHead],
  ['k', perHead],
  ['v', perHead],
  ['rot_q', perHead],
  ['rot_k', perHead],
  ['phi_q', perHead],
  ['phi_k', perHead],
  ['z', perHead],
  ['result', perHead],
  ['attn_scores', overKeys],
  ['pattern', overKeys],
  ['running_max', ['text', 'head', 'position', 'tile']],
  ['running_sum', ['text', 'head', 'position', 'tile']],
  ['latent', ['text', 'position', 'channel']],
  ['pre', neurons],
  ['pre_linear', neurons],
  ['post', neurons],
  ['depth.router', ['text', 'position', 'choice']],
  ['depth.passes', ['text', 'position', 'choice']],
  ['router_logits', ['text', 'position', 'expert']],
  ['router_probs', ['text', 'position', 'expert']],
  ['expert_index', ['text', 'position', 'choice']],
  ['dropped', ['text', 'position', 'choice']],
  ['ssm.gate', channels],
  ['ssm.x', channels],
  ['ssm.A', ['channel', 'state']],
  ['ssm.delta', channels],
  ['ssm.B', ['text', 'position', 'state']],
  ['ssm.C', ['text', 'position', 'state']],
  ['ssm.state', ['text', 'position', 'channel', 'state']],
  ['ssm.y', channels],
  ['hyena.v', channels],
  ['hyena.x', channels],
  ['hyena.filter', ['order', 'position', 'channel']],
  ['hyena.y', channels],
  ['gru.driven', channels],
  ['gru.reset', channels],
  ['gru.update', channels],
  ['gru.candidate', channels],
  ['gru.state', channels],
  ['logits', ['text', 'position', 'token']],
  ['pooled', ['text', 'dimension']],
  ['next_sentence', ['text', 'class']],
  ['classification', ['text', 'class']],
]);

/** Of a Mamba without selection, in which they are the same at each position. */
const constant: ReadonlyMap<string, readonly Axis[]> = new Map([
  ['ssm.B', ['channel', 'state']],
  ['ssm.C', ['channel', 'state']],
]);

/**
 * The axes of the tensor of this name, or null for a name that no model has. What is a function of the text in one
 * architecture and constant in another is told apart by its rank; without one it is the former.
 */
export function axesOf(name: string, rank?: number): readonly Axis[] | null {
  const parts = name.split('.');
  for (let from = 0; from < parts.length; from++) {
    const own = parts.slice(from).join('.');
    const axes = [table.get(own), constant.get(own)].filter((one) => one !== undefined);
    const [first] = axes;
    if (first !== undefined) return axes.find(({ length }) => length === rank) ?? first;
  }
  return null;
}

/** The stack and the layer that a name lies in, both null outside of the blocks. */
export function placeOf(name: string): { readonly stack: string | null; readonly layer: number | null } {
  const found = /^(blocks|encoder|decoder)\.(\d+)\./.exec(name);
  return { stack: found?.[1] ?? null, layer: found === null ? null : Number(found[2]) };
}
