/** Into a run at any of its steps: what it reads, what it expects next, what it writes, and where each of its heads looks. */
import { useMemo, useState } from 'react';
import { tokenizerFromJSON } from '../../data/tokenizers/index.ts';
import { candidates, plainSampling } from '../../models/sampling.ts';
import { type Options, runtime } from '../../runtime/client.ts';
import { headGrid } from '../../viz/head-grid.ts';
import { probabilityBars } from '../../viz/probability-bars.ts';
import { TextField } from '../kit/controls.tsx';
import { lastLogits } from '../kit/last-logits.ts';
import { useChart } from '../kit/use-chart.ts';
import { useGeneration } from '../kit/use-generation.ts';
import { useWork } from '../kit/use-work.ts';
import { labMessages as words } from '../messages/lab.ts';
import { ToldView } from './told-view.tsx';
import type { Looked } from './use-looked.ts';
import { usePrompt } from './use-prompt.ts';

const barsShown = 6;
const written = 24;
const patterns = 'blocks.*.attn.pattern';

export function InsideView({ looked }: { readonly looked: Looked }) {
  const [text, setText] = useState('');
  const tokenizer = useMemo(
    () => (looked.tokenizer === null ? null : tokenizerFromJSON(looked.tokenizer)),
    [looked.tokenizer],
  );
  const prompt = usePrompt(tokenizer, looked, text);
  const decoder = looked.config.stack === 'decoder';
  const attends = looked.config.layers.some(({ mixer }) => mixer.kind === 'attention');
  const ready =
    decoder && prompt !== null && prompt.tokens.length > 0 && prompt.tokens.length < looked.config.context;

  const ask = useMemo(() => {
    if (!ready) return null;
    const capture = ['logits', ...(attends ? [patterns] : [])];
    const request = { model: looked.model, tokens: prompt.tokens, capture };
    return (options: Options) => runtime().run(request, options);
  }, [looked, prompt, ready, attends]);
  const { result, problem } = useWork('lab/inside', ask);
  const generate = useMemo(() => {
    if (!ready) return null;
    return {
      model: looked.model,
      tokens: prompt.tokens,
      sampling: { ...plainSampling, seed: 1 },
      maximum: Math.min(written, looked.config.context - prompt.tokens.length),
      cache: true,
    };
  }, [looked, prompt, ready]);
  const writing = useGeneration('lab/writes', generate);

  const bars = useMemo(() => {
    const logits = lastLogits(result);
    if (!logits || !tokenizer) return null;
    return {
      rows: candidates(logits, plainSampling)
        .slice(0, barsShown)
        .map(({ id, probability }) => ({
          token: tokenizer.vocabulary[id] ?? '',
          probability,
          beforeCut: probability,
          cut: false,
          chosen: false,
        })),
    };
  }, [result, tokenizer]);
  const barsHost = useChart(probabilityBars, bars, { label: words.inside.next, room: barsShown });
  const maps = useMemo(() => {
    const found = Object.entries(result?.tensors ?? {}).filter(([name]) => name.endsWith('.attn.pattern'));
    const length = result?.tokens.length ?? 0;
    if (found.length === 0) return null;
    const layers = found.map(([, { shape, data }]) =>
      // [1, heads, query, key]
      Array.from({ length: shape[1] ?? 0 }, (_, head) =>
        data.subarray(head * length * length, (head + 1) * length * length),
      ),
    );
    return { maps: layers, length, causal: true, chosen: null };
  }, [result]);
  const gridHost = useChart(headGrid, maps, {
    label: words.inside.heads,
    layerName: words.inside.layerName,
    headName: words.inside.headName,
    largest: 84,
    describe: (row: number, column: number) => words.inside.head(row + 1, column + 1),
    onChoose: () => {},
  });

  const { inside } = words;
  const read = tokenizer && prompt ? tokenizer.decode(prompt.tokens) : '';
  // What the last model wrote is still there until the next begins, and may be of a larger vocabulary.
  const ids = writing.tokens
    .map(({ token }) => token)
    .filter((id) => id < (tokenizer?.vocabulary.length ?? 0));
  const goes = tokenizer ? tokenizer.decode(ids) : '';
  return (
    <section className="lab-inside" aria-label={inside.title(looked.name, looked.step)}>
      <h4>{inside.title(looked.name, looked.step)}</h4>
      {decoder ? (
        <>
          <TextField
            field={{ label: inside.prompt }}
            value={text}
            placeholder={inside.promptPlaceholder}
            onChange={setText}
          />
          {prompt && prompt.unknown.length > 0 ? (
            <p className="lab-note">{inside.unknown(prompt.unknown.slice(0, 5).join(', '))}</p>
          ) : null}
          {problem ? <p className="lab-problem">{problem.message}</p> : null}
          <p className="lab-written" data-step={looked.step ?? ''}>
            <span>{read}</span> <b>{goes}</b>
          </p>
          <h5>{inside.next}</h5>
          <div ref={barsHost} />
          {attends ? <h5>{inside.heads}</h5> : null}
          <div ref={gridHost} />
        </>
      ) : null}
      <ToldView looked={looked} tokenizer={tokenizer} />
    </section>
  );
}
