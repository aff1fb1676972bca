/** What the page must know of the family of sizes that the tab trains; a test holds it against the recipes. */
export const familySteps = 600;
/** The loss of a size is the mean over its last steps. */
export const measuredSteps = 60;

export const family = [
  { id: 'scaling-8', width: 8, parameters: 1760 },
  { id: 'scaling-12', width: 12, parameters: 3792 },
  { id: 'scaling-18', width: 18, parameters: 8280 },
  { id: 'scaling-28', width: 28, parameters: 19600 },
  { id: 'scaling-42', width: 42, parameters: 43512 },
  { id: 'scaling-64', width: 64, parameters: 100096 },
] as const;
