/** Begins a training in the tab; while it goes on, holds it and lets it go on, or ends it. */
import { trainingMessages as words } from '../messages/training.ts';
import { Button } from './controls.tsx';
import type { Training } from './use-training.ts';

export interface TrainingButtonsProps {
  readonly training: Pick<Training, 'state' | 'pause' | 'resume' | 'stop'>;
  /** What begins it is called so. */
  readonly begin: string;
  readonly onBegin: () => void;
}

/** It has begun and has not ended. */
export const isUnderWay = ({ state }: Pick<Training, 'state'>): boolean =>
  state === 'running' || state === 'paused';

export function TrainingButtons({ training, begin, onBegin }: TrainingButtonsProps) {
  if (!isUnderWay(training))
    return (
      <Button primary onPress={onBegin}>
        {begin}
      </Button>
    );
  const running = training.state === 'running';
  return (
    <>
      <Button onPress={running ? training.pause : training.resume}>
        {running ? words.pause : words.resume}
      </Button>
      <Button onPress={training.stop}>{words.stop}</Button>
    </>
  );
}
