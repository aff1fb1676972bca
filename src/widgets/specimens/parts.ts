/** Charts of a model's parts, of what it takes for what, and of a search through what it may write. */
import { colours, isName, nounOf, places } from '../../data/toytown/lexicon.ts';
import { countParameters } from '../../models/count.ts';
import { softmax } from '../../models/sampling.ts';
import { type ModelInfo, type Options, runtime } from '../../runtime/client.ts';
import { type BeamNode, beamTree, wayTo } from '../../viz/beam-tree.ts';
import { type BlockPart, blockDiagram, visibleBlocks } from '../../viz/block-diagram.ts';
import { confusionMatrix } from '../../viz/confusion-matrix.ts';
import { formatExact, formatWhole } from '../../viz/numbers.ts';
import { readText } from '../kit/model-text.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';
import { specimenMessages as words } from '../messages/specimens.ts';
import { model, rowsOf, stories } from './read-model.ts';
import { show, specimen } from './specimen.tsx';

/** A decoder's boxes from its config. */
function partsOf({ config }: ModelInfo): BlockPart[] {
  const { blocks } = words;
  const norm = (id: string): BlockPart => ({
    id,
    label: blocks.norm,
    kind: 'norm',
    note: formatWhole(config.width),
  });
  return [
    {
      id: 'embed',
      label: blocks.embedding,
      kind: 'embedding',
      note: `${config.vocabulary} × ${config.width}`,
    },
    ...config.layers.map(({ mixer, channelMixer }, index): BlockPart => {
      const prefix = `blocks.${index}`;
      const heads = mixer.kind === 'attention' ? mixer.heads : 1;
      const hidden = channelMixer.kind === 'feed-forward' ? channelMixer.hidden : 0;
      const inner = (label: string, id: string, note: string): BlockPart => ({
        id: `${prefix}.${id}`,
        label,
        kind: 'group',
        note,
      });
      return {
        id: prefix,
        label: blocks.block(index + 1),
        kind: 'group',
        parts: [
          {
            id: `${prefix}.attn`,
            label: blocks.attention,
            kind: 'mixer',
            residual: true,
            note: blocks.heads(heads),
            parts: [
              norm(`${prefix}.ln1`),
              inner(blocks.qkv, 'attn.qkv', `${config.width} → 3 × ${config.width}`),
              inner(blocks.pattern, 'attn.pattern', blocks.heads(heads)),
              inner(blocks.output, 'attn.z', `${config.width} → ${config.width}`),
            ],
          },
          {
            id: `${prefix}.mlp`,
            label: blocks.feedForward,
            kind: 'channels',
            residual: true,
            note: `${config.width} → ${hidden} → ${config.width}`,
            parts: [
              norm(`${prefix}.ln2`),
              inner(blocks.up, 'mlp.pre', `${config.width} → ${hidden}`),
              inner(blocks.activation, 'mlp.post', formatWhole(hidden)),
              inner(blocks.down, 'mlp.out', `${hidden} → ${config.width}`),
            ],
          },
        ],
      };
    }),
    norm('ln_final'),
    { id: 'logits', label: blocks.head, kind: 'head', note: `${config.width} → ${config.vocabulary}` },
  ];
}

export const blockDiagramSpecimen = specimen({
  name: 'block-diagram',
  title: words.blocks.title,
  rubric: words.blocks.rubric,
  badge: 'exact',
  height: 560,
  model: model.id,
  edits: ['blocks.0', 'blocks.0.attn'],
  ask: (options: Options) => runtime().load({ model: model.id }, options),
  show(info, open, edit) {
    const parts = partsOf(info);
    const blocks = visibleBlocks({ parts, open });
    const counted = countParameters(info.config);
    return show(
      blockDiagram,
      { parts, open, edges: info.config.tiedHead ? [{ from: 'embed', to: 'logits' }] : [] },
      {
        onOpen: (id: string, on: boolean) => edit(on ? [...open, id] : open.filter((other) => other !== id)),
      },
      {
        start: { row: 2, column: 0 },
        describe(row) {
          const block = blocks[row];
          return block
            ? words.blocks.read(
                block.part.label,
                block.part.note ?? '',
                block.part.parts?.map(({ label }) => label) ?? [],
                block.open,
              )
            : '';
        },
        table: {
          caption: words.blocks.caption,
          columns: words.blocks.columns,
          rows: counted.parts.map(({ part, total }) => [part, formatWhole(total)]),
        },
      },
    );
  },
});

const kinds = [...words.confusionMatrix.kinds];
function kindOf(word: string): number {
  if (isName(word)) return 0;
  if (nounOf(word)) return 1;
  if (colours.includes(word)) return 2;
  return places.includes(word) ? 3 : 4;
}

