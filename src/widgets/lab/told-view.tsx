/** A held-out text, and what the model tells where something is asked: for models of every kind. */
import { useEffect, useMemo, useState } from 'react';
import type { Tokenizer } from '../../data/tokenizers/index.ts';
import { type Options, runtime } from '../../runtime/client.ts';
import { useWork } from '../kit/use-work.ts';
import { labMessages as words } from '../messages/lab.ts';
import { type Example, heldOutExample } from './held-out-example.ts';
import type { Looked } from './use-looked.ts';

const most = 24;

function useExample({ data, config }: Looked): Example | null {
  const [found, setFound] = useState<{ readonly key: string; readonly example: Example | null } | null>(null);
  // A record's data are new with every step, and say the same.
  const key = data === null ? '' : JSON.stringify(data);
  useEffect(() => {
    let current = true;
    if (key === '') return;
    heldOutExample(JSON.parse(key), config.context)
      .then((example) => current && setFound({ key, example }))
      .catch(() => current && setFound(null));
    return () => {
      current = false;
    };
  }, [key, config.context]);
  // Another run's text is not for this model.
  return found?.key === key ? found.example : null;
}

/** The likeliest token at each position. // [1, seq, vocabulary] -> [seq] */
function guesses(logits: Float32Array, vocabulary: number): number[] {
  return Array.from({ length: logits.length / vocabulary }, (_, position) => {
    const here = logits.subarray(position * vocabulary, (position + 1) * vocabulary);
    return here.indexOf(here.reduce((best, one) => Math.max(best, one), Number.NEGATIVE_INFINITY));
  });
}

interface ToldProps {
  readonly looked: Looked;
  readonly tokenizer: Tokenizer | null;
}

export function ToldView({ looked, tokenizer }: ToldProps) {
  const example = useExample(looked);
  const ask = useMemo(() => {
    if (example === null || tokenizer === null || example.tokens.length > looked.config.context) return null;
    const { asked: _, ...text } = example;
    const request = { model: looked.model, ...text, capture: ['logits'] };
    return async (options: Options) => {
      const { logits } = (await runtime().run(request, options)).tensors;
      // With the words that these numbers stand for: the next model may have others.
      return { example, tokenizer, told: logits ? guesses(logits.data, logits.shape.at(-1) ?? 1) : [] };
    };
  }, [looked, example, tokenizer]);
  const { result, problem } = useWork('lab/told', ask);
  if (tokenizer === null || (result === null && problem === null)) return null;
  const word = (id: number | undefined) => result?.tokenizer.vocabulary[id ?? -1] ?? '';
  const places = (result?.example.asked ?? []).flatMap((id, at) => (id === null ? [] : [{ id, at }]));
  const right = places.filter(({ id, at }) => result?.told[at] === id).length;
  return (
    <>
      <h5>{words.told.title}</h5>
      {problem ? <p className="lab-problem">{problem.message}</p> : null}
      {result ? (
        <>
          <p className="lab-written">
            <span>{result.tokenizer.decode(result.example.source ?? result.example.tokens)}</span>
          </p>
          <p className="lab-note" data-right={right} data-asked={places.length}>
            {words.told.says(right, places.length)}
          </p>
          <div className="table-scroll">
            <table className="lab-table">
              <thead>
                <tr>
                  <th scope="col">{words.told.asked}</th>
                  <th scope="col">{words.told.told}</th>
                </tr>
              </thead>
              <tbody>
                {places.slice(0, most).map(({ id, at }) => (
                  <tr key={at}>
                    <td>{word(id)}</td>
                    <td>{result.told[at] === id ? words.told.same : word(result.told[at])}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      ) : null}
    </>
  );
}
