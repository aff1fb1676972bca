/**
 * The two scripts that stand in a page as they are here; the content security policy names their hashes. Everything else comes from
 * files.
 */

/**
 * In the head, before the first paint: a reader who chose dark is never shown light, and a link to the stage never the text. It mirrors
 * `reader/settings.ts` and `widgets/kit/page-link.ts`, which check all that they read. With JavaScript on, the page waits for its type.
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
  const asked = new URLSearchParams(location.search).get('page') || '';
  const theme = /^1~(?:.*~)?theme:(light|dark|projector)(?:~|$)/.exec(asked);
  if (theme) root.dataset.theme = theme[1];
  const view = /^1~(?:.*~)?view:(stage|speaker)(?:~|$)/.exec(asked);
  if (view) root.dataset.view = view[1];
})();`;

/** At the end of the body: laying the page out asks for its fonts; once they are there it is shown, and nothing has to move. */
export const bodyScript = `(() => {
  document.body.getBoundingClientRect();
  document.fonts.ready.then(() => document.documentElement.classList.remove('waits-for-type'));
})();`;
