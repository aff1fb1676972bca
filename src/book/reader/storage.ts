import * as v from 'valibot';

/**
 * What a reader's browser remembers. Anything may stand there: an older version of the book, another program, a hand-edited
 * value. So what is read is checked, and what does not fit is left alone and treated as absent.
 */

const prefix = 'book:';

export function readStored<Schema extends v.GenericSchema>(
  name: string,
  schema: Schema,
): v.InferOutput<Schema> | null {
  try {
    const text = localStorage.getItem(prefix + name);
    if (text === null) return null;
    const result = v.safeParse(schema, JSON.parse(text));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}

/** Private windows and full disks refuse: the book then works without a memory. */
export function writeStored(name: string, value: unknown): void {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {
    return;
  }
}

export function forgetStored(name: string): void {
  try {
    localStorage.removeItem(prefix + name);
  } catch {
    return;
  }
}
