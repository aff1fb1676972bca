/** What this browser keeps of the runs and what it takes; runs taken along as files, and opened again. */
import { useEffect, useId, useState } from 'react';
import { formatBytes } from '../../viz/numbers.ts';
import { download } from '../kit/export.ts';
import { labMessages as words } from '../messages/lab.ts';
import { type OpenedFolder, openFolder, zipOf } from './folder.ts';
import { bytesOf, lastStep } from './run-record.ts';
import { adopt, type LabRun, prune, remove, rename, stateAt } from './runs.ts';
import { letterOf } from './series.ts';
import { storageUse } from './storage.ts';

interface KeepProps {
  readonly runs: readonly LabRun[];
  /** Files that are no run of the Lab, but perhaps a model. */
  readonly onModel: (opened: OpenedFolder, name: string) => void;
  readonly addressOf: (run: LabRun) => string;
}

export function KeepView({ runs, onModel, addressOf }: KeepProps) {
  const [use, setUse] = useState<Awaited<ReturnType<typeof storageUse>>>(null);
  const [problem, setProblem] = useState('');
  const id = useId();
  const states = runs.reduce((sum, { record }) => sum + record.saved.length, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a state that came or went changes what is used
  useEffect(() => {
    void storageUse().then(setUse);
  }, [runs.length, states]);
  const told = (work: Promise<unknown>) => {
    setProblem('');
    work.catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  };
  const save = async (run: LabRun) => {
    const state = await stateAt(run.record.id, run.record.saved.at(-1) ?? -1);
    if (state === null) throw new Error(words.keep.nothing);
    download(`${fileName(run.record.name)}.zip`, zipOf(run.record, state, addressOf(run)));
  };
  const open = async (files: readonly File[]) => {
    if (files.length === 0) return;
    const opened = await openFolder(files);
    if (opened.run) adopt(opened.run.record, opened.run.state);
    else onModel(opened, files[0]?.webkitRelativePath.split('/')[0] || words.keep.yours);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the file inputs in it are the first
    <div
      className="lab-keep"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        told(open([...event.dataTransfer.files]));
      }}
    >
      <h4>{words.keep.title}</h4>
      {runs.length === 0 ? null : (
        <ul>
          {runs.map((run, index) => (
            <li key={run.record.id}>
              <b>{letterOf(index)}</b>
              <input
                type="text"
                aria-label={words.keep.name(letterOf(index))}
                maxLength={200}
                defaultValue={run.record.name}
                onBlur={({ currentTarget }) => {
                  const name = currentTarget.value.trim();
                  // A run without a name could not be told from the others.
                  if (name === '') currentTarget.value = run.record.name;
                  else rename(run.record.id, name);
                }}
              />
              <span>
                {words.keep.size(lastStep(run.record), run.record.saved.length, bytesOf(run.record))}
              </span>
              <button type="button" className="text-button" onClick={() => told(save(run))}>
                {words.keep.save}
              </button>
              {run.record.saved.length > 1 ? (
                <button type="button" className="text-button" onClick={() => told(prune(run.record.id))}>
                  {words.keep.prune}
                </button>
              ) : null}
              <button type="button" className="text-button" onClick={() => told(remove(run.record.id))}>
                {words.keep.remove}
              </button>
            </li>
          ))}
        </ul>
      )}
      {runs.length > 1 ? (
        <button
          type="button"
          className="text-button"
          onClick={() => told(Promise.all(runs.map(({ record }) => remove(record.id))))}
        >
          {words.keep.removeAll}
        </button>
      ) : null}
      {use ? (
        <p className="lab-note">{words.keep.use(formatBytes(use.used), formatBytes(use.quota))}</p>
      ) : null}
      <div className="lab-open">
        <label htmlFor={`${id}-files`}>{words.keep.files}</label>
        <input
          id={`${id}-files`}
          type="file"
          multiple
          onChange={(event) => told(open([...(event.currentTarget.files ?? [])]))}
        />
        <label htmlFor={`${id}-folder`}>{words.keep.folder}</label>
        <input
          id={`${id}-folder`}
          type="file"
          {...{ webkitdirectory: '' }}
          onChange={(event) => told(open([...(event.currentTarget.files ?? [])]))}
        />
      </div>
      {problem === '' ? null : (
        <p className="lab-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

const fileName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'run';
