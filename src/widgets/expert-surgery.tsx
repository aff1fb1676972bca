/** Experts of a trained model closed or forced, one by one or several, and what each kind of text loses by it. */

import { useMemo, useRef } from 'react';
import { meanOf } from '../models/statistics.ts';
import type { Options } from '../runtime/client.ts';
import { formatLoss, sequentialStep } from '../viz/numbers.ts';
import { stateOf, together } from './kit/asked.ts';
import { ChangedList } from './kit/changed-list.tsx';
import { type Change, writeChanges } from './kit/changes.ts';
import { ColumnHeads } from './kit/column-heads.tsx';
import { Segments } from './kit/controls.tsx';
import { lossByDomain } from './kit/domain-data.ts';
import { domainKinds } from './kit/domain-texts.ts';
import { expertModel, expertModelIds } from './kit/expert-models.ts';
import { closing, costOfClosing, forcing, surgeryReading } from './kit/expert-surgery-data.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { numbersTo } from './kit/models.ts';
import { BarsOutline } from './kit/outlines.tsx';
import { useFigureState } from './kit/use-figure-state.ts';
import { useChangedRun, useInterventions } from './kit/use-interventions.ts';
import { useTokenizer } from './kit/use-tokenizer.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { expertSurgeryMessages as words } from './messages/expert-surgery.ts';
import { expertModelName } from './messages/router.ts';

const [runChannel, eachChannel] = ['expert-surgery', 'expert-surgery/each'];
const channels = [runChannel, `${runChannel}/plain`, eachChannel];

const fields = {
  model: {
    kind: 'choice',
    label: words.model,
    default: expertModelIds[0] ?? '',
    choices: expertModelIds,
  },
  layer: { kind: 'number', label: words.layer, default: 1, minimum: 1, maximum: 2, step: 1 },
  changed: { kind: 'changes', label: words.changed, default: [] },
} as const;

