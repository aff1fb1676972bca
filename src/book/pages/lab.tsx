/** The workbench: one figure on a page of its own. */
import { labMessages } from '../../widgets/messages/lab.ts';
import { figureComponents } from '../mdx-components.tsx';
import { messages } from '../messages/index.ts';

/** With the figure's own, so that no other page fetches them. */
const words = labMessages.page;

export default function LabPage() {
  const Bench = figureComponents.Lab;
  return (
    <main className="lab-page" id="text" data-path="/lab">
      <h1 tabIndex={-1}>{messages.routes['/lab'].title}</h1>
      <p className="lede">{words.lede}</p>
      <h2 className="spoken">{words.bench}</h2>
      {Bench === undefined ? null : <Bench />}
      <section aria-labelledby="how" className="lab-how">
        <h2 id="how">{words.how}</h2>
        {words.says.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </section>
    </main>
  );
}
