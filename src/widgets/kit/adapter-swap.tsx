/** Two adapters of one model, kept side by side: one is plugged in, exchanged for the other, or multiplied out into the weights. */

import { useMemo } from 'react';
import { furthest } from '../../models/scan-forms.ts';
import { type ModelChoice, type Options, runtime } from '../../runtime/client.ts';
import { adapterSwapMessages as words } from '../messages/adapter-swap.ts';
import { Button, Segments, Toggle } from './controls.tsx';
import type { StateOf } from './url-state.ts';
import { dialects, lossesOf, type TownLosses, townBase, townRuns, useTwoTowns } from './use-two-towns.ts';
import { useWork } from './use-work.ts';

const runs = townRuns('lora');
/** Channels of the two runs and of what is asked of them. */
export const swapChannels = ['lora-swap', runs.after, runs.mirror] as const;

export const swapFields = {
  plugged: { kind: 'choice', label: words.plugged, default: 'none', choices: ['none', ...dialects] },
  folded: { kind: 'flag', label: words.folded, default: false },
} as const;

type SwapState = StateOf<typeof swapFields>;

interface Swapped {
  /** What was asked: the answer before stays until the next is there, and says what it is of. */
  readonly plugged: SwapState['plugged'];
  readonly folded: boolean;
  readonly losses: TownLosses;
  /** Between what the model says with the adapter beside its weights, and multiplied out; null: no adapter. */
  readonly apart: number | null;
}

const text = Array.from({ length: 32 }, (_, index) => (index * 7) % 187);

async function swapped(plugged: SwapState['plugged'], folded: boolean, options: Options): Promise<Swapped> {
  if (plugged === 'none')
    return { plugged, folded, losses: await lossesOf(townBase, runs, options), apart: null };
  const beside: ModelChoice = { training: runs[plugged] };
  const out: ModelChoice = { folded: runs[plugged] };
  const logits = async (model: ModelChoice) =>
    (await runtime().run({ model, tokens: text, capture: ['logits'] }, options)).tensors.logits?.data ?? [];
  const [one, other] = [await logits(beside), await logits(out)];
  const apart = one.length === other.length && one.length > 0 ? furthest(one, other) : Number.NaN;
  return { plugged, folded, losses: await lossesOf(folded ? out : beside, runs, options), apart };
}

export interface AdapterSwapProps {
  readonly state: SwapState & { readonly seed: number };
  readonly set: (change: Partial<SwapState>) => void;
}

export function AdapterSwap({ state, set }: AdapterSwapProps) {
  const towns = useTwoTowns('lora', 'lora-3');
  const trained = towns.state === 'done';
  const running = towns.state === 'running';
  const { plugged, folded } = state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other adapters are measured anew
  const ask = useMemo(
    () => (trained ? (options: Options) => swapped(plugged, folded, options) : null),
    [trained, towns.after.steps, plugged, folded],
  );
  const work = useWork('lora-swap', ask);
  const result = trained ? work.result : null;
  const problem = work.problem?.message ?? towns.problem;
  return (
    <section className="adapter-swap" aria-label={words.title}>
      <p className="control-label">{words.title}</p>
      <div className="claim-live">
        <div className="curve-actions">
          <Button
            primary={!running && !trained}
            onPress={() => (running ? towns.stop() : towns.start(state.seed))}
          >
            {running ? words.stop : trained ? words.again : words.train}
          </Button>
        </div>
        <Segments
          field={swapFields.plugged}
          value={plugged}
          name={(choice) => words.names[choice]}
          disabled={!trained}
          onChange={(choice) => set({ plugged: choice })}
        />
        <Toggle
          field={swapFields.folded}
          value={folded}
          disabled={!trained || plugged === 'none'}
          onChange={(value) => set({ folded: value })}
        />
      </div>
      <p className="claim-text" aria-live="polite">
        {problem
          ? words.failed(problem)
          : running
            ? words.progress(towns.done, towns.all)
            : result
              ? words.reads(
                  result.plugged,
                  result.folded,
                  result.losses.after,
                  result.losses.mirror,
                  result.apart,
                )
              : trained
                ? words.measuring
                : words.nothing}
      </p>
    </section>
  );
}
