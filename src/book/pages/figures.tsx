/** Every chart by itself, every figure of the book, and the states that a figure can be in: for authors, instructors and tests. */
import { Suspense } from 'react';
import { widgetTags } from '../../widgets/registry.ts';
import { NamedSpecimen, specimenNames } from '../../widgets/specimens/index.tsx';
import { FigureStates } from '../../widgets/specimens/states.tsx';
import { messages } from '../messages/index.ts';

const words = messages.figures;

export default function Figures() {
  return (
    <main className="plain-page figures-page" id="text" data-path="/figures">
      <h1 tabIndex={-1}>{messages.routes['/figures'].title}</h1>
      <p className="lede">{words.lede}</p>
      <section aria-labelledby="charts">
        <h2 id="charts">{words.charts}</h2>
        {specimenNames.map((name) => (
          <Suspense key={name} fallback={<div className="figure-space" />}>
            <NamedSpecimen name={name} />
          </Suspense>
        ))}
      </section>
      <section aria-labelledby="states">
        <h2 id="states">{words.states}</h2>
        <FigureStates />
      </section>
      <section aria-labelledby="figures-of-the-book">
        <h2 id="figures-of-the-book">{words.figures}</h2>
        {Object.entries(widgetTags).map(([tag, Widget]) => (
          <Suspense key={tag} fallback={<div className="figure-space" />}>
            <Widget />
          </Suspense>
        ))}
      </section>
    </main>
  );
}
