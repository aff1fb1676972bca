/** Which of many labels have room: every so manieth, and the chosen one, which pushes its neighbours away. */
export function thinned(count: number, every: number, chosen: number | null): number[] {
  return Array.from({ length: count }, (_, index) => index).filter((index) =>
    index === chosen ? true : index % every === 0 && (chosen === null || Math.abs(index - chosen) >= every),
  );
}

/** Width of a letter of the mono face as a share of its size. */
export const letterShare = 0.6;

/** About as wide as the interface's letters are on average. */
export const textWidth = (text: string, font: number): number => [...text].length * font * 0.56;
