/**
 * The frame that every figure shares: rule, number and title, badge, rubric, controls, picture, spoken sentence, and a foot with
 * the same actions everywhere. The box keeps its height in every state, also as the server sends it.
 */
import { lazy, type ReactNode, type RefObject, Suspense, useEffect, useId, useRef, useState } from 'react';
import { type Progress, type RuntimeProblem, runtime } from '../../runtime/client.ts';
import { connectHighlight } from '../highlight.ts';
import { messages } from '../messages/en.ts';
import type { NamedTensor, TableData } from './export.ts';
import { ActionIcon, type BadgeKind, BadgeMark, type IconName } from './icons.tsx';
import type { PanelName } from './panels.tsx';
import { usePresent } from './present.ts';
import type { CodeOf } from './sources.ts';
import { ErrorView, LoadingView } from './states.tsx';
import type { Fields } from './url-state.ts';
import type { FigureStateHandle } from './use-figure-state.ts';
import { useRuntimeStatus } from './use-runtime-status.ts';

/** Fetched when the first of them is opened. */
const OpenPanel = lazy(() => import('./panels.tsx'));

export type FigureState = 'idle' | 'loading' | 'ready' | 'running' | 'error';

/** What MDX may set on any figure; each checks what it takes by its own types. */
export interface WidgetProps {
  readonly number?: string;
  readonly title?: string;
}

export interface FigureProps<F extends Fields> {
  readonly widget: string;
  readonly number?: string | undefined;
  readonly title: string;
  readonly badge: BadgeKind;
  /** `page`: plain arithmetic or printed numbers, for which no model runs and no backend is needed. */
  readonly computes?: 'worker' | 'page';
  readonly rubric: string;
  readonly state: FigureState;
  readonly handle: FigureStateHandle<F>;
  readonly controls?: ReactNode;
  /** The picture. It is there in every state, so that it holds its room. */
  readonly children: ReactNode;
  /** The picture's outline, for as long as there is none. */
  readonly outline?: ReactNode;
  /** What the figure shows now, in words. */
  readonly reads: string;
  /** The sentence changes by itself: it is not read out each time. */
  readonly quiet?: boolean;
  readonly problem?: RuntimeProblem | null;
  readonly progress?: Progress | null;
  readonly onRetry?: () => void;
  /** What is loaded, as the progress line names it. */
  readonly model?: string;
  /** At the foot: time of the last computation, in milliseconds, and the seed. */
  readonly milliseconds?: number | null;
  readonly seed?: number | null;
  readonly footNote?: string;
  readonly table: TableData | null;
  readonly tensors?: readonly NamedTensor[];
  /** Whose code the panel shows; null: there is none. */
  readonly sources: CodeOf | null;
  readonly root: RefObject<HTMLElement | null>;
  /** It only shows what a figure looks like in this state: nothing waits for it to become ready. */
  readonly exhibit?: boolean;
}

function formatMilliseconds(milliseconds: number): string {
  return milliseconds < 10 ? milliseconds.toFixed(1) : String(Math.round(milliseconds));
}

