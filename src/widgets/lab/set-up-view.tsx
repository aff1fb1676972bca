/** The Lab's controls: every one made from the metadata of what it sets, and only those that matter to the chosen row and data. */
import { useId } from 'react';
import { datasets, type Learned, learnedBy, learnedFrom } from '../../data/datasets.ts';
import { architectures } from '../../models/architectures.ts';
import { formatDecimals, formatWhole } from '../../viz/numbers.ts';
import { Picker, Segments, Slider, TextField, Toggle } from '../kit/controls.tsx';
import { decimalsOf } from '../kit/url-state.ts';
import { labMessages as words } from '../messages/lab.ts';
import { asRow, type ChoiceName, relevantChoices } from './choices.ts';
import {
  type OptionField,
  type OptionValue,
  optionFields,
  readOptions,
  writeOptions,
} from './data-options.ts';
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
        <Picker
          field={fields.data}
          value={setUp.data}
          name={(id) => datasets.get(id)?.title ?? id}
          onChange={(data) => onChange({ data, options: '' })}
        />
        <Objective setUp={setUp} onChange={onChange} />
        <DataOptions setUp={setUp} onChange={onChange} />
        <Source data={setUp.data} />
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

/** What is to be told. One that the model cannot be asked for is there too: the sentence under it says why not. */
function Objective({ setUp: { data, options }, onChange }: Pick<SetUpProps, 'setUp' | 'onChange'>) {
  const row = datasets.get(data);
  if (row === undefined) return null;
  const values = readOptions(data, options);
  const now = learnedFrom(row, values);
  if (row.learns.length === 1) return <p className="lab-note">{words.onlyObjective(learnedBy[now].title)}</p>;
  return (
    <Picker<Learned>
      field={{ label: words.objective, choices: row.learns }}
      value={now}
      name={(one) => learnedBy[one].title}
      onChange={(objective) => onChange({ options: writeOptions(data, { ...values, objective }) })}
    />
  );
}

function Source({ data }: { readonly data: string }) {
  const source = datasets.get(data)?.source;
  return source === undefined ? null : <p className="lab-note">{source}</p>;
}

function DataOptions({ setUp, onChange }: Pick<SetUpProps, 'setUp' | 'onChange'>) {
  const { data, options } = setUp;
  const values = readOptions(data, options);
  const set = (name: string, value: OptionValue) =>
    onChange({ options: writeOptions(data, { ...values, [name]: value }) });
  const takesText = Object.hasOwn(datasets.get(data)?.options.entries ?? {}, 'text');
  return (
    <>
      {takesText ? <OwnText text={setUp.text} onChange={(text) => onChange({ text })} /> : null}
      {Object.entries(optionFields(data))
        .filter(([name]) => name !== 'objective')
        .map(([name, field]) => (
          <OptionControl
            key={`${data}/${name}`}
            field={field}
            value={values[name] ?? field.default}
            onChange={(value) => set(name, value)}
          />
        ))}
    </>
  );
}

interface OptionControlProps {
  readonly field: OptionField;
  readonly value: OptionValue;
  readonly onChange: (value: OptionValue) => void;
}

/** More than a slider can be set to by hand is typed into a link alone. */
const longestSlider = 128;

function OptionControl({ field, value, onChange }: OptionControlProps) {
  if (field.kind === 'flag') return <Toggle field={field} value={value === true} onChange={onChange} />;
  if (field.kind === 'choice')
    return (
      <Segments
        field={field}
        value={String(value)}
        name={(choice) => words.values[choice] ?? choice}
        onChange={onChange}
      />
    );
  const maximum = Math.min(field.maximum, Math.max(longestSlider, field.default, Number(value)));
  return (
    <Slider field={{ ...field, maximum }} value={Number(value)} format={formatWhole} onChange={onChange} />
  );
}

function OwnText({ text, onChange }: { readonly text: string; readonly onChange: (text: string) => void }) {
  const id = useId();
  const read = (files: FileList | null) => {
    void files?.[0]?.text().then((found) => onChange(found.slice(0, mostCharacters)));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the file input beside it is the first
    <div
      className="lab-text"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        read(event.dataTransfer.files);
      }}
    >
      {text.length > shownCharacters ? (
        <p className="lab-note">{words.textLength(text.length, text.slice(0, 120))}</p>
      ) : (
        <TextField field={fields.text} value={text} placeholder={words.textPlaceholder} onChange={onChange} />
      )}
      <label className="lab-file" htmlFor={id}>
        {words.openText}
      </label>
      <input
        id={id}
        type="file"
        accept="text/*,.txt,.md"
        onChange={(event) => read(event.currentTarget.files)}
      />
      {text === '' ? null : (
        <button type="button" className="text-button" onClick={() => onChange('')}>
          {words.clearText}
        </button>
      )}
    </div>
  );
}

const mostCharacters = 4_000_000;
/** A longer text is not laid out again at every key. */
const shownCharacters = 20_000;

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
