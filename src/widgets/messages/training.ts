/** What is pressed while a model trains in the tab. */
export const trainingMessages = { pause: 'Pause', resume: 'Go on', stop: 'Stop' } as const;
