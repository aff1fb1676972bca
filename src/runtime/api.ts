/** What figures can ask of the runtime. `client.ts` makes it, and exports these types again. */
import type {
  AttendRequest,
  AttendResult,
  AttributeRequest,
  AttributeResult,
  BackendName,
  BackendStatus,
  BeamStep,
  DeviceResult,
  EvaluateRequest,
  GeneratedToken,
  GenerateRequest,
  GenerateResult,
  HeldOut,
  LoadRequest,
  MemoryResult,
  ModelChoice,
  ModelInfo,
  Progress,
  RoundRequest,
  RoundResult,
  RunRequest,
  RunResult,
  RuntimeProblem,
  SpeculateRequest,
  SpeculateResult,
  Steering,
  TrainingState,
  TrainingStep,
  TrainRequest,
  TrainResult,
  UploadedFiles,
} from './protocol.ts';

export interface RuntimeStatus {
  /** `idle`: no worker yet; `failed`: see `problem`; the next request tries again. */
  readonly state: 'idle' | 'starting' | 'ready' | 'restarting' | 'failed';
  readonly backend: BackendName | null;
  /** One sentence: why this backend. */
  readonly reason: string;
  readonly threads: number;
  /** What was asked for. */
  readonly choice: BackendName | 'auto';
  readonly problem: RuntimeProblem | null;
  /** How often the worker had to be started anew. */
  readonly restarts: number;
}

export interface Options {
  /** Latest wins within a channel: use the figure's id, or id and purpose. Without one nothing is dropped. */
  readonly channel?: string;
  /** Default true. Change it later with `show(channel, visible)`. */
  readonly visible?: boolean;
  readonly signal?: AbortSignal;
  /** Asked before each request; no: a newer question has come, which this request is not to push out of its channel. */
  readonly wanted?: () => boolean;
  /** Bytes of a download, compilation, the comparison of backends: loads happen by themselves when a run needs them. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface GenerateOptions extends Options {
  readonly onToken?: (token: GeneratedToken) => void;
  /** Of a beam search. */
  readonly onBeam?: (step: BeamStep) => void;
}

export interface TrainOptions extends Options {
  readonly onStep?: (step: TrainingStep) => void;
  readonly onMeasure?: (heldOut: HeldOut) => void;
  /** A state that the run can be taken up from, known to be good. With `save.waits` the run goes on when the promise settles. */
  readonly onSave?: (state: TrainingState) => void | Promise<void>;
}

export interface TrainingHandle {
  readonly done: Promise<TrainResult>;
  /** From the next step on; what is not said stays. */
  adjust(change: Steering): void;
  pause(): void;
  resume(): void;
  /** `done` then rejects with code `cancelled`. */
  cancel(): void;
  /** The newest state that the run can be taken up from; null before the first. */
  saved(): TrainingState | null;
}

export type Asked<W> = Omit<W, 'kind'>;

export interface Runtime {
  /** The same object until something changes, as `useSyncExternalStore` wants it. */
  status(): RuntimeStatus;
  subscribe(listener: () => void): () => void;
  /** Moves everything to another backend; training goes on where it was. */
  switchBackend(choice: BackendName | 'auto'): Promise<BackendStatus>;

  load(request: Asked<LoadRequest>, options?: Options): Promise<ModelInfo>;
  run(request: Asked<RunRequest>, options?: Options): Promise<RunResult>;
  /** The gradient of one number of the output in the tensors on the way to it. */
  attribute(request: Asked<AttributeRequest>, options?: Options): Promise<AttributeResult>;
  attend(request: Asked<AttendRequest>, options?: Options): Promise<AttendResult>;
  generate(request: Asked<GenerateRequest>, options?: GenerateOptions): Promise<GenerateResult>;
  train(request: Asked<TrainRequest>, options?: TrainOptions): TrainingHandle;
  /** Measures a run by its name, at the step it is at or one that it kept. */
  evaluate(request: Asked<EvaluateRequest>, options?: Options): Promise<HeldOut>;

  /** Opens files of the reader's as `{ upload: id }`, until `drop`; rejects with a sentence where they cannot be used. */
  upload(id: string, files: UploadedFiles, options?: Options): Promise<ModelInfo>;
  /** Lets go of a model, of files that were uploaded, or of a run that has ended. */
  drop(model: ModelChoice): void;

  /** How fast the machine multiplies and moves numbers. */
  device(options?: Options): Promise<DeviceResult>;
  /** What a model loses with rounded weights. */
  round(request: Asked<RoundRequest>, options?: Options): Promise<RoundResult>;
  /** A text that a small model drafts and a large one checks. */
  speculate(request: Asked<SpeculateRequest>, options?: Options): Promise<SpeculateResult>;

  /** Tells what scrolled in or away. What waits in a channel that is shown runs first. */
  show(channel: string, visible: boolean): void;
  memory(): Promise<MemoryResult>;
  /** Drops all models of the worker. */
  dispose(): Promise<void>;
}
