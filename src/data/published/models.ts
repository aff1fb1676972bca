/**
 * What papers and reports say of their models: size, text, training. A number that its makers did not print is null; one that
 * outsiders estimated says so. `sources` are keys of `content/references.bib`; a test resolves every one.
 */

export interface PublishedModel {
  readonly name: string;
  /** Year and month of the paper, report or release. */
  readonly year: number;
  readonly month: number;
  readonly parameters: number;
  /** Parameters that work on one token, where the model is sparse. */
  readonly active: number | null;
  /** Tokens read in training, repetitions included. */
  readonly tokens: number | null;
  /** Operations of the training, where somebody printed them. */
  readonly operations: number | null;
  readonly kind: 'recurrent' | 'encoder' | 'encoder-decoder' | 'decoder' | 'mixture' | 'state-space';
  /** By outsiders; never published by the makers. */
  readonly estimated: boolean;
  readonly sources: readonly string[];
  /** What a reader of the number should know. */
  readonly note: string;
}

type Numbers = Partial<Pick<PublishedModel, 'active' | 'tokens' | 'operations' | 'estimated' | 'note'>>;

const model = (
  name: string,
  [year, month]: readonly [year: number, month: number],
  kind: PublishedModel['kind'],
  parameters: number,
  sources: readonly string[],
  { active = null, tokens = null, operations = null, estimated = false, note = '' }: Numbers = {},
): PublishedModel => ({
  name,
  year,
  month,
  kind,
  parameters,
  sources,
  active,
  tokens,
  operations,
  estimated,
  note,
});

const gpt3Table = 'Tokens and operations as table D.1 of the GPT-3 paper counts them.';

export const publishedModels: readonly PublishedModel[] = [
  model('ELMo', [2018, 2], 'recurrent', 93.6e6, ['peters2018', 'allennlp2018'], {
    note: 'Two LSTMs. The count is that of its makers’ download page.',
  }),
  model('GPT', [2018, 6], 'decoder', 117e6, ['radford2018', 'radford2019'], {
    note: 'The count is printed in the GPT-2 paper, of the model of the same size.',
  }),
  model('BERT-large', [2018, 10], 'encoder', 340e6, ['devlin2019', 'brown2020'], {
    tokens: 250e9,
    operations: 5.33e20,
    note: gpt3Table,
  }),
  model('GPT-2', [2019, 2], 'decoder', 1542e6, ['radford2019'], {
    note: 'The paper gives 40 GB of text, not the number of tokens.',
  }),
  model('RoBERTa-large', [2019, 7], 'encoder', 355e6, ['liu2019', 'brown2020'], {
    tokens: 2e12,
    operations: 4.26e21,
    note: gpt3Table,
  }),
  model('Megatron-LM', [2019, 9], 'decoder', 8.3e9, ['shoeybi2019']),
  model('T5-11B', [2019, 10], 'encoder-decoder', 11e9, ['raffel2020', 'brown2020'], {
    tokens: 1e12,
    operations: 3.3e22,
    note: gpt3Table,
  }),
  model('GPT-3', [2020, 5], 'decoder', 175e9, ['brown2020'], { tokens: 300e9, operations: 3.14e23 }),
  model('Switch-C', [2021, 1], 'mixture', 1571e9, ['fedus2022'], {
    note: 'Each token passes one of 2,048 experts in each layer.',
  }),
  model('Gopher', [2021, 12], 'decoder', 280e9, ['rae2021', 'hoffmann2022'], {
    tokens: 300e9,
    operations: 5.76e23,
    note: 'Operations as the Chinchilla paper counts them.',
  }),
  model('MT-NLG', [2022, 1], 'decoder', 530e9, ['smith2022'], { tokens: 270e9 }),
  model('Chinchilla', [2022, 3], 'decoder', 70e9, ['hoffmann2022'], {
    tokens: 1.4e12,
    operations: 5.76e23,
    note: 'Trained with the budget of Gopher.',
  }),
  model('PaLM', [2022, 4], 'decoder', 540e9, ['chowdhery2022'], { tokens: 780e9, operations: 2.5e24 }),
  model('BLOOM', [2022, 11], 'decoder', 176e9, ['scao2022'], { tokens: 366e9 }),
  model('LLaMA-65B', [2023, 2], 'decoder', 65.2e9, ['touvron2023'], { tokens: 1.4e12 }),
  model('GPT-4', [2023, 3], 'mixture', 1.8e12, ['openai2023', 'patel2023'], {
    active: 280e9,
    tokens: 13e12,
    estimated: true,
    note: 'Its makers published no size. All numbers are an outside estimate.',
  }),
  model('LLaMA-2-70B', [2023, 7], 'decoder', 70e9, ['touvron2023b'], { tokens: 2e12 }),
  model('Mistral-7B', [2023, 10], 'decoder', 7e9, ['jiang2023']),
  model('Falcon-180B', [2023, 11], 'decoder', 180e9, ['almazrouei2023'], { tokens: 3.5e12 }),
  model('Mamba-2.8B', [2023, 12], 'state-space', 2.8e9, ['gu2023'], { tokens: 300e9 }),
  model('Mixtral 8x7B', [2024, 1], 'mixture', 47e9, ['jiang2024'], { active: 13e9 }),
  model('DeepSeek-V2', [2024, 5], 'mixture', 236e9, ['deepseek2024'], { active: 21e9, tokens: 8.1e12 }),
  model('Llama 3.1 405B', [2024, 7], 'decoder', 405e9, ['dubey2024'], {
    tokens: 15.6e12,
    operations: 3.8e25,
  }),
  model('DeepSeek-V3', [2024, 12], 'mixture', 671e9, ['deepseek2024b'], { active: 37e9, tokens: 14.8e12 }),
  model('Qwen3-235B', [2025, 5], 'mixture', 235e9, ['qwen2025'], { active: 22e9, tokens: 36e12 }),
  model('Kimi K2', [2025, 7], 'mixture', 1.04e12, ['kimi2025'], { active: 32e9, tokens: 15.5e12 }),
  model('gpt-oss-120b', [2025, 8], 'mixture', 116.8e9, ['openai2025'], { active: 5.1e9 }),
];

/** Operations as printed, or about 6 for each parameter that works on a token, and token; null where the tokens are not known. */
export function operationsOf(
  published: PublishedModel,
): { readonly value: number; readonly computed: boolean } | null {
  if (published.operations !== null) return { value: published.operations, computed: false };
  if (published.tokens === null) return null;
  return { value: 6 * (published.active ?? published.parameters) * published.tokens, computed: true };
}
