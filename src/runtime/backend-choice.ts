/** The backend that stands, the ones that single models prefer, and how to get from one to the other. */
import { type Candidate, type Plan, planBackends, preferred, threadCount } from './backends.ts';
import type { Engine, EngineOptions } from './engine.ts';
import { RuntimeError } from './problem.ts';
import type { BackendName, BackendStatus, Measurement, StartRequest } from './protocol.ts';

export class BackendChoice {
  private plan: Plan | null = null;
  private standing: Candidate | null = null;
  private options: EngineOptions = { wasmFolder: '', threads: 1 };
  private readonly measured = new Map<string, Measurement>();
  private threads = 1;
  /** Grows whenever tensors that were made before may be on the wrong backend. */
  epoch = 0;

  constructor(
    private readonly engine: Engine,
    private readonly tell: (status: BackendStatus) => void,
  ) {}

  async start(request: StartRequest): Promise<BackendStatus> {
    this.options = { wasmFolder: request.wasmFolder, threads: threadCount(request) };
    for (const measurement of request.measured) this.measured.set(measurement.model, measurement);
    const plan = planBackends(request, this.engine.inspect());
    const failures: string[] = [];
    for (const candidate of plan.order) {
      try {
        await this.engine.use(candidate.backend, this.options);
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
        continue;
      }
      this.plan = plan;
      this.standing = candidate;
      this.threads = this.engine.threads();
      this.epoch += 1;
      return this.status(candidate);
    }
    throw RuntimeError.of('no-backend', failures.join(' '));
  }

  /** Whether `model` still has to show on which of two backends it is faster. */
  undecided(model: string): boolean {
    return this.plan?.compare === true && this.standing?.backend === 'webgl' && !this.measured.has(model);
  }

  decide(measurement: Measurement): void {
    this.measured.set(measurement.model, measurement);
  }

  for(model: string): Candidate {
    if (this.plan === null || this.standing === null) {
      throw RuntimeError.of('no-backend', 'The runtime was asked for a model before it was started.');
    }
    const measurement = this.measured.get(model);
    const compared = this.plan.compare && this.standing.backend === 'webgl' && measurement !== undefined;
    return compared ? preferred(measurement) : this.standing;
  }

  /** Of no model in particular. */
  current(): Candidate {
    return this.for('');
  }

  async use(candidate: Candidate): Promise<void> {
    await this.engine.use(candidate.backend, this.options);
    this.threads = this.engine.threads();
    this.tell(this.status(candidate));
  }

  /** For the comparison: without a word to the page. */
  async tryOut(backend: BackendName): Promise<void> {
    await this.engine.use(backend, this.options);
  }

  status({ backend, reason }: Candidate): BackendStatus {
    return { backend, reason, threads: backend === 'wasm' ? this.threads : 1 };
  }

  checkContext(): void {
    if (this.engine.contextLost()) throw RuntimeError.of('context-lost');
  }
}
