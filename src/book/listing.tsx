/** A listing of code, coloured while the book was built (`build/code-blocks.ts`). */

/** A run of characters, and the CSS variable that colours it; null: the ink of the page. */
export type ColouredText = readonly [text: string, colour: string | null];

/** `code`: `ColouredText[]` as JSON, which costs a chapter's chunk far less than as many elements. */
export function Listing({ code }: { readonly code: string }) {
  let start = 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long line scrolls, and a keyboard must reach it
    <pre tabIndex={0}>
      <code>
        {(JSON.parse(code) as ColouredText[]).map(([text, colour]) => {
          const key = start;
          start += text.length;
          return colour === null ? (
            text
          ) : (
            <span key={key} style={{ color: `var(${colour})` }}>
              {text}
            </span>
          );
        })}
      </code>
    </pre>
  );
}
