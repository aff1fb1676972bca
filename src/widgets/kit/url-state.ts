/**
 * The whole state of a figure as typed fields with metadata, and its short form in the address: one query parameter a figure,
 * `?attention-map=1~text:mia+has+a+ball~layer:2`. Only what differs from the default stands there. Every field is checked by
 * itself: a bad one gives a sentence and keeps its default, the others are kept. Nothing here throws.
 */
import * as v from 'valibot';
import { messages } from '../messages/en.ts';
import { type Change, readChanges, writeChanges } from './changes.ts';

export interface TextState {
  readonly kind: 'text';
  readonly label: string;
  readonly default: string;
  /** The most characters that go into a link; what is typed may be longer. */
  readonly maximum: number;
}

export interface NumberState {
  readonly kind: 'number';
  readonly label: string;
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
}

export interface ChoiceState<Choice extends string = string> {
  readonly kind: 'choice';
  readonly label: string;
  readonly default: Choice;
  readonly choices: readonly Choice[];
}

export interface FlagState {
  readonly kind: 'flag';
  readonly label: string;
  readonly default: boolean;
}

export interface ListState {
  readonly kind: 'list';
  readonly label: string;
  readonly default: readonly number[];
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly shortest: number;
  readonly longest: number;
}

/** What is changed in the model, as `kit/changes.ts` writes it. */
export interface ChangesState {
  readonly kind: 'changes';
  readonly label: string;
  readonly default: readonly Change[];
}

export type Field = TextState | NumberState | ChoiceState | FlagState | ListState | ChangesState;
export type Fields = Readonly<Record<string, Field>>;

export type ValueOf<F extends Field> =
  F extends ChoiceState<infer Choice>
    ? Choice
    : F extends TextState
      ? string
      : F extends NumberState
        ? number
        : F extends FlagState
          ? boolean
          : F extends ListState
            ? readonly number[]
            : F extends ChangesState
              ? readonly Change[]
              : never;

export type StateOf<F extends Fields> = { readonly [K in keyof F]: ValueOf<F[K]> };

type Value = string | number | boolean | readonly number[] | readonly Change[];

export interface Decoded<F extends Fields> {
  readonly state: StateOf<F>;
  /** What could not be used, each as a phrase for the reader. */
  readonly problems: readonly string[];
}

export interface Encoded {
  /** null: everything is at its default. */
  readonly payload: string | null;
  /** Labels of texts that are too long for a link. */
  readonly left: readonly string[];
}

const version = '1';

export function defaultsOf<F extends Fields>(fields: F): StateOf<F> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, field.default]),
  ) as StateOf<F>;
}

/** Decimals that a step needs: 0.05 needs two. */
export function decimalsOf(step: number): number {
  const text = String(step);
  const small = /e-(\d+)$/.exec(text);
  return small ? Number(small[1]) : (text.split('.')[1]?.length ?? 0);
}

/** The nearest value that the field allows. */
export function snap(field: Pick<NumberState, 'minimum' | 'maximum' | 'step'>, value: number): number {
  const steps = Math.round((value - field.minimum) / field.step);
  const snapped = Number((field.minimum + steps * field.step).toFixed(decimalsOf(field.step) + 1));
  return Math.max(field.minimum, Math.min(field.maximum, snapped));
}

// `~` parts the fields, so a text may not hold it; lone surrogates cannot stand in an address.
const hide = (text: string) =>
  text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replaceAll('!', '!e')
    .replaceAll('~', '!t');
const unhide = (text: string) => text.replaceAll('!t', '~').replaceAll('!e', '!');

function write(field: Field, value: Value): string {
  if (field.kind === 'changes') return writeChanges(value as readonly Change[]);
  if (field.kind === 'list' || Array.isArray(value)) return (value as readonly number[]).join(',');
  if (field.kind === 'flag') return value === true ? '1' : '0';
  return field.kind === 'number' ? String(value) : hide(String(value));
}

function numberSchema(field: NumberState | ListState) {
  const { broken, range } = messages.badState;
  const outside = range(field.label, String(field.minimum), String(field.maximum));
  return v.pipe(
    v.string(),
    v.regex(/^-?\d{1,15}(\.\d{1,12})?$/, broken(field.label)),
    v.transform(Number),
    v.minValue(field.minimum, outside),
    v.maxValue(field.maximum, outside),
    v.transform((value) => snap(field, value)),
  );
}

