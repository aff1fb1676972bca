/** What a grader takes and answers. */
export interface Grade {
  readonly right: boolean;
  /** What the model found, in a sentence. */
  readonly says: string;
}

export type Grader = (answer: number) => Promise<Grade>;