export default function ExpertSurgery({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('expert-surgery', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { shipped } = expertModel(state.model);
  const { experts } = shipped;
  const layer = state.layer - 1;
  const { tokenizer, problem, retry } = useTokenizer(shipped.id, live && seen);
  const interventions = useInterventions(state.changed, (changed) => set({ changed }));
  const request = useMemo(
    () => (tokenizer ? surgeryReading(shipped.id, tokenizer) : null),
    [shipped.id, tokenizer],
  );
  const { work, plain } = useChangedRun(runChannel, request, state.changed);
  const askEach = useMemo(
    () =>
      tokenizer ? (options: Options) => costOfClosing(shipped.id, tokenizer, layer, experts, options) : null,
    [shipped.id, tokenizer, layer, experts],
  );
  const each = useWork(eachChannel, askEach);
  const costs = each.result;

  const losses = useMemo(() => {
    if (!tokenizer || !plain || !work.result) return null;
    return { trained: lossByDomain(plain, tokenizer), changed: lossByDomain(work.result, tokenizer) };
  }, [tokenizer, plain, work.result]);
  const more = (expert: number, kind: number): number | null =>
    costs ? (costs.without[expert]?.[kind] ?? 0) - (costs.plain[kind] ?? 0) : null;
  const all = Array.from({ length: experts }, (_, expert) => expert);
  const cells = all.flatMap((expert) =>
    domainKinds.map((kind, at) => ({ expert, kind, cost: more(expert, at) ?? 0 })),
  );
  const most = Math.max(0.001, ...cells.map(({ cost }) => cost));
  const dearest = cells.find(({ cost }) => cost === most);
  const rises = losses ? losses.changed.map((loss, at) => loss - (losses.trained[at] ?? 0)) : [];
  const worst = rises.indexOf(Math.max(...rises));
  // Closed and forced are one place with two values: the later takes the place of the other.
  const isOn = (change: Change) =>
    writeChanges(state.changed)
      .split(',')
      .includes(writeChanges([change]));
  const toggle = (change: Change) =>
    isOn(change) ? interventions.remove(change) : interventions.add(change);

  const asked = together({ problem, retry }, work, each);
  const drawn = costs !== null && losses !== null;
  return (
    <Figure
      root={root}
      widget="expert-surgery"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      state={stateOf({ problem: asked.problem, wanted: live && seen, shown: drawn })}
      handle={handle}
      reads={
        drawn && dearest
          ? words.reads(state.layer, dearest.expert + 1, dearest.kind, dearest.cost) +
            (state.changed.length > 0
              ? words.readsChanged(
                  state.changed.length,
                  meanOf(losses.trained),
                  meanOf(losses.changed),
                  domainKinds[worst] ?? 'english',
                  rises[worst] ?? 0,
                )
              : '')
          : words.nothing
      }
      problem={asked.problem}
      progress={asked.progress}
      model={shipped.id}
      onRetry={asked.retry}
      milliseconds={work.result?.milliseconds ?? null}
      table={
        costs && {
          caption: words.tableCaption,
          columns: ['', ...domainKinds.map(words.domain)],
          rows: all.map((expert) => [
            words.expert(expert + 1),
            ...domainKinds.map((_, at) => formatLoss(more(expert, at) ?? 0)),
          ]),
        }
      }
      sources="expert-surgery"
      outline={<BarsOutline rows={experts} />}
      controls={
        <>
          {expertModelIds.length > 1 ? (
            <Segments
              field={fields.model}
              value={state.model}
              name={expertModelName}
              onChange={(model) => set({ model, changed: [] })}
            />
          ) : null}
          <Segments
            field={{ label: words.layer, choices: numbersTo(shipped.layers) }}
            value={String(state.layer)}
            onChange={(choice) => set({ layer: Number(choice) })}
          />
        </>
      }
    >
      <div className="surgery-grid">
        <div>
          <p className="control-label">{words.head}</p>
          <table className="surgery-table">
            <thead>
              <tr>
                <td />
                {domainKinds.map((kind) => (
                  <th key={kind} scope="col">
                    {words.domain(kind)}
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody>
              {all.map((expert) => (
                <tr key={expert}>
                  <th scope="row">{words.expert(expert + 1)}</th>
                  {domainKinds.map((kind, at) => {
                    const cost = more(expert, at);
                    return (
                      <td key={kind}>
                        <span className="surgery-cost">{words.more(cost)}</span>
                        <span
                          className={`head-button-bar seq-${sequentialStep(Math.max(0, cost ?? 0) / most)}`}
                          style={{ width: `${100 * Math.max(0, Math.min(1, (cost ?? 0) / most))}%` }}
                        />
                      </td>
                    );
                  })}
                  <td className="surgery-actions">
                    <div>
                      {(
                        [
                          [words.close, words.closeLabel, closing],
                          [words.force, words.forceLabel, forcing],
                        ] as const
                      ).map(([name, label, change]) => {
                        const own = change(layer, expert);
                        return (
                          <button
                            key={name}
                            type="button"
                            className={isOn(own) ? 'button is-on' : 'button'}
                            aria-pressed={isOn(own)}
                            aria-label={label(state.layer, expert + 1)}
                            onClick={() => toggle(own)}
                          >
                            {name}
                          </button>
                        );
                      })}
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="quiet-note">{words.note}</p>
        </div>
        <div>
          <p className="control-label">{words.losses}</p>
          <table className="sum surgery-losses" aria-label={words.losses}>
            <thead>
              <ColumnHeads columns={words.lossColumns} />
            </thead>
            <tbody>
              {domainKinds.map((kind, at) => (
                <tr key={kind}>
                  <th scope="row">{words.domain(kind)}</th>
                  <td>{losses ? formatLoss(losses.trained[at] ?? 0) : ''}</td>
                  <td>{losses ? formatLoss(losses.changed[at] ?? 0) : ''}</td>
                </tr>
              ))}
              <tr>
                <th scope="row">{words.mean}</th>
                <td>{losses ? formatLoss(meanOf(losses.trained)) : ''}</td>
                <td>{losses ? formatLoss(meanOf(losses.changed)) : ''}</td>
              </tr>
            </tbody>
          </table>
          <ChangedList interventions={interventions} difference={null} wordOf={words.next} />
        </div>
      </div>
    </Figure>
  );
}
