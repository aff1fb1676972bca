/**
 * What is on the wall now, and how the stage and the speaker's window agree on it. The stage decides: the speaker's window sends what
 * was pressed, and shows what the stage answers. Both are windows of one browser; nothing leaves it.
 */
import * as v from 'valibot';
import type { BeatFacts } from './beat.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9999));

const stateSchema = v.object({
  /** Counted from 0. */
  beat: count,
  /** The answer of a poll is shown. */
  revealed: v.boolean(),
  blank: v.boolean(),
  /** The code for phones is shown. */
  code: v.boolean(),
  /** Hands by beat and choice. */
  hands: v.record(v.string(), v.array(count)),
  /** Milliseconds since 1970: when the clock of this talk began. */
  since: v.pipe(v.number(), v.finite()),
});
export type StageState = v.InferOutput<typeof stateSchema>;

const actionSchema = v.variant('kind', [
  v.object({ kind: v.picklist(['next', 'back', 'blank', 'code', 'restart clock', 'leave']) }),
  v.object({ kind: v.literal('hands'), choice: v.pipe(count, v.maxValue(25)), hands: count }),
]);
export type StageAction = v.InferOutput<typeof actionSchema>;

export const startOf = (beat: number): StageState => ({
  beat,
  revealed: false,
  blank: false,
  code: false,
  hands: {},
  since: Date.now(),
});

/** What is shown after an action. `leave` is not for the state: it ends it. */
export function nextState(state: StageState, action: StageAction, beats: readonly BeatFacts[]): StageState {
  switch (action.kind) {
    case 'next': {
      // Whoever goes on wants to see something.
      if (state.blank || state.code) return { ...state, blank: false, code: false };
      if (beats[state.beat]?.poll && !state.revealed) return { ...state, revealed: true };
      return state.beat + 1 < beats.length ? { ...state, beat: state.beat + 1, revealed: false } : state;
    }
    case 'back': {
      if (state.blank || state.code) return { ...state, blank: false, code: false };
      if (state.revealed) return { ...state, revealed: false };
      return state.beat > 0 ? { ...state, beat: state.beat - 1 } : state;
    }
    case 'blank':
      return { ...state, blank: !state.blank };
    case 'code':
      return { ...state, code: !state.code };
    case 'restart clock':
      return { ...state, since: Date.now() };
    case 'hands': {
      const hands = [...(state.hands[state.beat] ?? [])];
      while (hands.length < action.choice) hands.push(0);
      hands[action.choice] = action.hands;
      return { ...state, hands: { ...state.hands, [state.beat]: hands } };
    }
    case 'leave':
      return state;
  }
}

const messageSchema = v.variant('kind', [
  v.object({ kind: v.literal('shows'), state: stateSchema }),
  v.object({ kind: v.literal('pressed'), action: actionSchema }),
  v.object({ kind: v.picklist(['hello', 'left']) }),
]);
type Message = v.InferOutput<typeof messageSchema>;

export interface StageChannel {
  send(message: Message): void;
  close(): void;
}

/** A channel between the windows of one talk. What does not fit is not heard. */
export function openChannel(session: string, hear: (message: Message) => void): StageChannel {
  if (typeof BroadcastChannel === 'undefined') return { send: () => {}, close: () => {} };
  const channel = new BroadcastChannel(`book:stage:${session}`);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    const message = v.safeParse(messageSchema, data);
    if (message.success) hear(message.output);
  };
  return { send: (message) => channel.postMessage(message), close: () => channel.close() };
}

/** A new name for a talk. */
export const newSession = (): string =>
  [...crypto.getRandomValues(new Uint8Array(5))].map((byte) => (byte % 36).toString(36)).join('');
