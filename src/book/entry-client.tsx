import 'katex/dist/katex.css';
import './styles/index.css';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { Book } from './book.tsx';
import { loadPage } from './pages.ts';

/** Brings a finished page to life. While developing there is none, and it is made here. */
const base = import.meta.env.BASE_URL;

async function open(root: HTMLElement): Promise<void> {
  const prerendered = root.dataset.path ?? '';
  const address = prerendered === '' ? location.pathname.slice(base.length - 1) : prerendered;
  const page = await loadPage(decodeURI(address));
  if (prerendered === '') createRoot(root).render(<Book initial={page} base={base} />);
  else hydrateRoot(root, <Book initial={page} base={base} />);
}

const root = document.getElementById('root');
if (root !== null) await open(root);

/** Reading without a connection is prepared when nothing else is to be done. */
function prepareOffline(): void {
  const start = () => void import('./offline/register.ts').then(({ register }) => register());
  if (typeof requestIdleCallback === 'undefined') setTimeout(start, 3000);
  else requestIdleCallback(start, { timeout: 10_000 });
}
if (import.meta.env.PROD) {
  if (document.readyState === 'complete') prepareOffline();
  else addEventListener('load', prepareOffline);
}
