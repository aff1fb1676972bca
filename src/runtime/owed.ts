/** A request that the worker owes an answer, until it is settled once. */
import type { Options } from './api.ts';
import type { FromWorker, RuntimeProblem, Steering, Work } from './protocol.ts';

/** Sees every event of its request, and settles it with the answer. */
export type Receive<R> = (event: FromWorker, settle: (result: R) => void) => void;

export interface Ticket<R> {
  readonly done: Promise<R>;
  pause(paused: boolean): void;
  adjust(adjustments: Steering): void;
  /** What was told to be saved is kept. */
  stored(): void;
}

/** A request that is owed an answer. */
export interface Owed {
  /** What to ask of a new worker after a death. */
  readonly again: () => Work;
  readonly receive: (event: FromWorker) => void;
  readonly fail: (problem: RuntimeProblem) => void;
  readonly channel: string | undefined;
  visible: boolean;
  paused: boolean;
  deaths: number;
}

interface Asked<R> {
  readonly onProgress: Options['onProgress'] | undefined;
  readonly channel: string | undefined;
  readonly visible: boolean;
  readonly again: () => Work;
  readonly receive: Receive<R>;
  readonly resolve: (result: R) => void;
  readonly reject: (reason: RuntimeProblem) => void;
}

/** `close` is called when it is settled, one way or the other. */
export function owed<R>(
  { channel, visible, again, receive, resolve, reject, onProgress }: Asked<R>,
  close: () => void,
): Owed {
  return {
    again,
    channel,
    visible,
    paused: false,
    deaths: 0,
    receive(event) {
      if (event.kind === 'progress') onProgress?.(event.progress);
      receive(event, (result) => {
        close();
        resolve(result);
      });
    },
    fail(reason) {
      close();
      reject(reason);
    },
  };
}
