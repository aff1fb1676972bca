import { expect, test } from 'vitest';
import { checkStory } from '../../src/data/toytown/index.ts';
import { architectureSwitchesMessages } from '../../src/widgets/messages/architecture-switches.ts';
import { attentionMapMessages } from '../../src/widgets/messages/attention-map.ts';
import { coverWriterMessages } from '../../src/widgets/messages/cover-writer.ts';
import { generateMessages } from '../../src/widgets/messages/generate.ts';
import { nextTokenMessages } from '../../src/widgets/messages/next-token.ts';

/** What a figure opens with must be what its model was trained on, or it answers nonsense to a reader's first look. */
test.each([
  attentionMapMessages.defaultText,
  coverWriterMessages.start,
  ...nextTokenMessages.examples,
  architectureSwitchesMessages.defaultText,
  generateMessages.defaultText,
])('Toytown could tell: %s', (text) => {
  expect(checkStory(text.split(' '))).toMatchObject({ ok: true });
});
