import { describe, expect, test } from 'vitest';
import { domainDataset, domainTokenizer, domainVocabulary } from '../../src/data/domains.ts';
import { domainRows } from '../../src/widgets/kit/domain-data.ts';
import { domainKinds, domainLength, domainTexts } from '../../src/widgets/kit/domain-texts.ts';

describe('the held-out texts of the figures on experts', () => {
  test.each(domainKinds)(
    '%s: are the first held-out rows of the data set, and ask for what it asks for',
    (kind) => {
      const rows = domainTexts[kind].length;
      const [batch] = domainDataset.heldOutOf(kind, 1, rows, domainLength);
      const own = domainRows(domainTokenizer()).filter((row) => row.kind === kind);
      expect(own).toHaveLength(rows);
      own.forEach(({ tokens, targets = [] }, row) => {
        const from = row * domainLength;
        const until = from + domainLength;
        const word = (id: number) => domainVocabulary[id];
        expect(tokens.map(word)).toEqual(Array.from(batch?.tokens.slice(from, until) ?? [], word));
        const asked = Array.from(batch?.weights.slice(from, until) ?? []);
        expect(targets.map((target) => (target < 0 ? 0 : 1))).toEqual(asked);
        targets.forEach((target, at) => {
          if (target >= 0) expect(target).toBe(batch?.targets[from + at]);
        });
      });
    },
  );
});
