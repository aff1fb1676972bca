import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvOf, npyOf } from '../../src/widgets/kit/export.ts';

test('CSV quotes what must be quoted, and no cell becomes a formula', () => {
  const table = {
    caption: '',
    columns: ['word', 'weight'],
    rows: [
      [',', 0.5],
      ['"', '< 0.01'],
      ['a\nb', '\u22121.00'],
      ['=1+1', 1],
    ],
  };
  expect(csvOf(table)).toBe('word,weight\r\n",",0.5\r\n"""",< 0.01\r\n"a\nb",\u22121.00\r\n\'=1+1,1');
});

test('NPY: magic, aligned header, shape, and the numbers after it', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 50 }), (values) => {
      const data = new Float32Array(values);
      const bytes = npyOf({ name: 'q', shape: [data.length], data });
      const view = new DataView(bytes.buffer);
      expect([...bytes.slice(0, 8)]).toEqual([0x93, 78, 85, 77, 80, 89, 1, 0]);
      const length = view.getUint16(8, true);
      expect((10 + length) % 64).toBe(0);
      const header = new TextDecoder().decode(bytes.slice(10, 10 + length));
      expect(header).toContain(`'shape': (${data.length},)`);
      expect(header.endsWith('\n')).toBe(true);
      expect(new Float32Array(bytes.slice(10 + length).buffer)).toEqual(data);
    }),
  );
  const square = npyOf({ name: 'pattern', shape: [2, 3], data: new Float32Array(6) });
  expect(new TextDecoder().decode(square.slice(10, 120))).toContain("'shape': (2, 3)");
});
