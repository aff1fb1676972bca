import { figureComponents } from '../mdx-components.tsx';
import { messages } from '../messages/index.ts';
import { useProgress } from '../reader/progress.ts';
import { routes } from '../routes.ts';
import { BookLink } from '../shell/book-link.tsx';
import { Contents } from '../shell/contents.tsx';
import { isWritten } from '../written.ts';

const words = messages.cover.ways;

export default function Cover() {
  const Living = figureComponents.CoverWriter;
  return (
    <main className="cover" id="text" data-path="/">
      <div className="title">
        <h1 tabIndex={-1}>{messages.book.title}</h1>
        <p className="lede">{messages.book.lede}</p>
      </div>
      {Living === undefined ? null : (
        <>
          <h2 className="spoken">{messages.cover.living}</h2>
          <Living />
        </>
      )}
      <section className="ways">
        <div>
          <h2>{words.read.title}</h2>
          <p>{words.read.text}</p>
          <WayIn />
        </div>
        <div>
          <h2>{words.teach.title}</h2>
          <p>{words.teach.text}</p>
          {isWritten('/teach') ? <BookLink to="/teach">{words.teach.open}</BookLink> : null}
        </div>
        <div>
          <h2>{words.tinker.title}</h2>
          <p>{words.tinker.text}</p>
          {isWritten('/lab') ? <BookLink to="/lab">{words.tinker.open}</BookLink> : null}
        </div>
      </section>
      <Contents />
    </main>
  );
}

function WayIn() {
  const last = useProgress((progress) => progress.last);
  const first = routes.find((route) => route.number !== null && isWritten(route.path));
  const known = routes.find((route) => route.path === last && isWritten(route.path));
  const to = known ?? first;
  if (to === undefined) return null;
  const name = `${to.number ?? ''}, ${messages.routes[to.path].title}`;
  return (
    <BookLink to={to.path}>{known === undefined ? words.read.start(name) : words.read.goOn(name)}</BookLink>
  );
}
