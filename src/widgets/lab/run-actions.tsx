/** What can be done with the run that is looked at, how fast it goes, and what may be changed while it does. */
import { Button, Slider } from '../kit/controls.tsx';
import { labMessages as words } from '../messages/lab.ts';
import { isDone, lastStep } from './run-record.ts';
import { adjust, goOn, type LabRun, pause } from './runs.ts';

const rateField = {
  kind: 'number',
  label: words.live.rate,
  default: 1,
  minimum: 0,
  maximum: 3,
  step: 0.1,
} as const;
const balanceField = {
  kind: 'number',
  label: words.live.loadBalance,
  default: 0.01,
  minimum: 0,
  maximum: 0.2,
  step: 0.005,
} as const;

const dropoutField = {
  kind: 'number',
  label: words.live.dropout,
  default: 0,
  minimum: 0,
  maximum: 0.5,
  step: 0.05,
} as const;

export function RunActions({ run }: { readonly run: LabRun }) {
  const { record, status } = run;
  const busy = status === 'running' || status === 'starting';
  const whole = isDone(record);
  return (
    <>
      {busy ? (
        <Button onPress={() => pause(record.id)}>{words.pause}</Button>
      ) : (
        <>
          <Button disabled={whole} onPress={() => void goOn(record.id)}>
            {words.resume}
          </Button>
          <Button disabled={whole} onPress={() => void goOn(record.id, 1)}>
            {words.step}
          </Button>
        </>
      )}
    </>
  );
}

export function RunFacts({ run }: { readonly run: LabRun }) {
  const { record, status } = run;
  const { facts } = words;
  const last = record.steps.at(-1);
  const step = lastStep(record);
  const { steps } = record.experiment;
  const left =
    last && last.tokensPerSecond > 0 ? ((steps - step) * record.stepTokens) / last.tokensPerSecond : null;
  const parts = [
    words.status[status],
    facts.step(step, steps),
    ...(last && status === 'running' ? [facts.speed(last.tokensPerSecond)] : []),
    ...(left !== null && status === 'running' ? [facts.left(left)] : [facts.took(record.seconds)]),
    ...(last ? [facts.gradient(last.gradientNorm), facts.rate(last.learningRate)] : []),
  ];
  return (
    <div className="lab-facts">
      <p data-status={status} data-step={step}>
        {parts.join(' · ')}
      </p>
      {record.problem === '' ? null : (
        <p className="lab-problem" role="alert">
          {words.failed(record.problem)} {words.failedAdvice}
        </p>
      )}
    </div>
  );
}

export function LiveSliders({ run: { record } }: { readonly run: LabRun }) {
  const { rateFactor = 1, loadBalance, dropout = record.experiment.dropout ?? 0 } = record.adjusted;
  const experts = record.config?.layers.find(
    ({ channelMixer }) => channelMixer.kind === 'mixture-of-experts',
  );
  const own = experts?.channelMixer.kind === 'mixture-of-experts' ? experts.channelMixer.loadBalance : 0;
  return (
    <div className="lab-live">
      <Slider
        field={rateField}
        value={rateFactor}
        onChange={(factor) => adjust(record.id, { rateFactor: factor })}
      />
      <Slider
        field={dropoutField}
        value={dropout}
        onChange={(value) => adjust(record.id, { dropout: value })}
      />
      {experts ? (
        <Slider
          field={balanceField}
          value={loadBalance ?? own}
          onChange={(value) => adjust(record.id, { loadBalance: value })}
        />
      ) : null}
    </div>
  );
}
