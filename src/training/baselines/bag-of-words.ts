/**
 * A logistic regression over 26 categories on the bag of a definition's words: what a model that reads has to beat.
 * Multinomial, trained by AdaGrad (Duchi et al. 2011) with a constant L2 penalty on the weights that a text uses.
 * How many epochs and how strong a penalty is chosen on the validation texts, so that the comparison is fair.
 */
import type { LabelledText } from '../../data/labelled-texts.ts';
import { batchStream, type Parts, shuffled } from '../../data/parts.ts';

interface Bag {
  /** Ids of the different words. */
  readonly words: Int32Array;
  readonly label: number;
}

export interface BaselineResult {
  /** On the test texts. */
  readonly accuracy: number;
  readonly words: number;
  readonly epochs: number;
  readonly penalty: number;
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const rate = 0.5;
const epochs = 8;
const penalties = [0, 1e-5, 1e-4];

export function bagOfWords(parts: Parts<LabelledText>, classes: number): BaselineResult {
  const ids = new Map<string, number>();
  for (const { text } of parts.training) {
    for (const word of wordsOf(text)) if (!ids.has(word)) ids.set(word, ids.size);
  }
  const bags = (texts: readonly LabelledText[]): Bag[] =>
    texts.map(({ text, label }) => {
      const known = new Set(wordsOf(text).flatMap((word) => ids.get(word) ?? []));
      return { words: Int32Array.from(known), label };
    });
  const [training, validation, test] = [bags(parts.training), bags(parts.validation), bags(parts.test)];
  let best = { seen: -1, accuracy: 0, epochs: 0, penalty: 0 };
  for (const penalty of penalties) {
    const model = new Regression(ids.size, classes, penalty);
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (const place of shuffled(training.length, batchStream('training', 0, epoch))) {
        const bag = training[place];
        if (bag) model.learn(bag);
      }
      const seen = model.accuracy(validation);
      if (seen > best.seen) best = { seen, accuracy: model.accuracy(test), epochs: epoch + 1, penalty };
    }
  }
  return { accuracy: best.accuracy, words: ids.size, epochs: best.epochs, penalty: best.penalty };
}

class Regression {
  private readonly classes: number;
  private readonly penalty: number;
  /** [words + 1, classes]; the last row is the bias. */
  private readonly weights: Float32Array;
  private readonly squares: Float32Array;

  constructor(words: number, classes: number, penalty: number) {
    this.classes = classes;
    this.penalty = penalty;
    this.weights = new Float32Array((words + 1) * classes);
    this.squares = new Float32Array((words + 1) * classes).fill(1e-6);
  }

  private rowsOf({ words }: Bag): Int32Array {
    const rows = new Int32Array(words.length + 1).fill(this.weights.length / this.classes - 1);
    rows.set(words);
    return rows;
  }

  private scores(rows: Int32Array): Float64Array {
    const scores = new Float64Array(this.classes);
    for (const row of rows) {
      for (let k = 0; k < this.classes; k++) {
        scores[k] = (scores[k] ?? 0) + (this.weights[row * this.classes + k] ?? 0);
      }
    }
    return scores;
  }

  learn(bag: Bag): void {
    const rows = this.rowsOf(bag);
    const scores = this.scores(rows);
    const most = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - most));
    const total = powers.reduce((sum, power) => sum + power, 0);
    for (const row of rows) {
      for (let k = 0; k < this.classes; k++) {
        const at = row * this.classes + k;
        const weight = this.weights[at] ?? 0;
        const gradient = (powers[k] ?? 0) / total - (k === bag.label ? 1 : 0) + this.penalty * weight;
        const square = (this.squares[at] ?? 0) + gradient * gradient;
        this.squares[at] = square;
        this.weights[at] = weight - (rate * gradient) / Math.sqrt(square);
      }
    }
  }

  accuracy(bags: readonly Bag[]): number {
    let right = 0;
    for (const bag of bags) {
      const scores = this.scores(this.rowsOf(bag));
      if (scores.indexOf(Math.max(...scores)) === bag.label) right++;
    }
    return right / bags.length;
  }
}
