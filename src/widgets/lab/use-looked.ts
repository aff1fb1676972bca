/** The model that is looked into: the run of the moment, one of its saved steps, or a folder of the reader's. */
import { useEffect, useState } from 'react';
import type { ModelConfig } from '../../models/config.ts';
import { type Experiment, type ModelChoice, runtime } from '../../runtime/client.ts';
import type { OpenedFolder } from './folder.ts';
import { modelFiles } from './folder.ts';
import { type LabRun, stateAt } from './runs.ts';

export interface Looked {
  readonly name: string;
  readonly model: ModelChoice;
  /** null: of a folder, or of the moment. */
  readonly step: number | null;
  readonly config: ModelConfig;
  readonly tokenizer: unknown;
  /** What it learns from; null: not known. */
  readonly data: Experiment['data'] | null;
  /** Changes when its weights do. */
  readonly turn: number;
}

export interface OwnModel extends OpenedFolder {
  readonly name: string;
}

interface Found {
  readonly looked: Looked | null;
  readonly problem: string;
}

const nothing: Found = { looked: null, problem: '' };

export function useLooked(run: LabRun | null, step: number | null, own: OwnModel | null): Found {
  const [found, setFound] = useState(nothing);
  const busy = run?.status === 'running' && step === null && own === null;
  const record = run?.record ?? null;
  const at = step ?? record?.saved.at(-1) ?? null;
  const turn = record?.heldOut.at(-1)?.step ?? 0;
  const id = record?.id ?? null;
  const known = record?.config != null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a record changes with every step, its model only with these
  useEffect(() => {
    if (own !== null || busy || record === null || !known || at === null) return;
    let current = true;
    const upload = `lab/${record.id}/${at}`;
    const open = async () => {
      const state = await stateAt(record.id, at);
      if (state === null || !current) return;
      const { config, tokenizer } = await runtime().upload(upload, modelFiles(record, state));
      const { name, experiment } = record;
      if (!current) return;
      const looked = { name, model: { upload }, step: at, config, tokenizer, data: experiment.data, turn: 0 };
      setFound({ looked, problem: '' });
    };
    open().catch((error: unknown) => current && setFound({ looked: null, problem: String(error) }));
    return () => {
      current = false;
      runtime().drop({ upload });
    };
  }, [id, at, known, busy, own]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: as above; looked at again where it is measured
  useEffect(() => {
    if (!busy || record?.config == null) return;
    const { name, config, tokenizer, experiment } = record;
    const model = { training: record.id };
    const looked = { name, model, step: turn, config, tokenizer, data: experiment.data, turn };
    setFound({ looked, problem: '' });
  }, [id, busy, known, turn]);

  useEffect(() => {
    if (own === null) return;
    let current = true;
    const upload = 'lab/own';
    runtime()
      .upload(upload, own.files)
      .then(
        ({ config, tokenizer }) => {
          if (!current) return;
          const looked = {
            name: own.name,
            model: { upload },
            step: null,
            config,
            tokenizer,
            data: null,
            turn: 0,
          };
          setFound({ looked, problem: '' });
        },
        (error: unknown) =>
          current &&
          setFound({ looked: null, problem: error instanceof Error ? error.message : String(error) }),
      );
    return () => {
      current = false;
      runtime().drop({ upload });
    };
  }, [own]);
  return run === null && own === null ? nothing : found;
}
