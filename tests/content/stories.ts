/** What the map of self-attention opens with in its chapter. */
export const giveStory =
  'rosa has a pink boat . leo has nothing . leo wants the pink boat . rosa gives it to';
