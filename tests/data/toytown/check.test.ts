import { describe, expect, it } from 'vitest';
import { checkStory, stories, storyMark } from '../../../src/data/toytown/index.ts';

const check = (text: string) => checkStory(text.split(' '));

describe('checkStory', () => {
  it('accepts every story of every split', () => {
    for (const [split, count] of [
      ['train', 300],
      ['test', 300],
      ['combinations', 20],
    ] as const) {
      for (const { tokens } of stories(split, count))
        expect(checkStory(tokens)).toEqual({ ok: true, complete: true });
    }
  });

  it('accepts the example of the design, with its marks or without', () => {
    const text =
      'mia has a red ball . tom wants the red ball . mia gives it to him . now tom has the red ball and mia has nothing .';
    expect(check(text)).toEqual({ ok: true, complete: false });
    const end = `${text} at night tom is happy because he has the red ball .`;
    expect(check(end)).toEqual({ ok: true, complete: true });
    expect(check(`${storyMark} ${end} ${storyMark}`)).toEqual({ ok: true, complete: true });
  });

  it('judges a story that stops short as far as it goes', () => {
    for (const { tokens } of stories('test', 15)) {
      for (let length = 0; length <= tokens.length; length += 1) {
        const verdict = checkStory(tokens.slice(0, length));
        expect(verdict).toEqual({ ok: true, complete: length >= tokens.length - 1 });
      }
    }
  });

  const opening = 'mia has a red ball . tom has two green books .';
  const described = 'mia has two red balls . they are big . tom has nothing .';
  const cases: readonly [text: string, sentence: number, word: string, why: string][] = [
    [
      `${opening} tom gives the red ball to mia .`,
      3,
      'gives',
      '"gives" does not go with what tom has: the books',
    ],
    [`${opening} tom reads the red book .`, 3, 'red', 'the books are green, not red'],
    [`${opening} tom reads the green ball`, 3, 'ball', 'tom does not have the ball: mia has'],
    [`${opening} tom reads the green book .`, 3, 'book', 'two books, so "book" does not agree'],
    [`${opening} mia loses the red drum .`, 3, 'drum', 'there is no drum in this story'],
    [`${opening} mia eats the red ball .`, 3, 'eats', '"eats" does not go with what mia has: the ball'],
    [`${opening} mia wants the green`, 3, 'wants', '"wants" does not go with what mia has: the ball'],
    [
      `${opening} mia plays with the red ball . he is happy .`,
      4,
      'he',
      'this is about mia, who is "she" or "her", not "he"',
    ],
    [`${opening} mia plays with the red ball . she is sad .`, 4, 'sad', 'does not follow'],
    [`${described} tom wants the red balls . tom gives`, 5, 'tom', 'this is about mia, not tom'],
    [`${described} tom wants the red balls . mia gives it`, 5, 'it', 'the balls are "them", not "it"'],
    [`${described} mia gives the green`, 4, 'green', 'the balls are big and red, not green'],
    [
      `${described} mia gives the red balls to tom . now tom has the blue`,
      5,
      'blue',
      'the balls are big and red, not blue',
    ],
    [
      `${described} mia gives the red balls to tom . now tom has the red balls and tom`,
      5,
      'tom',
      'this is about mia, not tom',
    ],
    [`${described} mia gives the red balls to ben .`, 4, 'ben', 'there is nobody called ben'],
    [`${described} tom finds a blue shell . now tom has the red`, 5, 'red', 'the shell is blue, not red'],
    ['tom has nothing .', 1, 'nothing', 'cannot stand here; it could be "a"'],
    ['mia has a red ball . anna has', 2, 'anna', 'a story is of a girl and a boy, and mia is the girl'],
    ['mia has a red ball . tom has nothing . tom loses the', 3, 'loses', 'tom has nothing'],
    [
      'mia has a red cake . tom has nothing . mia eats the red cake . she is full . now mia has the',
      5,
      'the',
      'mia has nothing',
    ],
    [
      `${opening} mia plays with the red ball . she is happy . at night the books is`,
      5,
      'is',
      'two books are',
    ],
    [
      `${opening} they go to the park . mia is tired . at night they are in the yard`,
      5,
      'yard',
      'they are in the park, not in the yard',
    ],
    ['mia has an elephant .', 1, 'an', '"an" is not a word of Toytown'],
    ['mia and tom are in the park . then', 2, 'then', 'cannot stand here'],
  ];
  it.each(cases)('%s', (text, sentence, word, why) => {
    const verdict = check(text);
    if (verdict.ok) throw new Error('accepted');
    expect(verdict.sentence).toBe(sentence);
    expect(text.split(' ')[verdict.token]).toBe(word);
    expect(verdict.why).toMatch(new RegExp(why.replace(/[?()]/g, '.')));
  });

  it('refuses what follows the end of a story', () => {
    const [story] = stories('test', 1);
    const tokens = [...(story?.tokens ?? []), 'mia'];
    expect(checkStory(tokens)).toMatchObject({
      ok: false,
      token: tokens.length - 1,
      why: 'the story is over already',
    });
  });

  it('refuses corrupted stories in the sentence that was corrupted', () => {
    let refusals = 0;
    for (const { tokens, sentences, world } of stories('test', 400)) {
      for (const sentence of sentences) {
        // Whoever gives or loses the thing is swapped for somebody who does not have it.
        if ((sentence.kind !== 'gives' && sentence.kind !== 'loses') || sentence.thingForm !== 'noun')
          continue;
        const at = tokens.indexOf(sentence.subject?.word ?? '', sentence.start);
        for (const other of world.people.filter(
          (person) => person !== sentence.subject && person.mention < at,
        )) {
          const swapped = tokens.with(at, other.word);
          const verdict = checkStory(swapped);
          if (verdict.ok) throw new Error(`accepted ${swapped.join(' ')}`);
          expect(verdict.sentence).toBe(sentences.indexOf(sentence) + 1);
          refusals += 1;
        }
      }
      // The colour of a thing that is known already.
      const recalled = sentences.find(({ opener, thing }) => opener === 'now' && thing !== undefined);
      if (recalled === undefined) continue;
      const { thing } = recalled;
      const at = tokens.indexOf(thing?.colour ?? '', recalled.start);
      if (world.things.some((one) => one.colour === 'black' || one.colour === 'purple')) continue;
      const verdict = checkStory(tokens.with(at, 'black'));
      expect(verdict).toMatchObject({ ok: false, sentence: sentences.indexOf(recalled) + 1, token: at });
      refusals += 1;
    }
    expect(refusals).toBeGreaterThan(100);
  });
});
