/** Takes an exported function, class or constant with the comment over it out of a source file's text, by name. */
export function extractSource(text: string, name: string): string | null {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const declaration = new RegExp(`^export (?:async )?(?:function\\*?|class|const|interface|type) ${name}\\b`);
  const start = lines.findIndex((line) => declaration.test(line));
  if (start < 0) return null;
  return lines.slice(firstOf(lines, start), lastOf(lines, start) + 1).join('\n');
}

/** The first line of the comment that stands directly over a declaration. */
function firstOf(lines: readonly string[], start: number): number {
  let first = start;
  if (/\*\/$/.test(lines[start - 1] ?? '')) {
    first = start - 1;
    while (first > 0 && !/^\/\*/.test(lines[first] ?? '')) first -= 1;
  } else while (/^\/\//.test(lines[first - 1] ?? '')) first -= 1;
  return first;
}

/**
 * The sources are formatted: a declaration ends on its own line, or on the first line at the margin that begins with a
 * closing bracket and opens nothing.
 */
function lastOf(lines: readonly string[], start: number): number {
  if (/[;}]$/.test(lines[start] ?? '')) return start;
  for (let last = start + 1; last < lines.length; last++) {
    const line = lines[last] ?? '';
    if (/^[}\])]/.test(line) && !/[{([]$/.test(line)) return last;
    if (
      /^\s.*;$/.test(line) &&
      !/^export (?:async )?(?:function|class|interface)/.test(lines[start] ?? '') &&
      !/[{([]$/.test(lines[start] ?? '')
    )
      return last;
  }
  return lines.length - 1;
}
