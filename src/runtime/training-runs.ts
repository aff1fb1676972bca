/**
 * The training runs of this worker by name, so that figures can look at them: the weights of the moment, and those of
 * steps that were kept on the way. A run that has ended keeps its last ones until another of its name begins.
 */
import { buildParams } from '../models/checkpoints/build.ts';
import { readParams } from '../models/checkpoints/save.ts';
import { averaged, type Floats, foldedIn, withoutAdapters } from '../models/checkpoints/weight-arithmetic.ts';
import type { ModelConfig } from '../models/config.ts';
import type { Params } from '../models/model.ts';
import type { SessionRecipe, TrainingSession, TrainingState } from '../training/session.ts';
import type { Fetched } from './fetched.ts';
import { RuntimeError } from './problem.ts';
import type { ModelChoice } from './protocol.ts';

export interface KeepChoice {
  /** A step is kept every so many ... */
  readonly every: number;
  /** ... and of more than so many every second is let go, and the distance doubled. */
  readonly most: number;
}

interface Begun {
  readonly session: TrainingSession;
  readonly recipe: SessionRecipe;
  readonly tokenizer: unknown;
}

export class TrainingRun {
  /** null: it has ended. */
  session: TrainingSession | null;
  /** By step, in their order. */
  private readonly steps: Map<number, Floats>;
  private readonly held = new Map<number, number>();
  private every: number;

  readonly recipe: SessionRecipe;
  readonly tokenizer: unknown;

  constructor(
    { session, recipe, tokenizer }: Begun,
    private readonly keep: KeepChoice | undefined,
    before: ReadonlyMap<number, Floats> = new Map(),
  ) {
    this.session = session;
    this.recipe = recipe;
    this.tokenizer = tokenizer;
    this.every = keep?.every ?? Number.POSITIVE_INFINITY;
    this.steps = new Map([...before].filter(([step]) => step <= session.step));
  }

  /** Steps that are there, in order. */
  kept(): number[] {
    return [...this.steps.keys()].sort((a, b) => a - b);
  }

  stored(): ReadonlyMap<number, Floats> {
    return this.steps;
  }

  floats(step: number | null): Floats | undefined {
    return this.steps.get(step ?? this.kept().at(-1) ?? -1);
  }

  /** After each step, and before the first. */
  async afterStep(): Promise<void> {
    const { session, keep } = this;
    if (session === null || keep === undefined || session.step % this.every !== 0) return;
    await this.keepNow();
    if (this.steps.size <= keep.most) return;
    this.every *= 2;
    for (const step of this.kept())
      if (step % this.every !== 0 && !this.held.has(step)) this.steps.delete(step);
  }

  async keepNow(): Promise<number> {
    const { session } = this;
    if (session === null) throw new Error('A run that has ended has no weights of the moment.');
    if (!this.steps.has(session.step)) this.steps.set(session.step, await readParams(session.params));
    return session.step;
  }

  /** The weights of the moment, until `release`: for who needs them longer than a turn. */
  async hold(): Promise<{ readonly step: number; release(): void }> {
    const had = this.session === null || this.steps.has(this.session.step);
    const step = this.session === null ? (this.kept().at(-1) ?? 0) : await this.keepNow();
    this.held.set(step, (this.held.get(step) ?? 0) + 1);
    const release = () => {
      const others = (this.held.get(step) ?? 1) - 1;
      if (others > 0) this.held.set(step, others);
      else this.held.delete(step);
      // What was kept for this alone goes, unless it is all that is left of a run that has ended meanwhile.
      const last = this.session === null && step === this.kept().at(-1);
      if (!had && others === 0 && !last && step % this.every !== 0) this.steps.delete(step);
    };
    return { step, release };
  }

  /** On another backend. */
  moveTo(session: TrainingSession): void {
    this.session = session;
  }

  /** Keeps the last weights that are good; the session is the caller's to dispose. */
  end(last: TrainingState | null): void {
    this.session = null;
    if (last === null) return;
    this.steps.set(last.step, last.params);
    // What came after it is what it was that diverged.
    for (const step of this.kept()) if (step > last.step) this.steps.delete(step);
  }
}

