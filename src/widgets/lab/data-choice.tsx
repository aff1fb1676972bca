/** What the Lab trains on, and what is asked of it: the data, its own choices from their metadata, the reader's own text. */
import { useId } from 'react';
import { datasets, type Learned, learnedBy, learnedFrom } from '../../data/datasets.ts';
import { formatWhole } from '../../viz/numbers.ts';
import { Picker, Segments, Slider, TextField, Toggle } from '../kit/controls.tsx';
import { labMessages as words } from '../messages/lab.ts';
import {
  type OptionField,
  type OptionValue,
  optionFields,
  readOptions,
  writeOptions,
} from './data-options.ts';
import { fields, type SetUp } from './set-up.ts';

interface DataProps {
  readonly setUp: SetUp;
  readonly onChange: (change: Partial<SetUp>) => void;
}

export function DataChoice({ setUp, onChange }: DataProps) {
  return (
    <>
      <Picker
        field={fields.data}
        value={setUp.data}
        name={(id) => datasets.get(id)?.title ?? id}
        onChange={(data) => onChange({ data, options: '' })}
      />
      <Objective setUp={setUp} onChange={onChange} />
      <DataOptions setUp={setUp} onChange={onChange} />
      <Source data={setUp.data} />
    </>
  );
}

/** What is to be told. One that the model cannot be asked for is there too: the sentence under it says why not. */
function Objective({ setUp: { data, options }, onChange }: DataProps) {
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

function DataOptions({ setUp, onChange }: DataProps) {
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
