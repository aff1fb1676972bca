/**
 * A mixture of experts: several feed-forward networks, of which a router lets a few work on each token.
 *
 * top 1: Switch Transformers, Fedus et al. 2021, section 2, https://arxiv.org/abs/2101.03961
 * top k: Mixtral of Experts, Jiang et al. 2024, section 2.1, https://arxiv.org/abs/2401.04088
 * z-loss: ST-MoE, Zoph et al. 2022, section 3, https://arxiv.org/abs/2202.08906
 *
 *   y = sum over the chosen experts i of g_i E_i(x)
 *
 * | code          | symbol                                                                |
 * | ------------- | --------------------------------------------------------------------- |
 * | experts       | N (Fedus), n (Jiang)                                                  |
 * | chosen        | K (Jiang); 1 in Fedus                                                 |
 * | router        | W_r (Fedus), W_g (Jiang)                                              |
 * | routerLogits  | h(x) = W_r x                                                          |
 * | routerProbs   | p_i(x) (Fedus, eq. 1)                                                 |
 * | weights       | g_i: p_i (Fedus, eq. 2), the softmax over the top K logits (Jiang)    |
 * | capacity      | expert capacity = tokens per batch / N x capacity factor (Fedus, eq. 3) |
 * | loadBalance   | alpha N sum f_i P_i (Fedus, eq. 4)                                    |
 * | routerZ       | c_z mean((log sum exp h(x))^2) (Zoph, eq. 5)                          |
 *
 * Deviations: Jiang's softmax over the top K logits is written as the softmax over all, divided by its sum over the K:
 * the same number. The capacity is rounded up, so that a factor of 1 holds a perfectly balanced batch. Tokens are
 * served in their order, all first choices before all second ones. With several choices f_i counts every choice, as
 * Hugging Face's Mixtral does, layer by layer. Three forms of the same numbers: on WASM and cpu each expert works on its own
 * tokens alone; on WebGL, which cannot count them without waiting, on `capacity` seats whether taken or not, or,
 * without a capacity and where somebody looks inside, on every token, with weights of 0 where it was not chosen.
 *
 * With a capacity a token's fate hangs on the others of its batch, those after it included: no reading token by
 * token can equal it. Where a text is written the capacity is lifted (`withoutDrops`), as Hugging Face does.
 */
import type { RandomStream } from '../../random.ts';
import type { FeedForwardConfig, LayerConfig, MixtureConfig, ModelConfig } from '../config.ts';
import { combine, dispatch, groupedMap, hasExpertKernels, lineUp } from '../kernels/experts.ts';
import { noProbe, type Probe, within } from '../probe.ts';
import {
  add,
  addN,
  concat,
  div,
  logSumExp,
  mean,
  mul,
  reshape,
  type Scalar,
  softmax,
  split,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tile,
} from '../tf.ts';
import { activate } from './activation.ts';
import { type FeedForwardParams, feedForward, initFeedForward } from './feed-forward.ts';
import { initLinear, type LinearParams, linear } from './linear.ts';
import { capacityOf, choiceRows, chooseExperts, moveRows, overflow, type Seats, seat } from './routing.ts';

export type MixtureParams = {
  readonly router: LinearParams;
  readonly experts: readonly FeedForwardParams[];
};

/** Terms that training adds to the loss, already multiplied by their coefficients. */
export interface MixtureAuxiliary {
  readonly loadBalance?: Scalar;
  readonly routerZ?: Scalar;
}

export interface MixtureOutput {
  /** [batch, seq, width] */
  readonly y: Tensor3D;
  readonly auxiliary: MixtureAuxiliary;
}

const expertConfig = (config: MixtureConfig): FeedForwardConfig => ({ ...config, kind: 'feed-forward' });

export function initMixture(
  config: MixtureConfig,
  width: number,
  deviation: number,
  outputDeviation: number,
  random: RandomStream,
): MixtureParams {
  const one = expertConfig(config);
  return {
    router: initLinear(width, config.experts, false, deviation, random),
    experts: Array.from({ length: config.experts }, () =>
      initFeedForward(one, width, deviation, outputDeviation, random),
    ),
  };
}

