export type Prefix = 'translate:' | 'answer:' | 'correct:';

export const textToTextMessages = {
  title: 'One model, the task in the first word',
  rubric: 'Type what comes after the first word. The same model answers it three times, once for each task.',
  emptyRubric: 'Type a sentence.',
  text: 'Text, press to edit',
  defaultText:
    'who has the red ball ? tom has a red ball . mia has nothing . tom gives the red ball to mia .',
  placeholder: 'mia has a …',
  examplesLabel: 'Or begin with one of these',
  examples: [
    'who has the red ball ? tom has a red ball . mia has nothing . tom gives the red ball to mia .',
    'mia has two red ball . tom has nothing .',
    'rosa has three black cats . leo wants the black cats .',
    'where are they ? ida and max are in the garden .',
  ],
  answersLabel: 'What it writes after each first word',
  prefix: 'first word',
  answer: 'answer',
  writing: '…',
  nothing: 'Nothing yet: no text.',
  reads: (answers: readonly { readonly prefix: Prefix; readonly answer: string }[]) =>
    answers
      .map(({ prefix, answer }) => `After “${prefix}” it writes ${answer === '' ? 'nothing' : `“${answer}”`}`)
      .join('; ')
      .concat('.'),
  tableCaption: 'The same words after three different first words',
} as const;
