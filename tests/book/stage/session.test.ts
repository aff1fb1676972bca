import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BeatFacts } from '../../../src/book/stage/beat.ts';
import {
  newSession,
  nextState,
  openChannel,
  type StageAction,
  startOf,
} from '../../../src/book/stage/session.ts';

const beat = (poll = false): BeatFacts => ({
  title: 'A beat',
  figure: null,
  state: null,
  poll,
  notes: false,
});
const beats = [beat(), beat(true), beat()];
const pressed = (...kinds: readonly StageAction['kind'][]) =>
  kinds.reduce((state, kind) => nextState(state, { kind } as StageAction, beats), startOf(0));

describe('a talk', () => {
  test('goes on to the next beat; a question first gives its answer', () => {
    expect(pressed('next')).toMatchObject({ beat: 1, revealed: false });
    expect(pressed('next', 'next')).toMatchObject({ beat: 1, revealed: true });
    expect(pressed('next', 'next', 'next')).toMatchObject({ beat: 2, revealed: false });
    expect(pressed('next', 'next', 'next', 'next')).toMatchObject({ beat: 2 });
  });

  test('goes back, first to the question', () => {
    expect(pressed('next', 'next', 'back')).toMatchObject({ beat: 1, revealed: false });
    expect(pressed('next', 'next', 'back', 'back', 'back')).toMatchObject({ beat: 0 });
  });

  test('whoever goes on from a blank wall or the code sees the same beat again', () => {
    expect(pressed('next', 'blank', 'next')).toMatchObject({ beat: 1, blank: false });
    expect(pressed('code', 'back')).toMatchObject({ beat: 0, code: false });
  });

  test('keeps the hands of each question', () => {
    const asked = nextState(pressed('next'), { kind: 'hands', choice: 2, hands: 7 }, beats);
    expect(asked.hands).toEqual({ 1: [0, 0, 7] });
    expect(nextState(nextState(asked, { kind: 'next' }, beats), { kind: 'back' }, beats).hands).toEqual(
      asked.hands,
    );
  });

  test('whatever is pressed, there is a beat to show', () => {
    const kinds = fc.constantFrom<StageAction['kind']>(
      'next',
      'back',
      'blank',
      'code',
      'restart clock',
      'leave',
    );
    fc.assert(
      fc.property(fc.array(kinds), (keys) => {
        expect(beats[pressed(...keys).beat]).toBeDefined();
      }),
    );
  });
});

test('windows of the same talk hear each other, and nothing that does not fit', async () => {
  const session = newSession();
  expect(session).toMatch(/^[a-z0-9]{1,12}$/);
  const heard: unknown[] = [];
  const wall = openChannel(session, (message) => heard.push(message));
  const speaker = openChannel(session, () => {});
  const stranger = new BroadcastChannel(`book:stage:${session}`);
  for (const odd of [
    null,
    7,
    { kind: 'shows', state: {} },
    { kind: 'pressed', action: { kind: 'hands', choice: -1 } },
  ])
    stranger.postMessage(odd);
  speaker.send({ kind: 'pressed', action: { kind: 'next' } });
  await expect.poll(() => heard).toEqual([{ kind: 'pressed', action: { kind: 'next' } }]);
  wall.close();
  speaker.close();
  stranger.close();
});
