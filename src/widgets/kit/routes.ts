/** Where a router sends each token of a text, read out of a run. */
import type { RunResult } from '../../runtime/client.ts';
import type { Route } from '../../viz/router-flow.ts';

/** The tensor whose name ends so: a run captures one layer. */
export const tensorOf = (result: RunResult | null, end: string) =>
  Object.entries(result?.tensors ?? {}).find(([name]) => name.endsWith(end))?.[1] ?? null;

/** The routes of the first text, the heaviest first. // [token][choice] */
export function routesOf(result: RunResult, renormalized: boolean): readonly (readonly Route[])[] | null {
  const index = tensorOf(result, 'expert_index'); // [1, seq, chosen]
  const probs = tensorOf(result, 'router_probs'); // [1, seq, experts]
  const dropped = tensorOf(result, 'dropped'); // [1, seq, chosen]
  if (!index || !probs || !dropped) return null;
  const [, length = 0, chosen = 1] = index.shape;
  const experts = probs.shape.at(-1) ?? 1;
  return Array.from({ length }, (_, token) => {
    const own = Array.from({ length: chosen }, (__, choice) => {
      const expert = index.data[token * chosen + choice] ?? 0;
      const full = (dropped.data[token * chosen + choice] ?? 0) > 0;
      return { expert, weight: probs.data[token * experts + expert] ?? 0, dropped: full };
    });
    const total = renormalized ? own.reduce((sum, { weight }) => sum + weight, 0) : 1;
    return own.map((route) => ({ ...route, weight: route.weight / total }));
  });
}

export function countsOf(routes: readonly (readonly Route[])[], experts: number) {
  const all = routes.flat();
  return {
    asked: Array.from(
      { length: experts },
      (_, expert) => all.filter((route) => route.expert === expert).length,
    ),
    dropped: all.filter((route) => route.dropped).length,
  };
}