/** x: [batch, seq, width] -> the same shape. */
export function mixture(
  x: Tensor3D,
  params: MixtureParams,
  config: MixtureConfig,
  probe: Probe,
): MixtureOutput {
  const [batch, length] = x.shape;
  const { experts, chosen } = config;
  const capacity = capacityOf(batch * length, config);

  const routerLogits = probe('router_logits', linear(x, params.router)); // [batch, seq, experts]
  const routerProbs = probe('router_probs', softmax(routerLogits, -1) as Tensor3D); // [batch, seq, experts]
  const index = probe('expert_index', chooseExperts(routerProbs, chosen)); // [batch, seq, chosen]
  const choice = choiceRows(index, experts); // [tokens, chosen, experts], 1 for the expert of each choice
  const dropped = probe('dropped', reshape(overflow(choice, capacity), [batch, length, chosen])); // [batch, seq, chosen], 1 where the expert was full

  const probs = reshape(routerProbs, [batch * length, 1, experts]); // [tokens, 1, experts]
  const ofChosen = sum(mul(choice, probs), -1); // [tokens, chosen]
  // The sum is above 0 unless a reader has set all probabilities to 0; float32 sees the addend only then.
  const total = add(sum(ofChosen, -1, true), 1e-20); // [tokens, 1]
  const gates = config.renormalized ? div(ofChosen, total) : ofChosen; // [tokens, chosen]
  const weights = mul(gates, sub(1, reshape(dropped, [batch * length, chosen]))) as Tensor2D; // [tokens, chosen]

  const y = run(x, params, config, { weights, choice, index, capacity, probe }); // [batch, seq, width]
  return { y, auxiliary: auxiliaryTerms(routerLogits, routerProbs, choice, config) };
}

/** Whether somebody wants to see or change what only the form with all experts on all tokens can show. */
function looksInside(probe: Probe, experts: number): boolean {
  const inside = Array.from({ length: experts }, (_, expert) =>
    ['pre', 'pre_linear', 'post'].map((name) => `experts.${expert}.${name}`),
  ).flat();
  return ['expert_index', 'dropped', ...inside].some((name) => probe.wants(name));
}

interface Routed {
  /** [tokens, chosen] */
  readonly weights: Tensor2D;
  /** [tokens, chosen, experts] */
  readonly choice: Tensor3D;
  /** [batch, seq, chosen] */
  readonly index: Tensor3D;
  readonly capacity: number;
  readonly probe: Probe;
}

/** In the form that fits the backend: [batch, seq, width] -> the same shape. */
function run(x: Tensor3D, params: MixtureParams, config: MixtureConfig, routed: Routed): Tensor3D {
  const { weights, choice, index, capacity, probe } = routed;
  if (looksInside(probe, config.experts)) return runAll(x, params, config, weights, choice, probe);
  if (hasExpertKernels()) return runGrouped(x, params, config, weights, index, capacity);
  return config.capacityFactor === null
    ? runAll(x, params, config, weights, choice, probe)
    : runSeated(x, params, config, weights, seat(choice, capacity));
}

/** Each expert on its own tokens alone, however many they are. */
function runGrouped(
  x: Tensor3D,
  params: MixtureParams,
  config: MixtureConfig,
  weights: Tensor2D,
  index: Tensor3D,
  capacity: number,
): Tensor3D {
  const [batch, length, width] = x.shape;
  const tokens = batch * length;
  const line = lineUp(reshape(index, [tokens, config.chosen]) as Tensor2D, config.experts, capacity);
  const map = (rows: Tensor2D, own: (expert: FeedForwardParams) => LinearParams | undefined): Tensor2D => {
    const maps = params.experts.flatMap((expert) => own(expert) ?? []);
    return groupedMap(
      rows,
      line.starts,
      maps.map(({ weight }) => weight),
      maps.flatMap(({ bias }) => bias ?? []),
    );
  };
  const rows = dispatch(reshape(x, [tokens, width]) as Tensor2D, line.tokenOfSeat); // [tokens x chosen, width]
  const read = map(rows, (expert) => expert.in); // [tokens x chosen, hidden]
  const hidden = config.gated
    ? (mul(
        activate(
          map(rows, ({ gate }) => gate),
          config.activation,
        ),
        read,
      ) as Tensor2D)
    : activate(read, config.activation); // [tokens x chosen, hidden]
  const made = map(hidden, (expert) => expert.out); // [tokens x chosen, width]
  return reshape(combine(made, line.seatOfChoice, weights), [batch, length, width]) as Tensor3D; // [batch, seq, width]
}

/** The config in which every expert takes all that come. */
export function withoutDrops(config: ModelConfig): ModelConfig {
  const lifted = (layers: readonly LayerConfig[]): LayerConfig[] =>
    layers.map((layer) =>
      layer.channelMixer.kind === 'mixture-of-experts'
        ? { ...layer, channelMixer: { ...layer.channelMixer, capacityFactor: null } }
        : layer,
    );
  const { encoder } = config;
  const ofEncoder = encoder ? { encoder: { ...encoder, layers: lifted(encoder.layers) } } : {};
  return { ...config, layers: lifted(config.layers), ...ofEncoder };
}

