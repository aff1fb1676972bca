import { formatLoss, formatWhole } from '../../viz/numbers.ts';

/** What every figure says that shows a recorded experiment and trains one of its runs in the tab. */
export const claimMessages = {
  paper: 'The paper',
  here: 'Here',
  quantity: 'What is drawn',
  recorded: (date: string, seed: number, steps: number) =>
    `Recorded on ${date} from seed ${seed}${steps === 0 ? '' : `, ${formatWhole(steps)} steps in all`}.`,
  command: 'Run it again',
  none: 'No run of this has been recorded yet.',
  loading: 'Fetching the recorded run.',
  barColumns: ['what', 'measured', 'bar', 'holds'],
  atMost: (text: string) => `at most ${text}`,
  atLeast: (text: string) => `at least ${text}`,
  holds: { true: 'yes', false: 'no', null: '' },
  live: 'Train one in this tab',
  run: 'Which',
  train: 'Train',
  again: 'Train again',
  liveChart: 'Loss over steps of the runs in this tab',
  pointRead: (series: string, xLabel: string, x: string, y: string) => `${series}, ${xLabel} ${x}: ${y}`,
  /** What all of them are about is said once. */
  readsRecorded: (about: string | null, measured: readonly (readonly [what: string, number: string])[]) =>
    about === null
      ? `Recorded: ${measured.map(([what, number]) => `${what}: ${number}`).join('; ')}.`
      : `Recorded, ${about}: ${measured.map(([what, number]) => `${what} ${number}`).join('; ')}.`,
  readsNone: 'No recorded run yet.',
  readsLive: (name: string, step: number, loss: number, floor: number | null) =>
    ` Your run, ${name}, stands at step ${formatWhole(step)}: ${formatLoss(loss)} nats a token${
      floor === null ? '' : `, ${formatLoss(Math.max(0, loss - floor))} over the floor`
    }.`,
  failed: (message: string) => ` Training stopped: ${message}`,
  speed: (tokens: number) => `${formatWhole(Math.round(tokens))} tokens/s`,
  seed: 'Seed',
  tableCaption: 'The recorded runs, point by point',
  liveCaption: 'The run in this tab',
  tableColumns: ['run', 'quantity', 'x', 'y'],
} as const;
