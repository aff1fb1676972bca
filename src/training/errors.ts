/** What can be wrong with what is to be trained; each message is a sentence for the reader. */

/** An experiment that cannot be made, or a saved run that is not of it. */
export class ExperimentError extends Error {
  override readonly name = 'ExperimentError';
}

/** The loss is no longer a number that means anything. The parameters are those of before the step. */
export class DivergenceError extends Error {
  override readonly name = 'DivergenceError';
}