/** Every expert on every token, added up with the weights of those chosen. */
function runAll(
  x: Tensor3D,
  params: MixtureParams,
  config: MixtureConfig,
  weights: Tensor2D,
  choice: Tensor3D,
  probe: Probe,
): Tensor3D {
  const [batch, length] = x.shape;
  const [tokens, chosen, experts] = choice.shape;
  const perExpert = sum(mul(choice, reshape(weights, [tokens, chosen, 1])), 1); // [tokens, experts]
  const columns = split(perExpert, experts, 1); // experts x [tokens, 1]
  const parts = params.experts.map((own, expert) => {
    const made = feedForward(x, own, expertConfig(config), within(probe, `experts.${expert}`)); // [batch, seq, width]
    return mul(made, reshape(column(columns, expert), [batch, length, 1])); // [batch, seq, width]
  });
  return addN(parts) as Tensor3D; // [batch, seq, width]
}

/** Each expert on the tokens that found a seat with it, `capacity` rows whether taken or not. */
function runSeated(
  x: Tensor3D,
  params: MixtureParams,
  config: MixtureConfig,
  weights: Tensor2D,
  seats: Seats,
): Tensor3D {
  const [batch, length, width] = x.shape;
  const { experts, chosen } = config;
  const tokens = batch * length;
  const once = reshape(x, [tokens, 1, width]); // [tokens, 1, width]
  const rows = reshape(chosen === 1 ? once : tile(once, [1, chosen, 1]), [
    tokens * chosen,
    width,
  ]) as Tensor2D; // [tokens x chosen, width]
  const seated = moveRows(rows, seats.choiceOfSeat, seats.seatOfChoice); // [experts x capacity, width]
  const made = split(seated, experts, 0).map((own, expert) => {
    const taken = reshape(own, [1, -1, width]) as Tensor3D; // [1, capacity, width]
    return reshape(feedForward(taken, expertOf(params, expert), expertConfig(config), noProbe), [-1, width]); // [capacity, width]
  });
  const all = (made.length === 1 ? made[0] : concat(made, 0)) as Tensor2D; // [experts x capacity, width]
  const back = moveRows(all, seats.seatOfChoice, seats.choiceOfSeat); // [tokens x chosen, width]
  const weighted = mul(reshape(back, [tokens, chosen, width]), reshape(weights, [tokens, chosen, 1])); // [tokens, chosen, width]
  return reshape(sum(weighted, 1), [batch, length, width]) as Tensor3D; // [batch, seq, width]
}

/** alpha N sum f_i P_i, and the z-loss: what training adds to the loss. choice: [tokens, chosen, experts]. */
export function auxiliaryTerms(
  routerLogits: Tensor3D,
  routerProbs: Tensor3D,
  choice: Tensor3D,
  config: MixtureConfig,
): MixtureAuxiliary {
  const shares = mean(sum(choice, 1), 0); // [experts], f
  const probabilities = mean(routerProbs, [0, 1]); // [experts], P
  const balance = mul(sum(mul(shares, probabilities)), config.experts * config.loadBalance) as Scalar;
  const z = mul(mean(square(logSumExp(routerLogits, -1))), config.routerZ) as Scalar;
  return {
    ...(config.loadBalance > 0 ? { loadBalance: balance } : {}),
    ...(config.routerZ > 0 ? { routerZ: z } : {}),
  };
}

function column(columns: readonly Tensor[], expert: number): Tensor {
  const found = columns[expert];
  if (found === undefined) throw new Error(`The router has no column for expert ${expert}.`);
  return found;
}

function expertOf(params: MixtureParams, expert: number): FeedForwardParams {
  const found = params.experts[expert];
  if (found === undefined) throw new Error(`The parameters of expert ${expert} are missing.`);
  return found;
}

/** Adds up the terms of several layers by name. */
export function addAuxiliary(left: MixtureAuxiliary, right: MixtureAuxiliary): MixtureAuxiliary {
  const both = (a: Scalar | undefined, b: Scalar | undefined) => (a && b ? (add(a, b) as Scalar) : (a ?? b));
  const loadBalance = both(left.loadBalance, right.loadBalance);
  const routerZ = both(left.routerZ, right.routerZ);
  return { ...(loadBalance ? { loadBalance } : {}), ...(routerZ ? { routerZ } : {}) };
}
