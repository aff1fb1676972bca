/** Exercises that the live model grades. A chapter names one: `<Exercise grader="sharpest-scale">`; its file is loaded when the reader asks. */

export interface Grade {
  readonly right: boolean;
  /** What the model found, in a sentence. */
  readonly says: string;
}

export type Grader = (answer: number) => Promise<Grade>;

export const graders: Readonly<Record<string, () => Promise<{ readonly default: Grader }>>> = {};