/** A run that was asked for and has not begun. */
interface Coming {
  readonly name: string;
  readonly begun: Promise<void>;
  readonly settle: () => void;
}

export class TrainingRuns {
  private readonly runs = new Map<string, TrainingRun>();
  /** By the id of the request. */
  private readonly coming = new Map<number, Coming>();

  /** `forget` is told of names whose models are no longer what they were. */
  constructor(private readonly forget: (choice: ModelChoice) => void) {}

  /** A request for a run has arrived: who looks at it waits, as after the death of a worker, when all is asked anew. */
  expect(name: string, id: number): void {
    let settle = () => {};
    const begun = new Promise<void>((resolve) => {
      settle = resolve;
    });
    this.coming.set(id, { name, begun, settle });
  }

  /** The request has begun, or has come to nothing. */
  settle(id: number): void {
    this.coming.get(id)?.settle();
    this.coming.delete(id);
  }

  /** What to wait for before the run can be looked at; null: nothing. */
  awaited(name: string): Promise<void> | null {
    if (this.runs.has(name)) return null;
    return [...this.coming.values()].find((one) => one.name === name)?.begun ?? null;
  }

  /** A run that goes on where one of its name was keeps that one's steps. */
  begin(name: string, begun: Begun, keep: KeepChoice | undefined): TrainingRun {
    this.forget({ training: name });
    const before = begun.session.step > 0 ? this.runs.get(name)?.stored() : undefined;
    const run = new TrainingRun(begun, keep, before);
    this.runs.set(name, run);
    return run;
  }

  /** The weights of the moment where the run is on its way; they are the session's, and change with its next step. */
  live(
    name: string,
    step: number | null,
  ): {
    readonly step: number;
    readonly config: ModelConfig;
    readonly tokenizer: unknown;
    readonly params: Params;
  } | null {
    const { session, recipe, tokenizer } = this.find(name);
    if (session === null || (step !== null && step !== session.step)) return null;
    return { step: session.step, config: recipe.config, tokenizer, params: session.params };
  }

  kept(name: string, step: number | null): Fetched {
    const run = this.find(name);
    const floats = run.floats(step);
    if (floats === undefined) {
      const kept = run.kept();
      const which = step === null ? 'No step' : `Step ${step}`;
      const verb = step === null ? 'was' : 'was not';
      const there = kept.length === 0 ? '' : ` There is ${kept.join(', ')}.`;
      throw RuntimeError.of('model-missing', `${which} of this training run ${verb} kept.${there}`);
    }
    return fetchedOf(floats, run, run.recipe.config, `training/${name}`);
  }

  /** Of two runs that have begun from the same model: `share` of the second. */
  averaged(one: string, other: string, share: number): Fetched {
    if (!(share >= 0 && share <= 1)) throw RuntimeError.of('bad-request', 'A share lies between 0 and 1.');
    const run = this.find(one);
    const floats = averaged(this.last(one), this.last(other), share);
    return fetchedOf(floats, run, run.recipe.config, `average/${one}/${other}`);
  }

  /** A run's model without adapters: what they changed stands in its maps. */
  folded(name: string): Fetched {
    const run = this.find(name);
    return fetchedOf(foldedIn(this.last(name)), run, withoutAdapters(run.recipe.config), `folded/${name}`);
  }

  private last(name: string): Floats {
    const floats = this.find(name).floats(null);
    if (floats === undefined)
      throw RuntimeError.of('model-missing', 'This training run has kept no weights yet.');
    return floats;
  }

  find(name: string): TrainingRun {
    const run = this.runs.get(name);
    if (run !== undefined) return run;
    throw RuntimeError.of('model-missing', 'This training run is not here: start it first.');
  }

  drop(name: string): void {
    this.runs.delete(name);
    this.forget({ training: name });
  }

  /** Those that have ended. */
  dropEnded(): void {
    for (const [name, { session }] of [...this.runs]) if (session === null) this.drop(name);
  }
}

function fetchedOf(floats: Floats, { tokenizer }: TrainingRun, config: ModelConfig, name: string): Fetched {
  const numbers = [...floats.values()].reduce((sum, { data }) => sum + data.length, 0);
  const build = async () => buildParams(floats, config, name);
  return { config, tokenizer, bytes: 4 * numbers, build };
}
