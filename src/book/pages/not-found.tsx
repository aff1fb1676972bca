import { messages } from '../messages/index.ts';
import type { Route } from '../routes.ts';
import { BookLink } from '../shell/book-link.tsx';

export function NotFound({ route }: { readonly route: Route | null }) {
  const words = messages.notFound;
  return (
    <main className="plain-page" id="text">
      <h1 tabIndex={-1}>{words.title}</h1>
      <p className="lede">
        {route === null ? words.lede : words.unwritten(messages.routes[route.path].title)}
      </p>
      <p>
        <BookLink to="/#contents">{words.back}</BookLink>
      </p>
    </main>
  );
}
