/**
 * The model card, `card.json`: what a model is, what it was made from, by which command it can be made again, and
 * what was measured of it. Written by the training CLI alone, never typed by hand.
 */
import * as v from 'valibot';
import { checked, jsonBytes, parseJson } from './json.ts';

const text = v.pipe(v.string(), v.nonEmpty());
const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const barSchema = v.strictObject({
  /** E.g. `stories of 200 that pass the checker`. */
  what: text,
  /** E.g. `nats a token`; empty for a plain count or share. */
  unit: v.string(),
  /** Whether the bar is a ceiling or a floor for what is measured; neither: it is only told. */
  atMost: v.nullable(finite),
  atLeast: v.nullable(finite),
  measured: finite,
});

/** Only what matters for speed; no name of the machine, no path. */
export const machineSchema = v.strictObject({
  processors: count,
  model: v.string(),
  backend: v.picklist(['webgl', 'wasm', 'cpu']),
});

const cardSchema = v.strictObject({
  id: text,
  /** What it is, in a phrase. */
  what: text,
  data: v.pipe(
    v.array(
      v.strictObject({
        name: text,
        licence: text,
        /** The npm package that holds it, with its version; null for data that is generated here. */
        package: v.nullable(text),
      }),
    ),
    v.minLength(1),
  ),
  /** Makes it again: `npm run train -- gpt2-toytown --seed 1`. */
  command: text,
  seed: count,
  steps: count,
  tokens: count,
  wallSeconds: v.pipe(finite, v.minValue(0)),
  machine: machineSchema,
  parameters: count,
  /** How the weights are stored; what is measured is measured of the stored weights. */
  storage: v.picklist(['float32', 'float16', 'int8']),
  /** Nats a token on held-out data. */
  loss: finite,
  /** The entropy of the data on the same windows; null where it is not known. */
  floor: v.nullable(finite),
  /** loss - floor */
  gap: v.nullable(finite),
  bars: v.array(barSchema),
  /** Where it departs from the paper's model or setting. */
  deviations: v.array(text),
  /** Of the end of the run, `2026-01-31`. */
  date: v.pipe(v.string(), v.isoDate()),
});

export type ModelCard = v.InferOutput<typeof cardSchema>;
export type Bar = v.InferOutput<typeof barSchema>;

export const holds = ({ atMost, atLeast, measured }: Bar): boolean =>
  (atMost === null || measured <= atMost) && (atLeast === null || measured >= atLeast);

/** `loss over the floor: 0.0312 nats a token (at most 0.05), holds` */
export function describeBar(bar: Bar): string {
  // What four digits would call nothing is told by its size.
  const tiny = bar.measured !== 0 && Math.abs(bar.measured) < 0.001;
  const number = tiny ? bar.measured.toExponential(1) : bar.measured.toFixed(4);
  const measured = `${bar.what}: ${number} ${bar.unit}`.trim();
  if (bar.atMost === null && bar.atLeast === null) return measured;
  const limit = bar.atMost === null ? `at least ${bar.atLeast}` : `at most ${bar.atMost}`;
  return `${measured} (${limit}), ${holds(bar) ? 'holds' : 'FAILS'}`;
}

export const parseCard = (bytes: Uint8Array, file = 'card.json'): ModelCard =>
  checked(cardSchema, parseJson(bytes, file), file, 'card');

export const cardBytes = (card: ModelCard): Uint8Array =>
  jsonBytes(checked(cardSchema, card, 'card.json', 'card'));
