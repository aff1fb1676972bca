/** Every way in which the runtime can fail, with the sentence and the way on that a reader is given. */
import type { ErrorCode, RuntimeProblem } from './protocol.ts';

const sentences: { readonly [code in ErrorCode]: { readonly message: string; readonly advice: string } } = {
  'no-worker': {
    message: 'The browser did not start the worker that runs the models beside the page.',
    advice:
      'The text and formulas work as they are. Reload the page, or open it in a current Firefox, Chrome, Edge or Safari.',
  },
  'no-backend': {
    message:
      'Neither the graphics card, nor WebAssembly, nor plain JavaScript could be used to run the models.',
    advice: 'Try again, or open the page in another browser.',
  },
  'model-missing': {
    message: 'The files of this model are not on the server.',
    advice: 'The rest of the page works. Reload the page to try again.',
  },
  'model-corrupt': {
    message: 'The files of this model arrived damaged.',
    advice: 'Nothing was loaded from them. Reload the page to fetch them again.',
  },
  offline: {
    message: 'The model could not be fetched: the server did not answer.',
    advice: 'Check the connection and try again.',
  },
  'too-long': {
    message: 'The text is longer than this model was built for.',
    advice: 'Take some words away.',
  },
  'bad-token': {
    message: 'The text holds a token that this model does not have.',
    advice: 'Replace the marked words by words that the model knows.',
  },
  'bad-request': {
    message: 'The figure asked for something that cannot be computed.',
    advice: 'Reset the figure.',
  },
  'not-finite': {
    message: 'The numbers grew beyond what the machine can hold.',
    advice: 'What was there before is safe. Reset the figure, or choose a smaller learning rate or change.',
  },
  'out-of-memory': {
    message: 'The machine has no memory left for this computation.',
    advice: 'Close other tabs, or choose a shorter text or a smaller model, and try again.',
  },
  'context-lost': {
    message: 'The browser took the graphics card away from the page.',
    advice: 'The models go on in WebAssembly. Try again.',
  },
  'worker-died': {
    message: 'The part of the page that runs the models stopped, and was started anew.',
    advice: 'What you typed and set is safe. Try again.',
  },
  cancelled: { message: 'The computation was stopped.', advice: 'Start it again whenever you like.' },
  superseded: { message: 'A newer change took the place of this one.', advice: 'Nothing to do.' },
  'unknown-recipe': {
    message: 'This training run cannot be started here.',
    advice: 'Look at its recorded curve instead.',
  },
  internal: {
    message: 'Something went wrong inside the model.',
    advice: 'Reset the figure. If it happens again, choose another backend.',
  },
};

/** A problem; `message` says it more exactly than the general sentence. */
export function problem(code: ErrorCode, message?: string): RuntimeProblem {
  const general = sentences[code];
  return { code, message: message ?? general.message, advice: general.advice };
}

/** What promises of the runtime reject with. */
export class RuntimeError extends Error {
  override readonly name = 'RuntimeError';
  readonly code: ErrorCode;
  readonly advice: string;

  constructor(from: RuntimeProblem) {
    super(from.message);
    this.code = from.code;
    this.advice = from.advice;
  }

  static of(code: ErrorCode, message?: string): RuntimeError {
    return new RuntimeError(problem(code, message));
  }
}

/** Not failures that a reader should see: the reader, or a newer request, wanted it so. */
export function isQuiet(error: unknown): boolean {
  return error instanceof RuntimeError && (error.code === 'cancelled' || error.code === 'superseded');
}
