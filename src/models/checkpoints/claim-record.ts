/**
 * The record of an experiment that the book reran, `public/claims/<ID>.json`: what was claimed, what was measured, and
 * what is needed to run it again. Written by `npm run claims -- ID` alone, never typed by hand. Plain data: the page
 * reads it too.
 */
import * as v from 'valibot';
import { barSchema, machineSchema } from './card.ts';
import { checked, jsonBytes, parseJson } from './json.ts';

const text = v.pipe(v.string(), v.nonEmpty());
const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const seriesSchema = v.pipe(
  v.strictObject({
    /** What is drawn as one line or one group of points: `two layers`. */
    name: text,
    /** E.g. `steps` and `prefix-matching score`. */
    xLabel: text,
    yLabel: text,
    x: v.array(finite),
    y: v.array(finite),
  }),
  v.check(({ x, y }) => x.length > 0 && x.length === y.length, 'a series has as many x as y.'),
);

const recordSchema = v.strictObject({
  /** Of `claims.md`: `C7`; with a letter where the same claim is tested in another way: `C10b`. */
  id: v.pipe(v.string(), v.regex(/^C\d{1,2}[a-z]?$/)),
  claim: text,
  /** Who claimed it: `Olsson et al. 2022`. */
  source: text,
  /** How it was tested here, in a sentence or two. */
  setting: text,
  bars: v.pipe(v.array(barSchema), v.minLength(1)),
  series: v.array(seriesSchema),
  seed: count,
  /** Of all runs together. */
  steps: count,
  seconds: v.pipe(finite, v.minValue(0)),
  machine: machineSchema,
  /** Runs it again. */
  command: text,
  /** `2026-01-31` */
  date: v.pipe(v.string(), v.isoDate()),
});

export type ClaimRecord = v.InferOutput<typeof recordSchema>;
export type Series = v.InferOutput<typeof seriesSchema>;

export const parseClaimRecord = (bytes: Uint8Array, file: string): ClaimRecord =>
  checked(recordSchema, parseJson(bytes, file), file, 'card');

export const claimRecordBytes = (record: ClaimRecord): Uint8Array =>
  jsonBytes(checked(recordSchema, record, `${record.id}.json`, 'card'));
