/** The options of a data set as controls: made from the schema that checks them. In a link they stand as `letters:8,kept:6`. */
import type * as v from 'valibot';
import { datasets } from '../../data/datasets.ts';
import type { Field } from '../kit/url-state.ts';
import { labMessages as words } from '../messages/lab.ts';

/** What is looked at of a schema. */
interface Described {
  readonly type: string;
  readonly wrapped?: Described;
  readonly default?: unknown;
  readonly options?: readonly string[];
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
}

export type OptionField = Extract<Field, { kind: 'number' | 'choice' | 'flag' }>;

/** A text is no option that has a slider: the reader's own has a box of its own. */
export function optionFields(data: string): Readonly<Record<string, OptionField>> {
  const entries = Object.entries((datasets.get(data)?.options.entries ?? {}) as v.ObjectEntries);
  return Object.fromEntries(
    entries.flatMap(([name, schema]) => {
      const field = fieldOf(words.dataOptions[name] ?? name, schema as unknown as Described);
      return field === null ? [] : [[name, field]];
    }),
  );
}

function fieldOf(label: string, { wrapped, default: standard }: Described): OptionField | null {
  if (wrapped === undefined) return null;
  const inner = wrapped.type === 'nullable' ? (wrapped.wrapped ?? wrapped) : wrapped;
  if (inner.type === 'boolean') return { kind: 'flag', label, default: standard === true };
  if (inner.type === 'picklist' && inner.options)
    return { kind: 'choice', label, default: String(standard), choices: inner.options };
  const bound = (type: string) => inner.pipe?.find((step) => step.type === type)?.requirement;
  const [minimum, maximum] = [bound('min_value'), bound('max_value')];
  if (inner.type !== 'number' || typeof minimum !== 'number' || typeof maximum !== 'number') return null;
  return { kind: 'number', label, default: Number(standard), minimum, maximum, step: 1 };
}

export type OptionValue = string | number | boolean;

/** Those that were set; what does not fit is left out, so that its default holds. */
export function readOptions(data: string, written: string): Readonly<Record<string, OptionValue>> {
  const known = optionFields(data);
  const pairs = written.split(',').flatMap((part): [string, OptionValue][] => {
    const [name = '', value = ''] = part.split(':');
    const field = Object.hasOwn(known, name) ? known[name] : undefined;
    const read = field === undefined ? null : readValue(field, value);
    return read === null ? [] : [[name, read]];
  });
  return Object.fromEntries(pairs);
}

function readValue(field: OptionField, text: string): OptionValue | null {
  if (field.kind === 'flag') return text === '1' || text === '0' ? text === '1' : null;
  if (field.kind === 'choice') return field.choices.includes(text) ? text : null;
  const value = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  return value >= field.minimum && value <= field.maximum ? value : null;
}

export function writeOptions(data: string, values: Readonly<Record<string, OptionValue>>): string {
  const known = optionFields(data);
  return Object.entries(values)
    .filter(([name, value]) => known[name] !== undefined && known[name].default !== value)
    .map(([name, value]) => `${name}:${typeof value === 'boolean' ? Number(value) : value}`)
    .join(',');
}

/** As an experiment has them. */
export function optionsOf(
  data: string,
  written: string,
  text: string,
): Readonly<Record<string, OptionValue>> {
  const own = readOptions(data, written);
  const takesText = Object.hasOwn(datasets.get(data)?.options.entries ?? {}, 'text');
  return takesText ? { ...own, text } : own;
}
