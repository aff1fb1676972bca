import { formatLoss, formatWeight, formatWhole } from '../../viz/numbers.ts';
import type { DomainKind } from '../kit/domain-texts.ts';

export const domainNames: Readonly<Record<DomainKind, string>> = {
  english: 'English',
  french: 'French',
  arithmetic: 'arithmetic',
  brackets: 'brackets',
};

const modelNames: Readonly<Record<string, string>> = {
  'switch-domains': 'Switch style, top 1',
  'mixtral-domains': 'Mixtral style, top 2',
};

export const expertModelName = (model: string): string => modelNames[model] ?? model;

const percent = (part: number, whole: number): string =>
  whole === 0 ? '0 %' : `${Math.round((100 * part) / whole)} %`;

export const routerMessages = {
  title: 'Which token goes to which expert',
  rubric: 'Choose another text, then make the experts smaller until they turn tokens away.',
  emptyRubric: 'Type a text, or choose one.',
  text: 'Text, press to edit',
  placeholder: 'mia has a …',
  starts: {
    english:
      '<story> adam has two purple ducks . clara has nothing . clara wants the purple ducks . but adam keeps them .',
    french: "<histoire> adam a deux canards violets . clara n' a rien . clara veut les canards violets .",
    arithmetic: '<arithmetic> 7 2 - 4 9 = 2 3 ; 2 2 × 8 = 1 7 6 ; 8 3 + 1 0 = 9 3 ;',
    brackets: '<brackets> { } ( ) [ ] { [ ] } { } { [ ] ( ) { } ( ) [ { } ] }',
  } satisfies Record<DomainKind, string>,
  startsLabel: 'A text of the kind',
  model: 'Model',
  layer: 'Layer',
  capacity: 'Capacity factor',
  noLimit: 'no limit',
  cell: 'Chosen thread',
  expert: (number: number) => `expert ${number}`,
  flow: (layer: number) => `Where layer ${layer} sends each token of the text`,
  flowLabel: (layer: number) => `Tokens and the experts of layer ${layer}`,
  route: (token: string, expert: number, weight: number, dropped: boolean) =>
    dropped
      ? `“${token}” would go to expert ${expert} with weight ${formatWeight(weight)}, which is full: no expert works on it`
      : `“${token}” goes to expert ${expert} with weight ${formatWeight(weight)}`,
  load: (texts: number, tokens: number) =>
    `The same layer on ${texts} held-out texts, ${formatWhole(tokens)} tokens`,
  loadLabel: 'Tokens of each expert, by kind of text',
  room: 'room for',
  turnedAway: 'turned away',
  loadRead: (expert: number, kind: DomainKind | null, count: number) =>
    kind === null
      ? `Expert ${expert} turned ${formatWhole(count)} away`
      : `Expert ${expert} works on ${formatWhole(count)} tokens of ${domainNames[kind]}`,
  lossNow: 'loss over the four kinds, at this capacity',
  lossAll: 'with room for all',
  lost: 'turned away',
  lostOf: (count: number, all: number) =>
    `${formatWhole(count)} of ${formatWhole(all)}, ${percent(count, all)}`,
  reads: (
    layer: number,
    used: number,
    experts: number,
    busiest: number,
    most: number,
    tokens: number,
    dropped: number,
  ) =>
    `Layer ${layer} spreads ${formatWhole(tokens)} tokens over ${used} of ${experts} experts; expert ${busiest} is chosen most, ${formatWhole(most)} times.${
      dropped === 0 ? ' None is turned away.' : ` ${formatWhole(dropped)} found their expert full.`
    }`,
  losses: (now: number, all: number) =>
    ` The held-out texts lose ${formatLoss(now)} nats a token at this capacity, ${formatLoss(all)} with room for all.`,
  nothing: 'Nothing yet: no text.',
  tableCaption: 'Each token of the text, its experts, their weights, and whether they took it',
  columns: ['token', 'expert', 'weight', 'taken'],
  taken: { true: 'yes', false: 'no' },
} as const;
