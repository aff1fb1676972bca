/**
 * The 26 categories of WordNet's nouns ("lexicographer files"), in the order of their numbers, of which the first is 3: lexnames(5) of
 * WordNet. "Tops" are the most general nouns. Plain data, for the tab and for Node.
 */
export const nounCategories = [
  'Tops',
  'act',
  'animal',
  'artifact',
  'attribute',
  'body',
  'cognition',
  'communication',
  'event',
  'feeling',
  'food',
  'group',
  'location',
  'motive',
  'object',
  'person',
  'phenomenon',
  'plant',
  'possession',
  'process',
  'quantity',
  'relation',
  'shape',
  'state',
  'substance',
  'time',
] as const;
