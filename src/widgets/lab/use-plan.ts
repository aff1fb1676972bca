/** What the controls ask for: the experiment, its model and what that costs; or the sentence that says why it cannot be. */
import { useEffect, useMemo, useState } from 'react';
import { DatasetError, datasetRow } from '../../data/datasets.ts';
import type { ModelConfig } from '../../models/config.ts';
import { countParameters, trainingFlops, trainingMemory } from '../../models/count.ts';
import { ExperimentError } from '../../training/errors.ts';
import { checkKind, configOf, type DataShape } from '../../training/experiment-config.ts';
import { type Experiment, readExperiment } from '../../training/experiment-schema.ts';
import { optionsOf } from './data-options.ts';
import { experimentOf, type SetUp } from './set-up.ts';

export interface Plan {
  readonly experiment: Experiment;
  readonly config: ModelConfig;
  readonly shape: DataShape;
  readonly parameters: number;
  readonly active: number;
  readonly stepTokens: number;
  readonly stepFlops: number;
  readonly bytes: number;
}

export interface Planned {
  /** null: it is being counted, or cannot be. */
  readonly plan: Plan | null;
  readonly problem: string;
}

type Found = { readonly data: string } & ({ readonly shape: DataShape } | { readonly problem: string });

const counting: Planned = { plan: null, problem: '' };

export function planOf(setUp: SetUp, shape: DataShape): Planned {
  try {
    const experiment = readExperiment(experimentOf(setUp, shape));
    checkKind(experiment);
    const config = configOf(experiment, shape);
    const length = experiment.length ?? Math.min(shape.length, config.context);
    const source = config.encoder ? (shape.sourceLength ?? length) : 0;
    const { total, active } = countParameters(config);
    return {
      plan: {
        experiment,
        config,
        shape,
        parameters: total,
        active,
        stepTokens: experiment.rows * (length + source),
        stepFlops: experiment.rows * trainingFlops(config, length, source),
        bytes: trainingMemory(config, experiment.rows, length, source).total,
      },
      problem: '',
    };
  } catch (error) {
    if (error instanceof ExperimentError) return { plan: null, problem: error.message };
    throw error;
  }
}

export function usePlan(setUp: SetUp, live: boolean): Planned {
  const { data, options, text } = setUp;
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (!live) return;
    let current = true;
    const sketch = async (): Promise<Found> => {
      try {
        return { data, shape: await datasetRow(data).sketch(optionsOf(data, options, text)) };
      } catch (error) {
        if (error instanceof DatasetError) return { data, problem: error.message };
        throw error;
      }
    };
    void sketch().then((next) => current && setFound(next));
    return () => {
      current = false;
    };
  }, [data, options, text, live]);
  return useMemo(() => {
    // What was found of other data says nothing; of the same with other options it is shown until it is counted anew.
    if (found === null || found.data !== setUp.data) return counting;
    return 'problem' in found ? { plan: null, problem: found.problem } : planOf(setUp, found.shape);
  }, [found, setUp]);
}
