/** What an exception out of models, training or TensorFlow.js means to a reader. On the worker's side only. */
import { CheckpointError } from '../models/checkpoints/errors.ts';
import { ChoiceError } from '../models/choices.ts';
import { InterventionError } from '../models/interventions.ts';
import { BackendError } from '../models/tf.ts';
import { DivergenceError, ExperimentError } from '../training/errors.ts';
import { problem, RuntimeError } from './problem.ts';
import type { RuntimeProblem } from './protocol.ts';

export function explain(error: unknown): RuntimeProblem {
  if (error instanceof RuntimeError) {
    return { code: error.code, message: error.message, advice: error.advice };
  }
  if (error instanceof CheckpointError) return explainCheckpoint(error);
  if (error instanceof InterventionError || error instanceof ChoiceError)
    return problem('bad-request', error.message);
  if (error instanceof ExperimentError) return problem('bad-request', error.message);
  if (error instanceof DivergenceError) return problem('not-finite', error.message);
  if (error instanceof BackendError) return problem('no-backend', error.message);
  const text = error instanceof Error ? error.message : String(error);
  // A WASM heap that cannot grow is reported in the second and third way.
  if (/out of memory|Invalid typed array length|memory access out of bounds|allocation failed/i.test(text)) {
    return problem('out-of-memory');
  }
  if (/context lost|CONTEXT_LOST|Unable to create WebGLTexture/i.test(text)) return problem('context-lost');
  return problem('internal', `Something went wrong inside the model: ${text.replace(/[.\s]+$/, '')}.`);
}

function explainCheckpoint(error: CheckpointError): RuntimeProblem {
  switch (error.problem) {
    case 'missing-file':
      return problem('model-missing', `The files of this model are not on the server: ${error.message}`);
    case 'unreachable':
      return problem('offline', `The model could not be fetched: ${error.message}`);
    default:
      return problem('model-corrupt', `The files of this model cannot be used: ${error.message}`);
  }
}
