/**
 * Which backend runs a model, and the sentence that says why. Plain decisions, no TensorFlow.js: what a machine
 * offers is found out by `engine.ts`.
 *
 * The address or the reader decides. Else: WebGL on a graphics card, unless WebAssembly is at least twice as fast for the
 * model at hand; where WebGL is computed by the processor, or there is none, WebAssembly; without that, JavaScript.
 */
import type { BackendName, Measurement, StartRequest } from './protocol.ts';

export interface Machine {
  readonly webgl: 'hardware' | 'software' | 'none';
  /** What the browser calls its renderer. */
  readonly renderer: string;
  readonly wasm: boolean;
}

export interface Candidate {
  readonly backend: BackendName;
  readonly reason: string;
}

export interface Plan {
  /** To be tried in this order. */
  readonly order: readonly [Candidate, ...Candidate[]];
  /** The models themselves decide between WebGL and WebAssembly. */
  readonly compare: boolean;
}

export type Wish = Pick<StartRequest, 'choice' | 'chosenBy' | 'contextLost'>;

export const titles: { readonly [name in BackendName]: string } = {
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
};

export function planBackends(wish: Wish, machine: Machine): Plan {
  const { choice } = wish;
  const byRule = ruled(wish, machine);
  // What was taken away is not asked for again before the reader does.
  const taken = choice === 'webgl' && wish.contextLost;
  if (choice === 'auto' || taken)
    return { order: byRule, compare: byRule[0].backend === 'webgl' && machine.wasm };
  const who = wish.chosenBy === 'address' ? 'because the address of the page asks for it' : 'as you chose';
  const chosen: Candidate = { backend: choice, reason: `${titles[choice]}, ${who}.` };
  const others = byRule.filter(({ backend }) => backend !== choice);
  return { order: [chosen, ...others.map(({ backend }) => instead(backend, choice))], compare: false };
}

function ruled(wish: Wish, machine: Machine): [Candidate, ...Candidate[]] {
  const last: Candidate = {
    backend: 'cpu',
    reason: 'JavaScript, because neither WebGL nor WebAssembly works in this browser.',
  };
  const wasm = (reason: string): Candidate => ({
    backend: 'wasm',
    reason: `WebAssembly, because ${reason}.`,
  });
  if (wish.contextLost) return [wasm('the browser took the graphics card away'), last];
  switch (machine.webgl) {
    case 'hardware':
      return [
        { backend: 'webgl', reason: 'WebGL, because this machine has a graphics card.' },
        instead('wasm', 'webgl'),
        last,
      ];
    case 'software':
      return machine.wasm
        ? [wasm('WebGL would be computed by the processor here'), last]
        : [{ backend: 'webgl', reason: 'WebGL, because this browser has no WebAssembly.' }, last];
    case 'none':
      return machine.wasm ? [wasm('this browser offers no WebGL beside the page'), last] : [last];
  }
}

/** The reason of a backend that runs because another did not start. */
const instead = (backend: BackendName, failed: BackendName): Candidate => ({
  backend,
  reason: `${titles[backend]}, because ${titles[failed]} could not be started.`,
});

/** Twice: WebGL leaves the processor to the page, which is worth something. */
const advantage = 2;

/** What a measurement says about its model. */
export function preferred({ webgl, wasm }: Measurement): Candidate {
  const ratio = webgl / wasm;
  const times = (factor: number) => (factor >= 10 ? factor.toFixed(0) : factor.toFixed(1));
  if (ratio >= advantage) {
    const reason = `WebAssembly, because it runs this small model ${times(ratio)} times as fast as the graphics card.`;
    return { backend: 'wasm', reason };
  }
  if (ratio <= 1) {
    const faster = times(1 / ratio);
    return {
      backend: 'webgl',
      reason: `WebGL, because the graphics card runs this model ${faster} times as fast as WebAssembly.`,
    };
  }
  return { backend: 'webgl', reason: 'WebGL, because it leaves the processor free, at over half the speed.' };
}

/**
 * One processor is the page's own: with a thread on each of two the models wrote and trained no faster, and three trainings side by
 * side were slower (the Lab's duel: 66 s, and 39 s with one). The models are too small to feed more than four.
 */
export function threadCount(place: Pick<StartRequest, 'isolated' | 'processors'>): number {
  return place.isolated ? Math.max(1, Math.min(4, Math.floor(place.processors) - 1)) : 1;
}
