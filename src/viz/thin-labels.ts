/** Which of many labels have room: every so manieth, counted from `first`, and the chosen one, which pushes its neighbours away. */
export function thinned(count: number, every: number, chosen: number | null, first = 0): number[] {
  return Array.from({ length: count }, (_, index) => index).filter((index) =>
    index === chosen
      ? true
      : (index + first) % every === 0 && (chosen === null || Math.abs(index - chosen) >= every * 0.7),
  );
}

/** The next of 1, 2, 5, 10, 20, 50 ...: numbers at an edge are round. */
export function roundStride(every: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, every)));
  return power * ([1, 2, 5].find((step) => step * power >= every) ?? 10);
}

/** Width of a letter of the mono face as a share of its size. */
export const letterShare = 0.6;

/** About as wide as the interface's letters are on average. */
export const textWidth = (text: string, font: number): number => [...text].length * font * 0.56;

/** Room for the names of layers beside a grid of heads, the widest number among them; on a phone the numbers alone. */
export const layerRoom = (
  layerName: string,
  layers: number,
  { label, phone }: { readonly label: number; readonly phone: boolean },
): number => (phone ? 22 : Math.max(58, Math.ceil(textWidth(`${layerName} ${layers}`, label)) + 7));
