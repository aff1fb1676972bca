/** What a model writes after a text, and whether the story that comes of it holds together: a checker reads it back. */
import { checkStory } from '../../data/toytown/index.ts';
import { type Intervention, type Options, runtime } from '../../runtime/client.ts';
import { messages } from '../messages/en.ts';
import type { ShippedModel } from './models.ts';

export interface WriteQuestion {
  readonly model: ShippedModel;
  readonly tokens: readonly number[];
  readonly interventions: readonly Intervention[];
  /** The mark that ends a story. */
  readonly stop: number;
  readonly maximum: number;
}

/** The likeliest word each time, up to the end of the story. */
export async function writeOn(question: WriteQuestion, options: Options): Promise<readonly number[]> {
  const { model, tokens, interventions, stop, maximum } = question;
  const sampling = { temperature: 0, topK: null, topP: null, seed: 1 };
  const request = { model: model.id, tokens, sampling, maximum, stop: [stop], cache: true, interventions };
  const { tokens: all } = await runtime().generate(request, options);
  return all.slice(tokens.length);
}

/** Where the text with what was written breaks the rules of Toytown; null: nowhere, or in the text itself. */
export function faultIn(
  text: readonly string[],
  written: readonly string[],
): { readonly sentence: number; readonly why: string } | null {
  if (!checkStory([...text]).ok) return null;
  const verdict = checkStory([...text, ...written]);
  return verdict.ok ? null : { sentence: verdict.sentence, why: verdict.why };
}

export interface WrittenTextProps {
  readonly label: string;
  /** The words before it, without the mark of the beginning. */
  readonly given: readonly string[];
  /** null: on its way. */
  readonly written: readonly string[] | null;
  /** What stands there when nothing was asked for. */
  readonly none?: string;
}

export function WrittenText({ label, given, written, none = '' }: WrittenTextProps) {
  const words = messages.written;
  const fault = written && written.length > 0 ? faultIn(given, written) : null;
  const sound = checkStory([...given]).ok;
  return (
    <div className="written-text">
      <p className="written-label">{label}</p>
      <p className="written-words">
        {written === null ? words.waiting : written.length === 0 ? none : written.join(' ')}
      </p>
      <p className="written-verdict">
        {written === null || written.length === 0 || !sound
          ? ''
          : fault
            ? words.broken(fault.sentence, fault.why)
            : words.sound}
      </p>
    </div>
  );
}
