/** Attention on vectors set by hand, by the function that the models run. */
import { attend } from '../../models/parts/attention.ts';
import { attentionMask } from '../../models/parts/mask.ts';
import { capture } from '../../models/probe.ts';
import { dispose, keep, type Tensor4D, tensor, tidy } from '../../models/tf.ts';
import { RuntimeError } from '../problem.ts';
import type { AttendRequest, FromWorker, TensorData } from '../protocol.ts';
import { checkFinite, matrix } from './check.ts';
import type { JobContext } from './context.ts';
import { read } from './tensors.ts';

export async function attendOnce(
  id: number,
  request: AttendRequest,
  { backends, now }: JobContext,
): Promise<FromWorker> {
  const query = matrix('query', request.query);
  const key = matrix('key', request.key);
  const value = matrix('value', request.value);
  if (query.shape[1] !== key.shape[1]) {
    throw RuntimeError.of('bad-request', 'Queries and keys must have the same length.');
  }
  if (key.shape[0] !== value.shape[0]) {
    throw RuntimeError.of('bad-request', 'Each key needs one value, and each value one key.');
  }
  const candidate = backends.current();
  await backends.use(candidate);
  const before = now();
  const { probe, tensors } = capture((name) => name === 'attn_scores' || name === 'pattern');
  let z: Tensor4D | null = null;
  try {
    z = tidy(() => {
      const [queries = 0] = query.shape;
      const positions = Array.from(request.key, (_, index) => index);
      const mask = attentionMask({ causal: request.causal, window: null }, {}, 0, queries, positions); // [1, 1, query, key]
      const [q, k, v] = [oneHead(query), oneHead(key), oneHead(value)];
      return keep(attend({ q, k, v, mask, bias: null, scaled: request.scaled, probe })); // [1, 1, query, value size]
    });
    const output = withoutHead(await read(z));
    const scores = withoutHead(await readNamed(tensors, 'attn_scores'));
    const pattern = withoutHead(await readNamed(tensors, 'pattern'));
    backends.checkContext();
    for (const [name, data] of Object.entries({ scores, pattern, output })) checkFinite(name, data);
    const { backend } = candidate;
    return {
      kind: 'attended',
      id,
      result: { scores, pattern, output, milliseconds: now() - before, backend },
    };
  } finally {
    dispose([...tensors.values()]);
    z?.dispose();
  }
}

/** [row, size] -> [1, 1, row, size] */
function oneHead({ shape, data }: TensorData): Tensor4D {
  const [rows = 0, size = 0] = shape;
  return tensor(data, [1, 1, rows, size]) as Tensor4D;
}

/** [1, 1, row, column] -> [row, column] */
const withoutHead = ({ shape, data }: TensorData): TensorData => ({ shape: shape.slice(2), data });

function readNamed(
  tensors: ReadonlyMap<string, Parameters<typeof read>[0]>,
  name: string,
): Promise<TensorData> {
  const found = tensors.get(name);
  if (found === undefined) throw new Error(`attention no longer probes ${name}`);
  return read(found);
}
