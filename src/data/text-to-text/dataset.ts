/**
 * Toytown for T5: first spans of English and French stories to be filled in (`objectives/span-corruption.ts`), then
 * text-to-text tasks by prefix.
 *
 * Deviations: the tasks come after the filling in, with none of it among them, as in the paper's fine-tuning. Nothing
 * is drawn twice.
 */
import { type RandomStream, randomStream } from '../../random.ts';
import type { Batch, Dataset } from '../batch.ts';
import { corruptSpans } from '../objectives/span-corruption.ts';
import { sentinels, withMarks } from '../objectives/special-tokens.ts';
import { teacherForced } from '../objectives/teacher-forcing.ts';
import { batchStream } from '../parts.ts';
import { ours } from '../tasks/task-dataset.ts';
import { wordTokenizer } from '../tokenizers/word.ts';
import { bilingualVocabulary } from '../toytown/french/index.ts';
import { generateStory, heldOutSentence, type Story, stories, withoutHeldOut } from '../toytown/index.ts';
import type { Example, TaskName } from './example.ts';
import { drawPassage, type Extent, english, french } from './passages.ts';
import { anyExtent, drawExample, taskWords, textTasks, translating } from './tasks.ts';

export const textToTextSources = [ours('Toytown'), ours('Toytown French')];

const sentinelCount = 8;
const marked = withMarks(
  [...bilingualVocabulary, ...taskWords],
  ['<pad>', '</s>', ...sentinels(sentinelCount)],
);
export const textToTextVocabulary = marked.vocabulary;
/** T5's decoder begins with the padding token. */
export const textToTextMarks = { start: marked.id['<pad>'] ?? 0, end: marked.id['</s>'] ?? 0 };
const sentinelIds = sentinels(sentinelCount).map((name) => marked.id[name] ?? 0);
const ids = new Map(textToTextVocabulary.map((word, id) => [word, id]));

export const textToTextTokenizer = () => wordTokenizer(textToTextVocabulary, null);

export function idsOf(words: readonly string[]): number[] {
  return words.map((word) => {
    const id = ids.get(word);
    if (id === undefined) throw new RangeError(`"${word}" is not in the vocabulary.`);
    return id;
  });
}

interface Written {
  readonly source: readonly number[];
  readonly target: readonly number[];
}

/** A source ends with `</s>` as in the paper, and so does a target. */
function toBatch(pairs: readonly Written[]): Batch {
  const { start, end } = textToTextMarks;
  return teacherForced(
    pairs.map(({ source }) => [...source, end]),
    pairs.map(({ target }) => [...target, end]),
    { start, pad: start },
  );
}

function corrupted(random: RandomStream, story: Story, extent: Extent): Written {
  const passage = drawPassage(random, story, extent);
  const words = random.next() < 0.5 ? english(passage) : french(passage);
  return corruptSpans(idsOf(words), random, { sentinels: sentinelIds });
}

const written = ({ source, target }: Example): Written => ({ source: idsOf(source), target: idsOf(target) });

export interface TextToTextOptions {
  /** How many batches are of hidden spans, before the tasks begin. */
  readonly corruptionSteps: number;
  /** All of them, if nothing is said. */
  readonly tasks?: readonly TaskName[];
}

/** `length` is not asked for: rows are as long as their texts. */
export function textToTextDataset({ corruptionSteps, tasks }: TextToTextOptions): Dataset {
  return {
    vocabulary: textToTextVocabulary.length,
    training(seed, index, rows) {
      const random = batchStream('training', seed, index);
      // Texts of one batch are about as long, so that little of it is padding.
      const count = anyExtent.least + (index % (anyExtent.most - anyExtent.least + 1));
      const extent = { least: count, most: count };
      return toBatch(
        Array.from({ length: rows }, () => {
          const story = generateStory(random, withoutHeldOut);
          return index < corruptionSteps
            ? corrupted(random, story, extent)
            : written(drawExample(random, story, extent, tasks));
        }),
      );
    },
    heldOut(count, rows) {
      const random = randomStream(0);
      const told = stories('test', count * rows);
      return Array.from({ length: count }, (_, batch) =>
        toBatch(
          told
            .slice(batch * rows, (batch + 1) * rows)
            .map((story) => written(drawExample(random, story, anyExtent, tasks))),
        ),
      );
    },
  };
}

/** So many examples of one task from stories that training never tells. */
export function heldOutExamples(task: TaskName, count: number): Example[] {
  const random = randomStream(1);
  return stories('test', count).map((story) => textTasks[task].draw(random, story, anyExtent));
}

/** Translations of passages with a sentence whose name, verb and noun never met in training. */
export function unseenCombinations(count: number): Example[] {
  const random = randomStream(2);
  return stories('combinations', count).map((story) =>
    translating(random, story, anyExtent, heldOutSentence(story)),
  );
}
