/** What the connection takes from the page; tests bring their own. */
import type { BackendName, FromWorker, Measurement, StartRequest, ToWorker } from './protocol.ts';

/** One worker, as the connection sees it. */
export interface Port {
  send(message: ToWorker): void;
  close(): void;
}

export interface Environment {
  /** Starts a worker; null where the browser cannot. */
  spawn(onMessage: (event: FromWorker) => void, onDeath: () => void): Port | null;
  /** Calls `tick` again and again until the answer is called. */
  every(milliseconds: number, tick: () => void): () => void;
  /** The backend that the address names. */
  readonly forced: BackendName | null;
  place(): Pick<StartRequest, 'wasmFolder' | 'checkpoints' | 'isolated' | 'processors'>;
  recall(): readonly Measurement[];
  remember(measurement: Measurement): void;
}