/** What may stand in a link for this field; the message of what does not fit is a phrase for the reader. */
function schemaOf(field: Field): v.GenericSchema<string, Value> {
  const broken = messages.badState.broken(field.label);
  switch (field.kind) {
    case 'text':
      return v.pipe(v.string(), v.transform(unhide), v.maxLength(field.maximum, broken));
    case 'number':
      return numberSchema(field);
    case 'choice':
      return v.pipe(v.string(), v.picklist(field.choices, messages.badState.choice(field.label)));
    case 'flag':
      return v.pipe(
        v.string(),
        v.picklist(['0', '1'], broken),
        v.transform((text) => text === '1'),
      );
    case 'changes':
      return v.pipe(
        v.string(),
        v.rawTransform(({ dataset, addIssue, NEVER }) => {
          const changes = readChanges(dataset.value);
          if (changes !== null) return changes;
          addIssue({ message: broken });
          return NEVER;
        }),
      );
    case 'list':
      return v.pipe(
        v.string(),
        v.transform((text) => (text === '' ? [] : text.split(','))),
        v.minLength(field.shortest, broken),
        v.maxLength(field.longest, broken),
        v.array(numberSchema(field)),
      );
  }
}

export function encodeState<F extends Fields>(fields: F, state: StateOf<F>): Encoded {
  const parts: string[] = [];
  const left: string[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const value = state[name] as Value;
    const text = write(field, value);
    if (text === write(field, field.default)) continue;
    if (field.kind === 'text' && String(value).length > field.maximum) left.push(field.label);
    else parts.push(`${name}:${text}`);
  }
  return { payload: parts.length === 0 ? null : [version, ...parts].join('~'), left };
}

export function decodeState<F extends Fields>(fields: F, payload: string | null): Decoded<F> {
  const state: Record<string, Value> = { ...defaultsOf(fields) } as Record<string, Value>;
  const problems = new Set<string>();
  if (payload === null) return { state: state as StateOf<F>, problems: [] };
  const [found, ...parts] = payload.split('~');
  if (found !== version) problems.add(messages.badState.version);
  else
    for (const part of parts) {
      const colon = part.indexOf(':');
      const name = part.slice(0, Math.max(0, colon));
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (!field) {
        problems.add(messages.badState.unknown);
        continue;
      }
      const checked = v.safeParse(schemaOf(field), part.slice(colon + 1), { abortEarly: true });
      if (checked.success) state[name] = checked.output;
      else problems.add(checked.issues[0].message);
    }
  return { state: state as StateOf<F>, problems: [...problems] };
}

/** The query with this figure's part put in or taken out; the other parts stay as they are. */
export function replaceInQuery(search: string, figure: string, payload: string | null): string {
  const parts = search
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '' && part.split('=')[0] !== figure);
  if (payload !== null) {
    // A colon, comma and exclamation mark may stand in a query as they are, and keep the address readable.
    const value = encodeURIComponent(payload)
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%20', '+');
    parts.push(`${figure}=${value}`);
  }
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** This figure's part of a query, or null. */
export function payloadIn(search: string, figure: string): string | null {
  return new URLSearchParams(search).get(figure);
}

/** The chosen cell of a chart, [row, column]; empty until one is chosen: the figure then has one of its own. */
export const cellField = (label: string, maximum = 1023) =>
  ({
    kind: 'list',
    label,
    default: [],
    minimum: 0,
    maximum,
    step: 1,
    shortest: 0,
    longest: 2,
  }) as const satisfies Field;

/** The fields with other defaults: what an author sets in a chapter; undefined is not set. Wrong ones are a mistake in the chapter. */
export function withDefaults<F extends Fields>(
  fields: F,
  defaults: { readonly [Name in keyof F]?: ValueOf<F[Name]> | undefined },
): F {
  const entries = Object.entries(fields).map(([name, field]) => {
    const value = defaults[name];
    return [name, value === undefined ? field : { ...field, default: value }];
  });
  return Object.fromEntries(entries) as F;
}
