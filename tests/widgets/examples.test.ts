import { expect, test } from 'vitest';
import { checkStory } from '../../src/data/toytown/index.ts';
import {
  kiteStory,
  sadStory,
  trainStory,
  wantStory,
  wholeTrainStory,
} from '../../src/widgets/graders/story.ts';
import { architectureSwitchesMessages } from '../../src/widgets/messages/architecture-switches.ts';
import { attentionMapMessages } from '../../src/widgets/messages/attention-map.ts';
import { blockDiagramMessages } from '../../src/widgets/messages/block-diagram.ts';
import { coverWriterMessages } from '../../src/widgets/messages/cover-writer.ts';
import { denoiseMessages } from '../../src/widgets/messages/denoise.ts';
import { fillMaskMessages } from '../../src/widgets/messages/fill-mask.ts';
import { generateMessages } from '../../src/widgets/messages/generate.ts';
import { headAblationMessages } from '../../src/widgets/messages/head-ablation.ts';
import { headGridMessages } from '../../src/widgets/messages/head-grid.ts';
import { interventionsMessages } from '../../src/widgets/messages/interventions.ts';
import { logitLensMessages } from '../../src/widgets/messages/logit-lens.ts';
import { maskPainterMessages } from '../../src/widgets/messages/mask-painter.ts';
import { maskingMessages } from '../../src/widgets/messages/masking.ts';
import { neuronsMessages } from '../../src/widgets/messages/neurons.ts';
import { nextTokenMessages } from '../../src/widgets/messages/next-token.ts';
import { positionWiseMessages } from '../../src/widgets/messages/position-wise.ts';
import { residualStreamMessages } from '../../src/widgets/messages/residual-stream.ts';
import { slidingWindowMessages } from '../../src/widgets/messages/sliding-window.ts';
import { giveStory } from '../content/stories.ts';

/** What a figure opens with must be what its model was trained on, or it answers nonsense to a reader's first look. */
test.each([
  ...[
    architectureSwitchesMessages,
    attentionMapMessages,
    blockDiagramMessages,
    generateMessages,
    headAblationMessages,
    headGridMessages,
    logitLensMessages,
    neuronsMessages,
    positionWiseMessages,
    residualStreamMessages,
  ].map(({ defaultText }) => defaultText),
  ...interventionsMessages.textsOf('gpt2-toytown'),
  coverWriterMessages.start,
  ...nextTokenMessages.examples,
  fillMaskMessages.defaultText,
  maskPainterMessages.defaultText,
  maskingMessages.defaultText,
  slidingWindowMessages.defaultText,
  denoiseMessages.defaultText,
  ...[giveStory, kiteStory, sadStory, trainStory, wantStory, wholeTrainStory],
])('Toytown could tell: %s', (text) => {
  expect(checkStory(text.split(' '))).toMatchObject({ ok: true });
});
