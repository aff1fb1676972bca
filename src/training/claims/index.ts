/** The claims that `npm run claims -- ID` reruns, by id. */
import { c07 } from './c07-induction.ts';
import type { Claim } from './claim.ts';

export const claims: ReadonlyMap<string, Claim> = new Map([c07].map((claim) => [claim.id, claim]));
