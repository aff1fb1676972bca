/** The claims that `npm run claims -- ID` reruns, by id. For Node alone: some read corpora. */
import { c03 } from './c03-heads.ts';
import { c04 } from './c04-feed-forward.ts';
import { c05 } from './c05-norm-place.ts';
import { c06 } from './c06-residuals.ts';
import { c07 } from './c07-induction.ts';
import { c08 } from './c08-both-sides.ts';
import { c10 } from './c10-power-law.ts';
import type { Claim } from './claim.ts';

export const claims: ReadonlyMap<string, Claim> = new Map(
  [c03, c04, c05, c06, c07, c08, c10].map((claim) => [claim.id, claim]),
);