export function Figure<F extends Fields>(props: FigureProps<F>) {
  const { widget, state, handle, root, computes = 'worker' } = props;
  const status = useRuntimeStatus();
  const [open, setOpen] = useState<PanelName | null>(null);
  const picture = useRef<HTMLDivElement | null>(null);
  const id = useId();
  const { presented, toggle } = usePresent(root);
  useEffect(() => connectHighlight(), []);

  const usable = state === 'ready' || state === 'running';
  const opens = (name: PanelName) => setOpen(open === name ? null : name);
  const action = (name: IconName, onPress: () => void, enabled: boolean, expands?: PanelName) => (
    <button
      key={name}
      type="button"
      className="action"
      disabled={!enabled}
      aria-label={messages.actions[name]}
      {...(expands ? { 'aria-expanded': open === expands, 'aria-controls': `${id}-panel` } : {})}
      {...(name === 'present' ? { 'aria-pressed': presented } : {})}
      onClick={onPress}
    >
      <ActionIcon name={name} />
      <span>{messages.actions[name]}</span>
    </button>
  );
  const useOther = status.backend === 'webgl' ? 'wasm' : status.backend === 'wasm' ? 'cpu' : null;

  return (
    <figure
      ref={root}
      className={presented ? 'figure is-presented' : 'figure'}
      id={`figure-${widget}`}
      {...(props.exhibit ? { 'data-exhibit': widget } : { 'data-widget': widget })}
      data-state={state}
      data-computes={computes}
      data-backend={computes === 'worker' ? (status.backend ?? undefined) : undefined}
      data-theme={presented ? 'projector' : undefined}
      aria-labelledby={`${id}-title`}
    >
      <div className="figure-head">
        {props.number ? (
          <span className="figure-number">
            {messages.figure} {props.number}
          </span>
        ) : null}
        <h3 id={`${id}-title`}>{props.title}</h3>
        <span className="figure-badge">
          <BadgeMark kind={props.badge} />
          {messages.badges[props.badge]}
        </span>
      </div>
      <p className={state === 'loading' || state === 'error' ? 'rubric is-quiet' : 'rubric'}>
        {state === 'loading'
          ? messages.loading.rubric
          : state === 'error'
            ? messages.error.rubric
            : props.rubric}
      </p>
      {props.controls ? <div className="figure-controls">{props.controls}</div> : null}
      {handle.problems.length > 0 ? (
        <p className="figure-notice" role="status">
          {messages.badState.intro} {handle.problems.join('; ')}. {messages.badState.rest}
        </p>
      ) : null}
      <div className={`figure-body ${widget}`}>
        <div className="figure-picture" ref={picture} inert={!usable}>
          {props.children}
        </div>
        {usable ? null : (
          <div className="figure-cover">
            <div className="figure-outline" aria-hidden="true">
              {props.outline}
            </div>
            {state === 'loading' ? (
              <LoadingView progress={props.progress ?? null} model={props.model ?? ''} />
            ) : null}
            {state === 'error' && props.problem ? (
              <ErrorView
                problem={props.problem}
                onRetry={props.onRetry}
                other={useOther}
                onOther={() => {
                  if (useOther)
                    runtime()
                      .switchBackend(useOther)
                      .then(props.onRetry, () => {});
                }}
              />
            ) : null}
          </div>
        )}
      </div>
      <p className="figure-reads">
        <span className="figure-reads-label">{messages.reads}</span>
        <span aria-live={props.quiet ? 'off' : 'polite'}>
          {state === 'loading'
            ? loadingSentence(props.progress ?? null)
            : state === 'error'
              ? `${props.problem?.message ?? ''}`
              : props.reads}
        </span>
        <noscript> {messages.idle.noScript}</noscript>
      </p>
      <div className="figure-foot">
        {action('reset', handle.reset, handle.live)}
        {action('link', () => opens('link'), handle.live, 'link')}
        {action('present', toggle, handle.live)}
        {action('export', () => opens('export'), usable, 'export')}
        {action('table', () => opens('table'), usable, 'table')}
        {action('code', () => opens('code'), handle.live && props.sources !== null, 'code')}
        {computes === 'page' ? (
          <span className="figure-run">{messages.foot.inPage}</span>
        ) : (
          <FootLine
            {...props}
            open={open === 'backend'}
            panel={`${id}-panel`}
            onPress={() => opens('backend')}
          />
        )}
      </div>
      {open ? (
        <Suspense>
          <OpenPanel
            id={`${id}-panel`}
            name={open}
            widget={widget}
            title={props.title}
            link={handle.link}
            picture={() => picture.current}
            table={props.table}
            tensors={props.tensors ?? []}
            sources={props.sources}
            onClose={() => setOpen(null)}
          />
        </Suspense>
      ) : null}
    </figure>
  );
}

function loadingSentence(progress: Progress | null): string {
  const share = progress?.phase === 'download' && progress.total ? progress.done / progress.total : null;
  return messages.loading.reads(share === null ? null : Math.round(100 * share));
}

interface FootLineProps {
  readonly state: FigureState;
  readonly milliseconds?: number | null;
  readonly seed?: number | null;
  readonly footNote?: string;
  readonly open: boolean;
  readonly panel: string;
  readonly onPress: () => void;
}

function FootLine({ state, milliseconds, seed, footNote, open, panel, onPress }: FootLineProps) {
  const status = useRuntimeStatus();
  const { foot, backends } = messages;
  const does =
    state === 'error'
      ? foot.stopped
      : state === 'loading'
        ? foot.starting
        : milliseconds != null
          ? foot.milliseconds(formatMilliseconds(milliseconds))
          : status.backend
            ? foot.ready
            : '';
  const line = [
    status.backend ? backends[status.backend] : foot.notStarted,
    does,
    footNote ?? '',
    seed == null ? '' : foot.seed(seed),
  ]
    .filter((part) => part !== '')
    .join(', ');
  return (
    <button
      type="button"
      className="figure-run"
      aria-expanded={open}
      aria-controls={panel}
      aria-label={messages.backendPanel.button(line)}
      title={status.reason || undefined}
      onClick={onPress}
    >
      {/* Another line is another element: it stands at the right, and one that grew would count as having moved. */}
      <span key={line}>{line}</span>
    </button>
  );
}
