/** The words of a text as chips to press, one of them chosen. */
export interface WordButtonsProps {
  readonly tokens: readonly string[];
  readonly chosen: number;
  readonly onPress: (index: number) => void;
}

export function WordButtons({ tokens, chosen, onPress }: WordButtonsProps) {
  return (
    <p className="word-buttons">
      {tokens.map((word, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place
          key={index}
          type="button"
          className={index === chosen ? 'token-chip is-chosen' : 'token-chip'}
          aria-pressed={index === chosen}
          onClick={() => onPress(index)}
        >
          {word}
        </button>
      ))}
    </p>
  );
}
