/** The boxes of a decoder's diagram: which probe each stands for, and which boxes lie in which. */
import type { BlockPart } from '../../viz/block-diagram.ts';
import { blockDiagramMessages as words } from '../messages/block-diagram.ts';

/** The probe's name without its layer: `attn.q`. */
export const partOf = (probe: string): string => probe.replace(/^blocks\.\d+\./, '');
export const layerOf = (probe: string): number | null => {
  const found = /^blocks\.(\d+)\./.exec(probe)?.[1];
  return found === undefined ? null : Number(found);
};
export const nameOf = (probe: string): string => words.names[partOf(probe)] ?? probe;

const attentionInside = ['attn.q', 'attn.k', 'attn.v', 'attn.attn_scores', 'attn.pattern', 'attn.z'];
const channelsInside = ['mlp.pre', 'mlp.post'];

/** Groups open and close; what else there is is a tensor. */
export const groupIds = (layers: number): string[] => {
  const all = Array.from({ length: layers }, (_, layer) => layer);
  return [
    ...all.map((layer) => `layer-${layer}`),
    ...all.map((layer) => `attention-${layer}`),
    ...all.map((layer) => `channels-${layer}`),
  ];
};

const leaf = (id: string, kind: BlockPart['kind'], residual = false): BlockPart => ({
  id,
  label: nameOf(id),
  kind,
  ...(residual ? { residual } : {}),
});

function layerBoxes(layer: number): BlockPart {
  const at = (part: string) => `blocks.${layer}.${part}`;
  return {
    id: `layer-${layer}`,
    label: words.layer(layer + 1),
    kind: 'group',
    parts: [
      leaf(at('ln1.normalized'), 'norm'),
      {
        id: `attention-${layer}`,
        label: words.names.attention ?? '',
        kind: 'mixer',
        parts: attentionInside.map((part) => leaf(at(part), 'mixer')),
      },
      leaf(at('attn_out'), 'mixer', true),
      leaf(at('resid_mid'), 'embedding'),
      leaf(at('ln2.normalized'), 'norm'),
      {
        id: `channels-${layer}`,
        label: words.names.channels ?? '',
        kind: 'channels',
        parts: channelsInside.map((part) => leaf(at(part), 'channels')),
      },
      leaf(at('mlp_out'), 'channels', true),
      leaf(at('resid_post'), 'embedding'),
    ],
  };
}

export const boxesOf = (layers: number): BlockPart[] => [
  leaf('embed', 'embedding'),
  leaf('pos_embed', 'embedding', true),
  ...Array.from({ length: layers }, (_, layer) => layerBoxes(layer)),
  leaf('ln_final.normalized', 'norm'),
  leaf('logits', 'head'),
];

/** Ids of all tensors in the diagram. */
export function tensorIds(parts: readonly BlockPart[]): string[] {
  return parts.flatMap((part) => (part.parts ? tensorIds(part.parts) : [part.id]));
}
