import { expect, test } from 'vitest';
import { tipLabels } from '../../src/viz/tip-labels.ts';

const room = { size: 300, width: 20, height: 18, gap: 7 };
const tip = (x: number, y: number) => ({ x, y, angle: Math.atan2(y - 150, x - 150) });

test('a name alone stands beyond its tip', () => {
  const [name] = tipLabels([tip(250, 150)], room);
  expect(name).toEqual({ x: 267, y: 150 });
});

test('names of tips that lie together cover neither each other nor another tip', () => {
  const tips = [tip(240, 90), tip(236, 94), tip(246, 98)];
  const names = tipLabels(tips, room);
  names.forEach((name, index) => {
    names.slice(index + 1).forEach((other) => {
      expect(Math.abs(name.x - other.x) >= 20 || Math.abs(name.y - other.y) >= 18).toBe(true);
    });
    tips.forEach((other, at) => {
      if (at !== index)
        expect(Math.abs(name.x - other.x) >= 10 || Math.abs(name.y - other.y) >= 9).toBe(true);
    });
  });
});

test('a name stays in the plane', () => {
  for (const { x, y } of tipLabels([tip(300, 0), tip(0, 300), tip(300, 150)], room)) {
    expect(x).toBeGreaterThanOrEqual(10);
    expect(x).toBeLessThanOrEqual(290);
    expect(y).toBeGreaterThanOrEqual(9);
    expect(y).toBeLessThanOrEqual(291);
  }
});
