import { expect, test } from 'vitest';
import { checkStory } from '../../src/data/toytown/index.ts';
import { architectureSwitchesMessages } from '../../src/widgets/messages/architecture-switches.ts';
import { attentionMapMessages } from '../../src/widgets/messages/attention-map.ts';
import { coverWriterMessages } from '../../src/widgets/messages/cover-writer.ts';
import { denoiseMessages } from '../../src/widgets/messages/denoise.ts';
import { fillMaskMessages } from '../../src/widgets/messages/fill-mask.ts';
import { generateMessages } from '../../src/widgets/messages/generate.ts';
import { maskPainterMessages } from '../../src/widgets/messages/mask-painter.ts';
import { maskingMessages } from '../../src/widgets/messages/masking.ts';
import { nextTokenMessages } from '../../src/widgets/messages/next-token.ts';
import { slidingWindowMessages } from '../../src/widgets/messages/sliding-window.ts';

/** What a figure opens with must be what its model was trained on, or it answers nonsense to a reader's first look. */
test.each([
  attentionMapMessages.defaultText,
  coverWriterMessages.start,
  ...nextTokenMessages.examples,
  architectureSwitchesMessages.defaultText,
  generateMessages.defaultText,
  fillMaskMessages.defaultText,
  maskPainterMessages.defaultText,
  maskingMessages.defaultText,
  slidingWindowMessages.defaultText,
  denoiseMessages.defaultText,
])('Toytown could tell: %s', (text) => {
  expect(checkStory(text.split(' '))).toMatchObject({ ok: true });
});