/** What kind of word came next, and what kind the model thought most likely. // [true kind, answer] */
async function kindsTaken(options: Options) {
  const tokenizer = await loadTokenizer(model.id);
  const counts = new Float32Array(kinds.length ** 2);
  await Promise.all(
    stories.map(async (line, index) => {
      const { tokens } = readText(tokenizer, line, model.context);
      const { tensors } = await runtime().run(
        { model: model.id, tokens, capture: ['logits'] },
        { ...options, channel: `chart-confusion-matrix/${index}` },
      );
      if (!tensors.logits) throw new Error('The run has no logits.');
      rowsOf(tensors.logits)
        .slice(0, -1)
        .forEach((logits, position) => {
          const truth = kindOf(tokenizer.vocabulary[tokens[position + 1] ?? 0] ?? '');
          const answer = kindOf(tokenizer.vocabulary[logits.indexOf(Math.max(...logits))] ?? '');
          const place = truth * kinds.length + answer;
          counts[place] = (counts[place] ?? 0) + 1;
        });
    }),
  );
  return counts;
}

export const confusionMatrixSpecimen = specimen({
  name: 'confusion-matrix',
  title: words.confusionMatrix.title,
  rubric: words.confusionMatrix.rubric,
  badge: 'trained',
  height: 380,
  model: model.id,
  edits: null,
  ask: kindsTaken,
  show(counts) {
    const at = (row: number, column: number) => counts[row * kinds.length + column] ?? 0;
    const total = (row: number) => kinds.reduce((sum, _, column) => sum + at(row, column), 0);
    return show(
      confusionMatrix,
      { classes: kinds, counts },
      { rowsName: words.confusionMatrix.rows, columnsName: words.confusionMatrix.answers },
      {
        start: { row: 0, column: 0 },
        describe: (row, column) =>
          words.confusionMatrix.read(kinds[row] ?? '', kinds[column] ?? '', at(row, column), total(row)),
        table: {
          caption: words.confusionMatrix.caption,
          columns: [words.confusionMatrix.rows, ...kinds],
          rows: kinds.map((kind, row) => [kind, ...kinds.map((_, column) => at(row, column))]),
        },
        tensors: [{ name: 'confusion', shape: [kinds.length, kinds.length], data: counts }],
      },
    );
  },
});

const beams = 3;
const beamSteps = 4;

/** Beam search, one run a beam and step: each kept beam offers its three best tokens, and the three best of all go on. */
async function searched(options: Options) {
  const tokenizer = await loadTokenizer(model.id);
  const start = readText(tokenizer, words.beamTree.start, model.context).tokens;
  const steps: BeamNode[][] = [];
  let going = [{ tokens: [...start], score: 0, column: null as number | null }];
  for (let step = 0; step < beamSteps; step++) {
    const offers = await Promise.all(
      going.map(async (beam, index) => {
        const { tensors } = await runtime().run(
          { model: model.id, tokens: beam.tokens, capture: ['logits'] },
          { ...options, channel: `chart-beam-tree/${index}` },
        );
        const logits = tensors.logits ? rowsOf(tensors.logits).at(-1) : undefined;
        const probabilities = softmax(logits ?? []);
        const best = Array.from(probabilities, (probability, id) => ({ id, probability }))
          .sort((a, b) => b.probability - a.probability)
          .slice(0, beams);
        return best.map(({ id, probability }) => ({
          id,
          probability,
          beam,
          score: beam.score + Math.log(probability),
        }));
      }),
    );
    const ranked = offers.flat().sort((a, b) => b.score - a.score);
    steps.push(
      ranked.map((offer, rank) => ({
        token: tokenizer.vocabulary[offer.id] ?? '',
        parent: offer.beam.column,
        probability: offer.probability,
        score: offer.score,
        kept: rank < beams,
      })),
    );
    going = ranked
      .slice(0, beams)
      .map((offer, rank) => ({ tokens: [...offer.beam.tokens, offer.id], score: offer.score, column: rank }));
  }
  return steps;
}

export const beamTreeSpecimen = specimen({
  name: 'beam-tree',
  title: words.beamTree.title,
  rubric: words.beamTree.rubric,
  badge: 'trained',
  height: 320,
  model: model.id,
  edits: null,
  ask: searched,
  show(steps) {
    const line = (row: number, column: number) =>
      wayTo({ steps }, { row, column }).map((place) => steps[place.row]?.[place.column]?.token ?? '');
    return show(
      beamTree,
      { steps },
      {},
      {
        start: { row: steps.length - 1, column: 0 },
        describe(row, column) {
          const node = steps[row]?.[column];
          return node
            ? words.beamTree.read(line(row, column).join(' '), node.probability, node.score, node.kept)
            : '';
        },
        table: {
          caption: words.beamTree.caption,
          columns: words.beamTree.columns,
          rows: steps.flatMap((nodes, row) =>
            nodes.map((node, column) => [
              row + 1,
              line(row, column).join(' '),
              formatExact(node.probability),
              formatExact(node.score),
            ]),
          ),
        },
      },
    );
  },
});
