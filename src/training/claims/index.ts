/** The claims that `npm run claims -- ID` reruns, by id. For Node alone: some read corpora. */
import { c01 } from './c01-scale.ts';
import { c02 } from './c02-recall.ts';
import { c03 } from './c03-heads.ts';
import { c04 } from './c04-feed-forward.ts';
import { c05 } from './c05-norm-place.ts';
import { c06 } from './c06-residuals.ts';
import { c07 } from './c07-induction.ts';
import { c08 } from './c08-both-sides.ts';
import { c09 } from './c09-alignment.ts';
import { c10 } from './c10-power-law.ts';
import { c10b } from './c10b-toytown-family.ts';
import { c11 } from './c11-experts.ts';
import { c12 } from './c12-balance.ts';
import { c13 } from './c13-selection.ts';
import { c14 } from './c14-extrapolation.ts';
import { c15 } from './c15-hyena.ts';
import { c16 } from './c16-cost.ts';
import { c17 } from './c17-window.ts';
import { c18 } from './c18-distance.ts';
import { c19 } from './c19-flash.ts';
import { c19b } from './c19b-cheap-attention.ts';
import { c20 } from './c20-speculative.ts';
import { c21 } from './c21-lora.ts';
import { c22 } from './c22-lazy-neurons.ts';
import { c22b } from './c22b-depths.ts';
import type { Claim } from './claim.ts';

export const claims: ReadonlyMap<string, Claim> = new Map(
  [
    c01,
    c02,
    c03,
    c04,
    c05,
    c06,
    c07,
    c08,
    c09,
    c10,
    c10b,
    c11,
    c12,
    c13,
    c14,
    c15,
    c16,
    c17,
    c18,
    c19,
    c19b,
    c20,
    c21,
    c22,
    c22b,
  ].map((claim) => [claim.id, claim]),
);
