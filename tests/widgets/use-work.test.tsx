// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Options } from '../../src/runtime/client.ts';
import { useWork } from '../../src/widgets/kit/use-work.ts';

/** A question whose answer, or problem, comes when the test says so. */
function question() {
  let answer: (text: string) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const promise = new Promise<string>((resolve, reject) => {
    answer = resolve;
    fail = reject;
  });
  return { ask: () => promise, answer, fail };
}

function Shown({ ask }: { readonly ask: (options: Options) => Promise<string> }) {
  const { result, problem } = useWork('test', ask);
  return problem ? `problem: ${problem.message}` : (result ?? 'nothing');
}

let host: HTMLElement;
let root: Root;

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  host = document.createElement('div');
  root = createRoot(host);
});
afterEach(() => act(() => root.unmount()));

const asks = ({ ask }: ReturnType<typeof question>) => act(async () => root.render(<Shown ask={ask} />));

test('an answer that comes after a newer question, but before its answer, is shown on the way', async () => {
  const [first, second] = [question(), question()];
  await asks(first);
  await asks(second);
  await act(async () => first.answer('first'));
  expect(host.textContent).toBe('first');
  await act(async () => second.answer('second'));
  expect(host.textContent).toBe('second');
});

test('an answer that comes after that to a newer question is not shown', async () => {
  const [first, second] = [question(), question()];
  await asks(first);
  await asks(second);
  await act(async () => second.answer('second'));
  await act(async () => first.answer('first'));
  expect(host.textContent).toBe('second');
});

test('nor does it hide the problem that a newer question met', async () => {
  const [first, second] = [question(), question()];
  await asks(first);
  await asks(second);
  await act(async () => second.fail(new Error('no such model')));
  await act(async () => first.answer('first'));
  expect(host.textContent).toBe('problem: no such model');
});

test('what an older question has still to ask for is not wanted any more', async () => {
  const wanted: (() => boolean)[] = [];
  const ask = (options: Options) => {
    if (options.wanted) wanted.push(options.wanted);
    return new Promise<string>(() => {});
  };
  await act(async () => root.render(<Shown ask={ask} />));
  expect(wanted.map((now) => now())).toEqual([true]);
  await act(async () => root.render(<Shown ask={(options: Options) => ask(options)} />));
  expect(wanted.map((now) => now())).toEqual([false, true]);
});
