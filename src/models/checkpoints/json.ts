/** JSON files of a checkpoint: decoded, parsed and checked against a schema, each failure in a sentence. */
import * as v from 'valibot';
import { CheckpointError, type CheckpointProblem } from './errors.ts';

export function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new CheckpointError('json', 'the file is not JSON.', file);
  }
}

export function parseRecord(bytes: Uint8Array, file: string): { readonly [key: string]: unknown } {
  const value = parseJson(bytes, file);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CheckpointError('json', 'the file is not a JSON object.', file);
  }
  return value as { readonly [key: string]: unknown };
}

type AnySchema = v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>;

/** Names the field by its path: `layers.0.mixer.heads`. */
export function checked<S extends AnySchema>(
  schema: S,
  value: unknown,
  file: string,
  problem: CheckpointProblem,
): v.InferOutput<S> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  const place = path === null ? '' : `${path}: `;
  throw new CheckpointError(problem, `${place}${issue.message.replace(/\.?$/, '.')}`, file);
}

export const jsonBytes = (value: unknown): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
