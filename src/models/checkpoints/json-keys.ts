/**
 * JSON.parse lets the last of two equal names win, silently; in a checkpoint that would hide a tensor.
 * `text` must be valid JSON. Answers a name that occurs twice in one object, or null.
 */
export function duplicateKey(text: string): string | null {
  /** The names seen in each object that is open here; null for an open list. */
  const open: (Set<string> | null)[] = [];
  let expectsName = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      const start = at;
      at = endOfString(text, at);
      const names = open.at(-1);
      if (!expectsName || names === null || names === undefined) continue;
      const name: string = JSON.parse(text.slice(start, at + 1));
      if (names.has(name)) return name;
      names.add(name);
      expectsName = false;
    } else if (character === '{') {
      open.push(new Set());
      expectsName = true;
    } else if (character === '[') {
      open.push(null);
      expectsName = false;
    } else if (character === '}' || character === ']') {
      open.pop();
      expectsName = false;
    } else if (character === ',') {
      expectsName = open.at(-1) !== null;
    }
  }
  return null;
}

/** The place of the quote that closes the string which opens at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
