/**
 * Keeps one worker alive and knows which requests it still owes an answer. When the worker dies, or the graphics
 * context is lost, a new worker gets the open requests again; a request that was open at two deaths is given up.
 */
import type { Options, RuntimeStatus } from './api.ts';
import type { Environment, Port } from './environment.ts';
import { Heartbeat } from './heartbeat.ts';
import { type Owed, owed, type Receive, type Ticket } from './owed.ts';
import { problem, RuntimeError } from './problem.ts';
import type {
  BackendName,
  BackendStatus,
  Control,
  FromWorker,
  Request,
  RuntimeProblem,
  StartRequest,
  ToWorker,
  Work,
} from './protocol.ts';

interface Switch {
  readonly resolve: (status: BackendStatus) => void;
  readonly reject: (error: RuntimeError) => void;
}

export class Connection {
  private port: Port | null = null;
  private readonly owed = new Map<number, Owed>();
  private readonly switches: Switch[] = [];
  private readonly standing = new Map<string, Control>();
  private readonly listeners = new Set<() => void>();
  private lastId = 0;
  private startId = 0;
  private chosenBy: StartRequest['chosenBy'];
  private contextLost = false;
  /** Whether this worker has ever said anything. */
  private heard = false;
  private started = false;
  /** The threads of WASM can fail where a server sends its own content security policy: then one does. */
  private threads = true;
  private readonly heartbeat: Heartbeat;
  private current: RuntimeStatus;

  constructor(private readonly environment: Environment) {
    this.heartbeat = new Heartbeat(
      (milliseconds, tick) => environment.every(milliseconds, tick),
      () => this.send({ kind: 'ping' }),
      () => this.died(problem('worker-died')),
    );
    this.chosenBy = environment.forced === null ? 'rule' : 'address';
    const choice = environment.forced ?? 'auto';
    this.current = {
      state: 'idle',
      backend: null,
      reason: '',
      threads: 1,
      choice,
      problem: null,
      restarts: 0,
    };
  }

