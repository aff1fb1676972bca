/** The Lab's controls: every one made from the metadata of what it sets, and only those that matter to the chosen row and data. */
import { useId } from 'react';
import { architectures } from '../../models/architectures.ts';
import { formatDecimals, formatWhole } from '../../viz/numbers.ts';
import { Picker, Slider } from '../kit/controls.tsx';
import { decimalsOf } from '../kit/url-state.ts';
import { labMessages as words } from '../messages/lab.ts';
import { asRow, type ChoiceName, relevantChoices } from './choices.ts';
import { DataChoice } from './data-choice.tsx';
import {
  fields,
  fittingData,
  rateOf,
  relevantSizes,
  rowOf,
  type SetUp,
  type SizeName,
  sizeFields,
} from './set-up.ts';
import type { Planned } from './use-plan.ts';

interface SetUpProps {
  readonly setUp: SetUp;
  readonly onChange: (change: Partial<SetUp>) => void;
  readonly planned: Planned;
  readonly live: boolean;
}

const formats: Partial<Record<keyof SetUp, (value: number) => string>> = {
  rate: (value) => String(rateOf(value)),
  steps: formatWhole,
};

const trainingFields = ['rate', 'rows', 'steps'] as const;
const moreTraining = [
  'length',
  'warmUp',
  'finalShare',
  'decay',
  'clip',
  'beta2',
  'smoothing',
  'dropout',
] as const;

export function SetUpView({ setUp, onChange, planned, live }: SetUpProps) {
  const row = rowOf(setUp);
  const number = (name: (typeof trainingFields)[number] | (typeof moreTraining)[number]) => (
    <Slider
      key={name}
      field={fields[name]}
      value={setUp[name]}
      format={
        name === 'length'
          ? (value) => (value === 0 ? (words.values.row ?? '') : String(value))
          : (formats[name] ?? plain(fields[name].step))
      }
      onChange={(value) => onChange({ [name]: value })}
    />
  );
  return (
    <div className="lab-set-up">
      <section aria-label={words.data}>
        <h4>{words.data}</h4>
        <DataChoice setUp={setUp} onChange={onChange} />
      </section>
      <section aria-label={words.model}>
        <h4>{words.model}</h4>
        <Picker
          field={fields.architecture}
          value={setUp.architecture}
          name={(id) => architectures[id].title}
          onChange={(architecture) => onChange({ architecture, ...fittingData(architecture, setUp) })}
        />
        {(['layers', 'width', 'heads'] as const).map((name) => (
          <Slider
            key={name}
            field={fields[name]}
            value={setUp[name]}
            onChange={(value) => onChange({ [name]: value })}
          />
        ))}
        <details className="lab-more">
          <summary>{words.more}</summary>
          {relevantSizes(setUp).map((name) => (
            <RowSize key={name} name={name} value={setUp[name]} onChange={onChange} />
          ))}
          {relevantChoices(row).map((name: ChoiceName) => (
            <Picker
              key={name}
              field={fields[name]}
              value={setUp[name]}
              name={(value) => words.values[value] ?? value}
              onChange={(value) => onChange({ [name]: value })}
            />
          ))}
        </details>
      </section>
      <Cost planned={planned} live={live} />
      <section aria-label={words.trainingTitle}>
        <h4>{words.trainingTitle}</h4>
        {trainingFields.map(number)}
        <SeedField value={setUp.seed} onChange={(seed) => onChange({ seed })} />
        <details className="lab-more">
          <summary>{words.more}</summary>
          {moreTraining.map(number)}
          <p className="lab-note">{words.optimizer}</p>
        </details>
      </section>
    </div>
  );
}

const plain = (step: number) => (value: number) => formatDecimals(value, decimalsOf(step));

interface RowSizeProps {
  readonly name: SizeName;
  readonly value: number;
  readonly onChange: (change: Partial<SetUp>) => void;
}

/** At 0 the row says. */
function RowSize({ name, value, onChange }: RowSizeProps) {
  const field = sizeFields[name];
  return (
    <Slider
      field={field}
      value={value}
      format={(size) => (size === 0 ? (words.values[asRow] ?? '') : plain(field.step)(size))}
      onChange={(size) => onChange({ [name]: size })}
    />
  );
}

function Cost({ planned: { plan, problem }, live }: Pick<SetUpProps, 'planned' | 'live'>) {
  return (
    <div className="lab-cost" aria-live="polite">
      {plan ? (
        <>
          <p className="lab-count">
            <b data-parameters={plan.parameters}>{formatWhole(plan.parameters)}</b> {words.cost.parameters}
          </p>
          <p>
            {plan.active < plan.parameters ? `${words.cost.active(plan.active)}; ` : ''}
            {words.cost.flops(plan.stepFlops)}, {words.cost.memory(plan.bytes)}
          </p>
        </>
      ) : (
        <p className={problem === '' ? '' : 'lab-problem'}>
          {problem === '' ? (live ? words.counting : '') : `${words.cannot} ${problem}`}
        </p>
      )}
    </div>
  );
}

function SeedField({
  value,
  onChange,
}: {
  readonly value: number;
  readonly onChange: (seed: number) => void;
}) {
  const id = useId();
  const { minimum, maximum, label } = fields.seed;
  return (
    <div className="control lab-number">
      <label className="control-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        type="number"
        min={minimum}
        max={maximum}
        step={1}
        value={value}
        onChange={(event) => {
          const seed = event.currentTarget.valueAsNumber;
          if (Number.isInteger(seed) && seed >= minimum && seed <= maximum) onChange(seed);
        }}
      />
    </div>
  );
}
