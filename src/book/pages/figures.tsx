/** Every chart by itself, then every figure of the book: for authors, instructors and tests. */
import { Suspense } from 'react';
import { NamedSpecimen, specimenNames } from '../../widgets/specimens/index.tsx';
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
    </main>
  );
}
