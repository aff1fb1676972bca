/** What stands on a chip for a token: a space is `·`, a newline `↵`, a tab `→`, so that none is invisible. */
const signs: Readonly<Record<string, string>> = { ' ': '·', '\n': '↵', '\t': '→' };

export interface TokenSpan {
  readonly text: string;
  /** True for a sign that stands for white space, drawn in a quieter ink. */
  readonly space: boolean;
}

export function tokenSpans(token: string): TokenSpan[] {
  const spans: TokenSpan[] = [];
  for (const character of token) {
    const sign = signs[character];
    const last = spans.at(-1);
    if (sign === undefined && last && !last.space)
      spans[spans.length - 1] = { text: last.text + character, space: false };
    else spans.push({ text: sign ?? character, space: sign !== undefined });
  }
  return spans;
}

/** The token as one string, cut with an ellipsis where a label has no room for it. */
export function visibleToken(token: string, longest = Number.POSITIVE_INFINITY): string {
  const whole = tokenSpans(token)
    .map((span) => span.text)
    .join('');
  const characters = [...whole];
  return characters.length > longest ? `${characters.slice(0, Math.max(1, longest - 1)).join('')}…` : whole;
}
