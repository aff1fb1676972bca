/** The field for a reader's text with what the model makes of it: words that it does not know, each with a way on. */
import { useState } from 'react';
import type { Tokenizer } from '../../data/tokenizers/index.ts';
import { type Chip, tokenChips } from '../../viz/token-chips.ts';
import { messages } from '../messages/en.ts';
import { TextField } from './controls.tsx';
import { dropUnknown, type ModelText, replacePiece } from './model-text.ts';
import type { TextState } from './url-state.ts';
import { useChart } from './use-chart.ts';

export interface TextInputProps {
  readonly field: TextState;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly read: ModelText | null;
  readonly tokenizer: Tokenizer | null;
  readonly placeholder?: string;
}

/** The field alone, and under it what the model cannot read. */
export function TextInput({ field, text, onChange, read, tokenizer, placeholder }: TextInputProps) {
  return (
    <div className="control wide">
      <TextField field={field} value={text} onChange={onChange} {...(placeholder ? { placeholder } : {})} />
      <UnknownWords text={text} onChange={onChange} read={read} tokenizer={tokenizer} />
    </div>
  );
}

type UnknownWordsProps = Pick<TextInputProps, 'text' | 'onChange' | 'read' | 'tokenizer'>;

function UnknownWords({ text, onChange, read, tokenizer }: UnknownWordsProps) {
  const { words } = messages;
  const first = read?.unknown[0];
  const cut = read ? read.seen.filter((token) => token.use === 'beyond context').length : 0;
  if (!read || !tokenizer || (!first && cut === 0)) return <p className="word-notice" role="status" />;
  const typed = first ? text.slice(first.start, first.end) : '';
  return (
    <p className="word-notice" role="status">
      {first ? (
        <>
          <span>
            {read.unknown.length === 1
              ? words.unknownOne(typed)
              : words.unknownMany(read.unknown.length, typed)}
          </span>
          {tokenizer.suggest(typed).map((suggestion) => (
            <button
              key={suggestion}
              type="button"
              className="text-button word"
              onClick={() => onChange(replacePiece(text, first, suggestion))}
            >
              {suggestion}
            </button>
          ))}
          <button
            type="button"
            className="text-button"
            onClick={() => onChange(replacePiece(text, first, null))}
          >
            {words.drop}
          </button>
          {read.unknown.length > 1 ? (
            <button
              type="button"
              className="text-button"
              onClick={() => onChange(dropUnknown(text, read.unknown))}
            >
              {words.dropAll}
            </button>
          ) : null}
        </>
      ) : null}
      {cut > 0 ? <span>{words.cut(read.known - cut, read.known)}</span> : null}
    </p>
  );
}

/** At most so many chips stand in the page; before them, how many are not shown. */
const chipsShown = 160;

export interface TokenRowProps {
  readonly read: ModelText | null;
  readonly label: string;
  /** The last of these were written by the model and are marked. */
  readonly written?: number;
}

export function TokenRow({ read, label, written = 0 }: TokenRowProps) {
  const { words } = messages;
  const [none] = useState<readonly Chip[]>([]);
  const seen = read?.seen ?? [];
  const shown = seen.slice(-chipsShown);
  const chips: readonly Chip[] = read
    ? shown.map((token, index): Chip => {
        if (token.use === 'unknown') return { token: token.text, role: 'unknown', note: words.unknownNote };
        if (token.use === 'beyond context') return { token: token.text, role: 'unused', note: words.cutNote };
        return { token: token.text, role: index >= shown.length - written ? 'chosen' : 'plain' };
      })
    : none;
  const host = useChart(tokenChips, read ? { chips } : null, { label });
  return (
    <div className="token-row">
      {seen.length > chipsShown ? <p className="token-row-more">… {seen.length - chipsShown}</p> : null}
      <div ref={host} />
    </div>
  );
}
