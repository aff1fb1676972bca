/**
 * Runs before the first paint, so that a reader who chose dark is never shown light. It stands in the page as it is here and the
 * content security policy names its hash. It mirrors `settings.ts`, which also checks what it reads.
 */
export const themeScript = `(() => {
  const root = document.documentElement;
  root.classList.remove('no-js');
  try {
    const settings = JSON.parse(localStorage.getItem('book:settings') || '{}');
    if (['light', 'dark', 'projector'].includes(settings.theme)) root.dataset.theme = settings.theme;
    if (['large', 'largest'].includes(settings.textSize)) root.dataset.textSize = settings.textSize;
  } catch {}
})();`;
