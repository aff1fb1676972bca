/**
 * The worker's side of the runtime as a plain class, so that it runs in tests: takes messages, runs jobs one piece
 * after the other, and sends events. It knows nothing of workers.
 */

import type { FileSource } from '../models/checkpoints/files.ts';
import { countParams } from '../models/params.ts';
import { BackendChoice } from './backend-choice.ts';
import type { Engine } from './engine.ts';
import { attendOnce } from './jobs/attend.ts';
import { attributeJob } from './jobs/attribute.ts';
import type { JobContext, OpenTraining } from './jobs/context.ts';
import { measureDevice } from './jobs/device.ts';
import { evaluateJob } from './jobs/evaluate.ts';
import { generateJob } from './jobs/generate.ts';
import { roundJob } from './jobs/round.ts';
import { runJob } from './jobs/run.ts';
import { speculateJob } from './jobs/speculate.ts';
import { trainJob } from './jobs/train.ts';
import { ModelStore } from './model-store.ts';
import {
  type BackendStatus,
  type FromWorker,
  type LoadRequest,
  type ModelChoice,
  type Request,
  type StartRequest,
  type Steering,
  type ToWorker,
  unreachable,
} from './protocol.ts';
import { type Job, once, Scheduler } from './scheduler.ts';
import { TrainingRuns } from './training-runs.ts';
import { Uploads } from './uploads.ts';

export interface SessionEnvironment {
  readonly engine: Engine;
  send(event: FromWorker): void;
  /** Lets pending messages in. */
  pause(): Promise<void>;
  /** Milliseconds, from any start. */
  now(): number;
  /** The files of a model, by the address of its folder. */
  files(folder: string): FileSource;
  readonly train: OpenTraining;
}

export class Session {
  private readonly scheduler: Scheduler;
  private readonly store: ModelStore;
  private readonly backends: BackendChoice;
  private readonly uploads = new Uploads();
  private readonly runs: TrainingRuns;
  private readonly context: JobContext;
  private checkpoints = '';
  private told: BackendStatus | null = null;

  constructor(private readonly environment: SessionEnvironment) {
    const { engine, now, train } = environment;
    engine.onContextLost(() => environment.send({ kind: 'context-lost' }));
    const send = (event: FromWorker) => this.send(event);
    this.scheduler = new Scheduler(send, () => environment.pause());
    this.backends = new BackendChoice(engine, (status) => this.tell(status));
    const filesOf = (model: string) => environment.files(`${this.checkpoints}${encodeURIComponent(model)}/`);
    const { backends, uploads } = this;
    this.runs = new TrainingRuns((choice) => this.store.forget(choice));
    this.store = new ModelStore({ backends, filesOf, uploads, runs: this.runs, send, now });
    this.context = {
      backends,
      store: this.store,
      runs: this.runs,
      train,
      adjustments: new Map(),
      stored: new Map(),
      now,
    };
  }

  receive(message: ToWorker): void {
    switch (message.kind) {
      case 'cancel':
        this.scheduler.cancel(message.id);
        break;
      case 'adjust':
        if (this.scheduler.has(message.id)) this.adjust(message.id, message.adjustments);
        break;
      case 'keep':
        this.store.forget({ upload: message.upload });
        this.uploads.keep(message.upload, message.files);
        break;
      case 'drop':
        this.drop(message.model);
        break;
      case 'pause':
        this.scheduler.setPaused(message.id, message.paused);
        break;
      case 'stored':
        this.context.stored.get(message.id)?.();
        break;
      case 'show':
        this.scheduler.show(message.channel, message.visible);
        break;
      case 'ping':
        this.environment.send({ kind: 'pong' });
        break;
      case 'start':
      case 'load':
      case 'run':
      case 'attribute':
      case 'attend':
      case 'generate':
      case 'train':
      case 'evaluate':
      case 'device':
      case 'round':
      case 'speculate':
      case 'memory':
      case 'dispose': {
        const { id, visible, channel, kind } = message;
        if (kind === 'train' && message.run !== undefined) this.runs.expect(message.run, id);
        const long = kind === 'generate' || kind === 'train' || kind === 'evaluate';
        this.scheduler.add(this.job(message), {
          id,
          visible,
          channel,
          long,
          urgent: kind === 'start',
        });
        break;
      }
      default:
        unreachable(message);
    }
  }

  private job(request: Request): Job {
    const { id } = request;
    switch (request.kind) {
      case 'start':
        return once(() => this.start(id, request));
      case 'load':
        return this.load(id, request);
      case 'run':
        return runJob(id, request, this.context);
      case 'attribute':
        return attributeJob(id, request, this.context);
      case 'attend':
        return once(() => attendOnce(id, request, this.context));
      case 'generate':
        return generateJob(id, request, this.context);
      case 'train':
        return trainJob(id, request, this.context);
      case 'evaluate':
        return evaluateJob(id, request, this.context);
      case 'device':
        return once(() => measureDevice(id, this.context));
      case 'round':
        return roundJob(id, request, this.context);
      case 'speculate':
        return speculateJob(id, request, this.context);
      case 'memory':
        return once(() => this.count(id));
      case 'dispose':
        return once(() => this.dispose(id));
      default:
        return unreachable(request);
    }
  }

  private adjust(id: number, adjustments: Steering): void {
    const { adjustments: all } = this.context;
    all.set(id, { ...all.get(id), ...adjustments });
  }

  private drop(choice: ModelChoice): void {
    if (typeof choice === 'object' && 'upload' in choice) this.uploads.drop(choice.upload);
    if (typeof choice === 'object' && 'training' in choice) this.runs.drop(choice.training);
    this.store.forget(choice);
  }

  private async start(id: number, request: StartRequest): Promise<FromWorker> {
    this.checkpoints = request.checkpoints;
    const status = await this.backends.start(request);
    // Models are built anew where they are needed next, from files that are still here.
    this.store.dropAll();
    this.told = status;
    return { kind: 'started', id, result: status };
  }

  private async *load(id: number, request: LoadRequest): Job {
    const { model, step, config, tokenizer, params, candidate } = yield* this.store.open(
      request.model,
      request.step ?? null,
      id,
    );
    const status = this.backends.status(candidate);
    return {
      kind: 'loaded',
      id,
      result: { model, step, config, parameters: countParams(params as never), tokenizer, status },
    };
  }

  private async count(id: number): Promise<FromWorker> {
    const { numTensors, numBytes } = this.environment.engine.memory();
    const { backend } = this.backends.current();
    const models = this.store.names();
    return {
      kind: 'counted',
      id,
      result: { numTensors, numBytes, models, backend, waiting: this.scheduler.size - 1 },
    };
  }

  private async dispose(id: number): Promise<FromWorker> {
    this.runs.dropEnded();
    this.store.disposeAll();
    return { kind: 'disposed', id };
  }

  /** A lost context is more than the failure of one request: the page starts a new worker and asks again. */
  private send(event: FromWorker): void {
    if (event.kind === 'failed') this.runs.settle(event.id);
    const lost = event.kind === 'failed' && event.problem.code === 'context-lost';
    this.environment.send(lost ? { kind: 'context-lost' } : event);
  }

  private tell(status: BackendStatus): void {
    const { told } = this;
    const same =
      told?.backend === status.backend && told.reason === status.reason && told.threads === status.threads;
    if (same) return;
    this.told = status;
    this.environment.send({ kind: 'status', status });
  }
}
