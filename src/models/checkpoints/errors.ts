/**
 * Everything that can be wrong with a checkpoint ends in this one error, whose message is a sentence for a reader:
 * it begins with the file and names the tensor.
 */
export type CheckpointProblem =
  | 'missing-file'
  | 'unreachable'
  | 'truncated'
  | 'header'
  | 'data-type'
  | 'shape'
  | 'offsets'
  | 'duplicate'
  | 'not-finite'
  | 'not-representable'
  | 'json'
  | 'config'
  | 'card'
  | 'tokenizer'
  | 'missing-tensor'
  | 'extra-tensor'
  | 'unsupported';

export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';

  constructor(
    readonly problem: CheckpointProblem,
    sentence: string,
    /** The file within the checkpoint folder. */
    readonly file: string | null = null,
    readonly tensor: string | null = null,
  ) {
    super(file === null ? sentence : `${file}: ${sentence}`);
  }
}
