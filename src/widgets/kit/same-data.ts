/** Whether a chart has drawn these very numbers already, in arrays of their own. */

type Fields = Readonly<Record<string, unknown>>;

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

const isPlain = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/**
 * Equal in every part. What both share is held to be different: somebody may have written into it since it was drawn, as training
 * does into its curves. Functions, and objects that are not plain, are never equal.
 */
export function sameData(drawn: unknown, next: unknown): boolean {
  if (isList(drawn) && isList(next)) {
    if (drawn === next || drawn.length !== next.length) return false;
    for (let index = 0; index < drawn.length; index++) if (!sameData(drawn[index], next[index])) return false;
    return true;
  }
  if (isPlain(drawn) && isPlain(next)) {
    const names = Object.keys(drawn);
    return (
      drawn !== next &&
      names.length === Object.keys(next).length &&
      names.every((name) => name in next && sameData(drawn[name], next[name]))
    );
  }
  return typeof drawn !== 'object' && typeof drawn !== 'function'
    ? Object.is(drawn, next)
    : drawn === null && next === null;
}
