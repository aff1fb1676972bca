/** Where the names of arrows stand: beyond their tips, and turned aside where another name or another tip is there already. */

export interface Tip {
  readonly x: number;
  readonly y: number;
  /** Where the arrow points, in radians. */
  readonly angle: number;
}

export interface TipRoom {
  /** The side of the square plane, in pixels. */
  readonly size: number;
  readonly width: number;
  readonly height: number;
  /** Between the tip and the name. */
  readonly gap: number;
}

/** Turns away from the arrow's own direction, in radians, the smallest first. */
const turns = [0, 0.5, -0.5, 1, -1, 1.5, -1.5, 2.1, -2.1];

/** The middle of each name // [tip] */
export function tipLabels(
  tips: readonly Tip[],
  { size, width, height, gap }: TipRoom,
): { x: number; y: number }[] {
  const placed: { x: number; y: number }[] = [];
  const inside = (value: number, half: number) => Math.max(half, Math.min(size - half, value));
  for (const [index, tip] of tips.entries()) {
    const places = turns.map((turn) => ({
      x: inside(tip.x + (gap + width / 2) * Math.cos(tip.angle + turn), width / 2),
      y: inside(tip.y + (gap + height / 2) * Math.sin(tip.angle + turn), height / 2),
    }));
    const isFree = (place: { x: number; y: number }) =>
      placed.every(
        (other) => Math.abs(other.x - place.x) >= width || Math.abs(other.y - place.y) >= height,
      ) &&
      tips.every(
        (other, at) =>
          at === index ||
          Math.abs(other.x - place.x) >= width / 2 + gap / 2 ||
          Math.abs(other.y - place.y) >= height / 2 + gap / 2,
      );
    placed.push(places.find(isFree) ?? places[0] ?? tip);
  }
  return placed;
}
