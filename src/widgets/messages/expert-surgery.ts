import { formatLoss } from '../../viz/numbers.ts';
import type { DomainKind } from '../kit/domain-texts.ts';
import { domainNames } from './router.ts';

export const expertSurgeryMessages = {
  title: 'An expert taken away, an expert forced',
  rubric: 'Close an expert, or send every token to it, and read what each kind of text loses.',
  changed: 'Experts closed or forced',
  model: 'Model',
  layer: 'Layer',
  expert: (number: number) => `expert ${number}`,
  close: 'Close',
  force: 'Force',
  closeLabel: (layer: number, expert: number) => `Close expert ${expert} of layer ${layer}`,
  forceLabel: (layer: number, expert: number) => `Force every token of layer ${layer} to expert ${expert}`,
  domain: (kind: DomainKind) => domainNames[kind],
  head: 'What each kind of text loses more, nats a token, with this expert alone closed',
  more: (loss: number | null) => (loss === null ? '…' : `${loss > 0.0005 ? '+' : ''}${formatLoss(loss)}`),
  note: 'Closed: the router’s score for it becomes −10,000, which is a probability of nothing, and another expert is chosen. Forced: the score becomes 100, and all choose it.',
  losses: 'Loss by kind of text, nats a token',
  lossColumns: ['kind', 'as trained', 'changed'],
  mean: 'mean of the four',
  next: (token: number) => String(token),
  nothing: 'Nothing yet.',
  reads: (layer: number, expert: number, kind: DomainKind, cost: number) =>
    `In layer ${layer} no kind of text depends on a single expert as much as ${domainNames[kind]} on expert ${expert}: without it the loss rises by ${formatLoss(cost)} nats a token.`,
  readsChanged: (count: number, trained: number, changed: number, kind: DomainKind, worst: number) =>
    ` With ${count === 1 ? 'one change' : `${count} changes`} the mean loss is ${formatLoss(changed)} instead of ${formatLoss(trained)}; ${domainNames[kind]} loses most, ${formatLoss(worst)} more.`,
  tableCaption: 'What each kind of text loses more when one expert is closed',
} as const;
