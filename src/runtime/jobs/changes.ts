/** What a request changes in a model: its choices without parameters, and tensors on their way. */
import { withChoices } from '../../models/choices.ts';
import type { ModelConfig } from '../../models/config.ts';
import { type Intervention, interventionProbe, type Lent } from '../../models/interventions.ts';
import { forward } from '../../models/model.ts';
import { capture, type Probe } from '../../models/probe.ts';
import { dispose, type Tensor, tidy } from '../../models/tf.ts';
import type { OpenModel } from '../model-store.ts';
import { RuntimeError } from '../problem.ts';
import type { ConfigChoices, Text } from '../protocol.ts';
import { checkReading, inputsOf } from './inputs.ts';

export interface Changes {
  readonly interventions?: readonly Intervention[];
  readonly lender?: Text;
  readonly choices?: ConfigChoices;
}

export const changed = (config: ModelConfig, { choices }: Changes): ModelConfig =>
  withChoices(config, choices);

export interface ChangeProbe {
  readonly probe: Probe;
  dispose(): void;
}

/** The probe that carries out the interventions; the lending text is read at once, without them. */
export function probeOf(
  { params }: Pick<OpenModel, 'params'>,
  config: ModelConfig,
  { interventions = [], lender }: Changes,
): ChangeProbe {
  const borrowed = new Set(interventions.flatMap(({ kind, name }) => (kind === 'borrow' ? [name] : [])));
  if (borrowed.size === 0) return { probe: interventionProbe(interventions), dispose: () => {} };
  if (lender === undefined) {
    throw RuntimeError.of('bad-request', 'A tensor is to be taken from another text, and there is none.');
  }
  const reading = { texts: [lender], start: 0 };
  checkReading(reading, config);
  const wanted = capture((name) => borrowed.has(name));
  const lent: Lent & ReadonlyMap<string, Tensor> = wanted.tensors;
  const giveBack = () => dispose([...lent.values()]);
  try {
    tidy(() => {
      forward(params, config, inputsOf(reading), { probe: wanted.probe });
    });
  } catch (error) {
    giveBack();
    throw error;
  }
  return { probe: interventionProbe(interventions, lent), dispose: giveBack };
}
