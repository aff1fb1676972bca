/** A text to be read and one to be written; what is to be done is said in the first word: T5, Raffel et al. 2019, section 2.4. */
export type TaskName = 'translate' | 'answer' | 'correct';

export interface Example {
  readonly task: TaskName;
  readonly source: readonly string[];
  readonly target: readonly string[];
}
