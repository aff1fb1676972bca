/**
 * The two scripts that stand in a page as they are here; the content security policy names their hashes. Everything else comes from
 * files.
 */

/**
 * In the head, before the first paint: a reader who chose dark is never shown light. It mirrors `reader/settings.ts`, which also
 * checks what it reads. With JavaScript on, the page waits for its type.
 */
export const headScript = `(() => {
  const root = document.documentElement;
  root.classList.replace('no-js', 'waits-for-type');
  setTimeout(() => root.classList.remove('waits-for-type'), 2000);
  try {
    const settings = JSON.parse(localStorage.getItem('book:settings') || '{}');
    if (['light', 'dark', 'projector'].includes(settings.theme)) root.dataset.theme = settings.theme;
    if (['large', 'largest'].includes(settings.textSize)) root.dataset.textSize = settings.textSize;
  } catch {}
})();`;

/** At the end of the body: laying the page out asks for its fonts; once they are there it is shown, and nothing has to move. */
export const bodyScript = `(() => {
  document.body.getBoundingClientRect();
  document.fonts.ready.then(() => document.documentElement.classList.remove('waits-for-type'));
})();`;
