/** What stands in a figure's box while there is no picture: what is loaded and how far, or what happened and what to do. */
import type { BackendName, Progress, RuntimeProblem } from '../../runtime/client.ts';
import { formatWhole } from '../../viz/numbers.ts';
import { messages } from '../messages/en.ts';
import { Button } from './controls.tsx';

const kilobytes = (bytes: number) => formatWhole(Math.round(bytes / 1000));

export function LoadingView({
  progress,
  model,
}: {
  readonly progress: Progress | null;
  readonly model: string;
}) {
  const { loading } = messages;
  const phase = progress?.phase ?? 'backend';
  const share = progress?.total ? Math.min(1, progress.done / progress.total) : null;
  const detail =
    progress?.phase !== 'download'
      ? model
      : progress.total
        ? loading.kilobytes(model, kilobytes(progress.done), kilobytes(progress.total))
        : loading.kilobytesOnly(model, kilobytes(progress.done));
  return (
    <div className="figure-state">
      <h4>{progress ? loading[phase] : loading.work}</h4>
      <p>{detail}</p>
      <div className="progress-line">
        <span style={{ width: `${100 * (share ?? 0)}%` }} />
      </div>
      <p className="state-note">{loading.kept}</p>
    </div>
  );
}

export interface ErrorViewProps {
  readonly problem: RuntimeProblem;
  readonly onRetry: (() => void) | undefined;
  /** Another backend that may do better. */
  readonly other: BackendName | null;
  readonly onOther: () => void;
}

export function ErrorView({ problem, onRetry, other, onOther }: ErrorViewProps) {
  return (
    <div className="figure-state is-error" role="alert">
      <h4>{problem.message}</h4>
      <p>{problem.advice}</p>
      <div className="state-actions">
        {onRetry ? (
          <Button primary onPress={onRetry}>
            {messages.error.retry}
          </Button>
        ) : null}
        {other ? (
          <Button onPress={onOther}>
            {other === 'wasm' ? messages.error.useWasm : messages.error.useCpu}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
