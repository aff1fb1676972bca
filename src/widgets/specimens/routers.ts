/** Charts of routers: which expert a token meets, and how many each takes. */
import { expertLoad } from '../../viz/expert-load.ts';
import { type Route, routerFlow } from '../../viz/router-flow.ts';
import { readText } from '../kit/model-text.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';
import { specimenMessages as words } from '../messages/specimens.ts';
import { model, text } from './read-model.ts';
import { show, specimen } from './specimen.tsx';

const experts = 4;
const room = 5;

/** Hash routing (Roller et al. 2021): a token's expert is its number modulo the number of experts; a full expert drops what comes late. */
async function hashRoutes() {
  const tokenizer = await loadTokenizer(model.id);
  const { tokens, words: read } = readText(tokenizer, text, model.context);
  const taken = Array.from({ length: experts }, () => 0);
  const routes = tokens.map((id): Route[] => {
    const expert = id % experts;
    const dropped = (taken[expert] ?? 0) >= room;
    if (!dropped) taken[expert] = (taken[expert] ?? 0) + 1;
    return [{ expert, weight: 1, dropped }];
  });
  return { tokens: read, routes, taken };
}

type Routed = Awaited<ReturnType<typeof hashRoutes>>;
const expertNames = Array.from({ length: experts }, (_, index) => words.routerFlow.expert(index + 1));

const routingTable = ({ tokens, routes }: Routed) => ({
  caption: words.routerFlow.caption,
  columns: words.routerFlow.columns,
  rows: routes.map(([route], row) => [
    tokens[row] ?? '',
    (route?.expert ?? 0) + 1,
    route?.dropped ? words.routerFlow.dropped : words.routerFlow.taken,
  ]),
});

export const routerFlowSpecimen = specimen({
  name: 'router-flow',
  title: words.routerFlow.title,
  rubric: words.routerFlow.rubric,
  badge: 'exact',
  height: 420,
  edits: null,
  ask: hashRoutes,
  show(routed) {
    return show(
      routerFlow,
      { tokens: routed.tokens, routes: routed.routes, experts: expertNames },
      {},
      {
        start: { row: 0, column: 0 },
        describe(row) {
          const route = routed.routes[row]?.[0];
          return route
            ? words.routerFlow.read(routed.tokens[row] ?? '', route.expert + 1, route.dropped === true)
            : '';
        },
        table: routingTable(routed),
      },
    );
  },
});

export const expertLoadSpecimen = specimen({
  name: 'expert-load',
  title: words.expertLoad.title,
  rubric: words.expertLoad.rubric,
  badge: 'exact',
  height: 260,
  edits: null,
  ask: hashRoutes,
  show(routed) {
    const dropped = expertNames.map(
      (_, expert) => routed.routes.flat().filter((route) => route.expert === expert && route.dropped).length,
    );
    return show(
      expertLoad,
      {
        experts: expertNames,
        kinds: [words.expertLoad.tokens],
        taken: routed.taken.map((count) => [count]),
        dropped,
        capacity: room,
      },
      { capacityLabel: words.expertLoad.capacity, droppedLabel: words.routerFlow.dropped },
      {
        start: { row: 0, column: 0 },
        describe: (row) => words.expertLoad.read(row + 1, routed.taken[row] ?? 0, dropped[row] ?? 0, room),
        table: routingTable(routed),
      },
    );
  },
});