  status(): RuntimeStatus {
    return this.current;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  switchBackend(choice: BackendName | 'auto'): Promise<BackendStatus> {
    this.chosenBy = choice === 'auto' ? 'rule' : 'reader';
    // A reader who asks for WebGL after it was lost gets another try.
    if (choice === 'webgl') this.contextLost = false;
    this.change({ choice });
    return new Promise((resolve, reject) => {
      this.switches.push({ resolve, reject });
      if (this.port === null) this.begin('starting');
      else this.start();
    });
  }

  ask<R>(work: Work, options: Options, receive: Receive<R>, again: () => Work = () => work): Ticket<R> {
    this.lastId += 1;
    const id = this.lastId;
    const done = new Promise<R>((resolve, reject) => {
      this.owe(id, options, receive, again, resolve, (reason) => reject(new RuntimeError(reason)));
    });
    return {
      done,
      pause: (paused) => this.pause(id, paused),
      adjust: (adjustments) => this.send({ kind: 'adjust', id, adjustments }),
      stored: () => this.send({ kind: 'stored', id }),
    };
  }

  /** Told to this worker and to every one to come; null: to none any more. */
  stand(name: string, message: Control | null): void {
    if (message === null) {
      this.standing.delete(name);
      return;
    }
    this.standing.set(name, message);
    this.send(message);
  }

  /** To the worker of the moment, if there is one. */
  tell(message: Control): void {
    this.send(message);
  }

  show(channel: string, visible: boolean): void {
    for (const entry of this.owed.values()) if (entry.channel === channel) entry.visible = visible;
    this.send({ kind: 'show', channel, visible });
  }

  private owe<R>(
    id: number,
    { channel, signal, wanted, visible = true, onProgress }: Options,
    receive: Receive<R>,
    again: () => Work,
    resolve: (result: R) => void,
    reject: (reason: RuntimeProblem) => void,
  ): void {
    if (signal?.aborted) {
      reject(problem('cancelled'));
      return;
    }
    if (wanted?.() === false) {
      reject(problem('superseded'));
      return;
    }
    const onAbort = () => {
      this.send({ kind: 'cancel', id });
      entry.fail(problem('cancelled'));
    };
    const entry = owed<R>({ channel, visible, again, receive, resolve, reject, onProgress }, () => {
      this.owed.delete(id);
      signal?.removeEventListener('abort', onAbort);
      this.beat();
    });
    signal?.addEventListener('abort', onAbort);
    this.owed.set(id, entry);
    if (this.port === null) this.begin('starting');
    else this.request(id, entry);
    this.beat();
  }

  private pause(id: number, paused: boolean): void {
    const entry = this.owed.get(id);
    if (entry === undefined) return;
    entry.paused = paused;
    this.send({ kind: 'pause', id, paused });
  }

  private request(id: number, { again, channel, visible, paused }: Owed): void {
    const request: Request = { ...again(), id, visible, ...(channel === undefined ? {} : { channel }) };
    this.send(request);
    if (paused) this.send({ kind: 'pause', id, paused });
  }

  private send(message: ToWorker): void {
    this.port?.send(message);
  }

  // ---- the life of the worker ------------------------------------------------------------------------------------

  private begin(state: 'starting' | 'restarting'): void {
    this.heard = false;
    // What an earlier worker still has to say must not reach the requests of the new one.
    const life = { over: false };
    const port = this.environment.spawn(
      (event) => {
        if (!life.over) this.receive(event);
      },
      () => {
        if (!life.over) this.died(problem(this.heard ? 'worker-died' : 'no-worker'));
      },
    );
    if (port === null) {
      this.giveUp(problem('no-worker'));
      return;
    }
    const close = () => {
      life.over = true;
      port.close();
    };
    this.port = { send: (message) => port.send(message), close };
    this.change({ state });
    this.start();
    for (const message of this.standing.values()) this.send(message);
    for (const [id, entry] of this.owed) this.request(id, entry);
    this.beat();
  }

  private start(): void {
    this.started = false;
    const place = this.environment.place();
    this.lastId += 1;
    this.startId = this.lastId;
    this.send({
      kind: 'start',
      id: this.startId,
      visible: true,
      choice: this.current.choice,
      chosenBy: this.chosenBy,
      contextLost: this.contextLost,
      measured: this.environment.recall(),
      ...place,
      isolated: place.isolated && this.threads,
    });
  }

  private receive(event: FromWorker): void {
    this.heard = true;
    this.heartbeat.heard();
    switch (event.kind) {
      case 'status':
        this.change({ state: 'ready', ...event.status });
        break;
      case 'measured':
        this.environment.remember(event.measurement);
        break;
      case 'context-lost':
        this.contextLost = true;
        this.died(problem('context-lost'));
        break;
      case 'started':
        this.started = true;
        this.change({ state: 'ready', problem: null, ...event.result });
        if (event.id === this.startId)
          for (const { resolve } of this.switches.splice(0)) resolve(event.result);
        break;
      case 'failed':
        if (event.id === this.startId) this.giveUp(event.problem);
        else this.failed(event.id, event.problem);
        break;
      case 'pong':
        break;
      default:
        this.owed.get(event.id)?.receive(event);
    }
  }

  private failed(id: number, reason: RuntimeProblem): void {
    this.owed.get(id)?.fail(reason);
    // A WASM heap that is full stays full: only a new worker has room again. The others are not to blame.
    if (reason.code === 'out-of-memory') this.replace(reason);
  }

  private died(reason: RuntimeProblem): void {
    // A worker that never spoke will not speak the next time either.
    if (reason.code === 'no-worker') {
      this.giveUp(reason);
      return;
    }
    if (!this.started && this.threads && this.environment.place().isolated) {
      this.threads = false;
      this.replace(reason);
      return;
    }
    for (const entry of [...this.owed.values()]) {
      entry.deaths += 1;
      if (entry.deaths > 1) entry.fail(reason);
    }
    for (const { reject } of this.switches.splice(0)) reject(new RuntimeError(reason));
    this.replace(reason);
  }

  private replace(reason: RuntimeProblem): void {
    this.close();
    this.change({ restarts: this.current.restarts + 1, problem: reason });
    if (this.owed.size > 0 || this.switches.length > 0) {
      this.begin('restarting');
      return;
    }
    this.change({ state: 'idle' });
  }

  private giveUp(reason: RuntimeProblem): void {
    this.close();
    this.change({ state: 'failed', problem: reason });
    for (const entry of [...this.owed.values()]) entry.fail(reason);
    for (const { reject } of this.switches.splice(0)) reject(new RuntimeError(reason));
  }

  private close(): void {
    this.port?.close();
    this.port = null;
    this.beat();
  }

  /** The heart beats only while an answer is owed. */
  private beat(): void {
    this.heartbeat.set(this.port !== null && this.owed.size > 0);
  }

  private change(part: Partial<RuntimeStatus>): void {
    this.current = { ...this.current, ...part };
    for (const listener of [...this.listeners]) listener();
  }
}
